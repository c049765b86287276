"""Remote places by their addresses, such as s3://bucket/folder: what they are, and how to open one.

Knows addresses. The libraries that speak to the places are in `buckets` and `other_storage`.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

from index.errors import RemoteError

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_ANONYMOUS = "anonymous"  # in place of a user's name: the bucket is public
_BUCKETS = ("s3", "gs", "gcs")


class RemoteFile(NamedTuple):
    """A file of a place: its name below the address, its path there, its size in bytes, its mark.

    The mark changes when the file does; it is "" where the place does not say.
    """

    name: str
    path: str
    size: int
    mark: str


class Place(Protocol):
    """A folder or a file somewhere else. All methods raise RemoteError."""

    @property
    def address(self) -> str:
        """The address, which holds no secret."""
        ...

    def files(self) -> Iterator[RemoteFile]:
        """All files of the folder, also of the folders in it; or the one file."""
        ...

    def fetch(self, file: RemoteFile, target: Path, arrived: Callable[[int], None]) -> None:
        """Write the file to `target`.

        `arrived` is given the number of bytes of each part; what it raises ends the transfer.
        """
        ...


def is_address(text: str) -> bool:
    """Whether `text` is an address and not a path on this machine."""
    return _ADDRESS.match(text) is not None


def normal(address: str) -> str:
    """The address as it is kept and shown: without a slash at its end.

    Raises RemoteError if it is one that Byline does not copy from, or holds a secret.
    """
    scheme, _, rest = address.partition("://")
    scheme, host = scheme.lower(), rest.partition("/")[0]
    if scheme in ("http", "https"):
        raise RemoteError(f"{scheme}://", "is the web: add its pages by `byline add URL`.")
    user, at, _ = host.rpartition("@")
    if at and user != _ANONYMOUS:
        # Not shown: it may be the password.
        raise RemoteError(
            f"{scheme}://…",
            "holds a name or password: leave it out, and set it in the environment, as that "
            "storage's own tools take it.",
        )
    if scheme in _BUCKETS and ("?" in host or not host):
        raise RemoteError(f"{scheme}://", f"lacks the bucket: write {scheme}://bucket/folder.")
    return f"{scheme}://{rest.rstrip('/')}"


def open_place(address: str) -> Place:
    """Open the place at `address`. Connects to nothing yet, or only to learn where a bucket is.

    Raises RemoteError, also when a library is missing that is needed for it.
    """
    address = normal(address)
    scheme, _, rest = address.partition("://")
    if scheme in _BUCKETS:
        from index.cloud.buckets import Bucket

        user, at, path = rest.partition("@") if "@" in rest.partition("/")[0] else ("", "", rest)
        return Bucket(address, scheme, path, anonymous=bool(at and user))
    from index.cloud.other_storage import OtherStorage

    return OtherStorage(address)
