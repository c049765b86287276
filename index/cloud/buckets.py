"""Wraps pyarrow's file systems: Amazon S3 and what speaks its protocol, and Google Cloud Storage.

Keys come from where the vendors' own tools look: the environment, files in the home folder, or the
machine's role. A file's state is known by its size and its time of change.
"""

import os
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from index.cloud.places import RemoteFile
from index.errors import RemoteError, install

if TYPE_CHECKING:
    from pyarrow import NativeFile
    from pyarrow.fs import FileSystem

_PART = 1 << 20  # bytes
_PATIENCE_S = 30
_MISSING = "does not exist: check the address for typing errors."
# What the vendors' messages say, which may also hold names of keys: never shown themselves.
_REASONS = (
    (
        "ACCESS_DENIED|INVALID_ACCESS_KEY|SIGNATURE|EXPIRED|TOKEN|[Cc]redential|PERMISSION_DENIED"
        "|UNAUTHENTICATED|HTTP status 40[13]",
        "refuses access: check the keys in the environment and what they may read.",
    ),
    ("NO_SUCH_|NOT_FOUND|not found|HTTP status 404|does not exist", _MISSING),
    (
        "NETWORK_CONNECTION|curl|[Tt]imed? ?out|resolve|UNAVAILABLE|[Rr]etry",
        "cannot be reached: check the network and the address of the server.",
    ),
)


class Bucket:
    """A `Place` in a bucket; `path` is the bucket's name and the key."""

    def __init__(self, address: str, scheme: str, path: str, *, anonymous: bool) -> None:
        self._address, self._path = address, path
        try:
            self._storage = _storage(scheme, path.partition("/")[0], anonymous=anonymous)
        except ImportError as error:
            raise RemoteError(
                f"{scheme}://",
                f"needs pyarrow, which is not installed: {install('cloud')}.",
            ) from error
        except OSError as error:
            raise self._failed(error) from error

    @property
    def address(self) -> str:
        """The address. See `Place.address`."""
        return self._address

    def files(self) -> Iterator[RemoteFile]:
        """See `Place.files`."""
        from pyarrow.fs import FileSelector, FileType

        try:
            (found,) = self._storage.get_file_info([self._path])
            if found.type == FileType.NotFound:
                raise RemoteError(self._address, _MISSING)
            if found.type == FileType.File:
                listed, folder = [found], self._path.rpartition("/")[0]
            else:
                listed = self._storage.get_file_info(FileSelector(self._path, recursive=True))
                folder = self._path
        except OSError as error:
            raise self._failed(error) from error
        for each in listed:
            if each.type == FileType.File:
                name = each.path.removeprefix(f"{folder}/")
                yield RemoteFile(name, each.path, each.size, f"{each.size} {each.mtime_ns}")

    def fetch(self, file: RemoteFile, target: Path, arrived: Callable[[int], None]) -> None:
        """See `Place.fetch`."""
        with target.open("wb") as copy:
            try:
                # Without `compression` a file named .gz would arrive unpacked.
                source = self._storage.open_input_stream(file.path, compression=None)
            except OSError as error:
                raise self._failed(error) from error
            with source:
                while part := self._part(source):
                    arrived(len(part))
                    copy.write(part)

    def _part(self, source: "NativeFile") -> bytes:
        try:
            return bytes(source.read(_PART))
        except OSError as error:
            raise self._failed(error) from error

    def _failed(self, error: OSError) -> RemoteError:
        said = str(error)
        for pattern, remedy in _REASONS:
            if re.search(pattern, said):
                return RemoteError(self._address, remedy)
        code = re.search(r"AWS Error (\w+)", said)
        kind = code[1] if code else type(error).__name__
        return RemoteError(
            self._address, f"cannot be read ({kind}): check the keys in the environment."
        )


def _storage(scheme: str, bucket: str, *, anonymous: bool) -> "FileSystem":
    """Connect to the storage. Raises ImportError and OSError."""
    from pyarrow import fs

    if scheme != "s3":
        return fs.GcsFileSystem(
            anonymous=anonymous,
            retry_time_limit=timedelta(seconds=_PATIENCE_S),
            **_server("STORAGE_EMULATOR_HOST"),
        )
    server = _server("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
    # Amazon is asked only where nobody has said it.
    known = server or any(os.environ.get(name) for name in ("AWS_REGION", "AWS_DEFAULT_REGION"))
    region = {} if known else {"region": fs.resolve_s3_region(bucket)}
    return fs.S3FileSystem(
        anonymous=anonymous,
        connect_timeout=_PATIENCE_S,
        request_timeout=_PATIENCE_S,
        **region,
        **server,
    )


def _server(*names: str) -> dict[str, str]:
    """The server that the environment names instead of the vendor's own, as pyarrow takes it."""
    url = next((os.environ[name] for name in names if os.environ.get(name)), "")
    scheme, _, host = url.rpartition("://")
    return {"scheme": scheme or "http", "endpoint_override": host.rstrip("/")} if url else {}
