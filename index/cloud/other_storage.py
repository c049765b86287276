"""Wraps fsspec: all storage that it knows, where the package for it is installed.

Its errors are told by their kind alone, because their texts may hold addresses with keys.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from index.cloud.places import RemoteFile
from index.errors import RemoteError, install

# What different kinds of storage call the state of a file, the surest first.
_MARKS = (
    *("ETag", "etag", "md5Hash", "content_md5", "mtime", "LastModified", "last_modified"),
    *("updated", "modified", "created"),
)
_PART = 1 << 20  # bytes


class OtherStorage:
    """A `Place` that fsspec opens."""

    def __init__(self, address: str) -> None:
        self._address = address
        scheme = address.partition("://")[0]
        try:
            from fsspec import available_protocols
            from fsspec.core import url_to_fs
        except ImportError as error:
            raise RemoteError(
                f"{scheme}://",
                f"needs fsspec, which is not installed: {install('cloud')}.",
            ) from error
        # Checked here, because an error of fsspec would show the address.
        if scheme not in available_protocols():
            raise RemoteError(
                f"{scheme}://",
                "is unknown: Byline copies from s3://, gs://, file:// and whatever fsspec knows.",
            )
        try:
            self._storage, self._path = url_to_fs(address, use_listings_cache=False)
        except ImportError as error:
            raise RemoteError(f"{scheme}://", f"needs a package: {_package(scheme)}.") from error
        except Exception as error:  # whatever the storage's own library raises
            raise self._failed(error) from error

    @property
    def address(self) -> str:
        """The address. See `Place.address`."""
        return self._address

    def files(self) -> Iterator[RemoteFile]:
        """See `Place.files`."""
        try:
            self._storage.invalidate_cache()
            top = self._storage.info(self._path)
            if top["type"] != "directory":
                yield _file(top, str(top["name"]).rpartition("/")[0])
                return
            for _, _, found in self._storage.walk(self._path, detail=True):
                for info in found.values():
                    yield _file(info, str(top["name"]).rstrip("/"))
        except Exception as error:
            raise self._failed(error) from error

    def fetch(self, file: RemoteFile, target: Path, arrived: Callable[[int], None]) -> None:
        """See `Place.fetch`."""
        try:
            source = self._storage.open(file.path, "rb")
        except Exception as error:
            raise self._failed(error) from error
        with source, target.open("wb") as copy:
            while part := self._part(source):
                arrived(len(part))
                copy.write(part)

    def _part(self, source: IO[bytes]) -> bytes:
        try:
            return bytes(source.read(_PART))
        except Exception as error:
            raise self._failed(error) from error

    def _failed(self, error: Exception) -> RemoteError:
        if isinstance(error, FileNotFoundError):
            why = "does not exist: check the address for typing errors."
        elif isinstance(error, PermissionError):
            why = "refuses access: check the keys in the environment and what they may read."
        elif isinstance(error, ConnectionError | TimeoutError):
            why = "cannot be reached: check the network and the address of the server."
        else:
            why = f"cannot be read ({type(error).__name__}): check its address and its keys."
        return RemoteError(self._address, why)


def _file(info: Mapping[str, Any], folder: str) -> RemoteFile:
    path, size = str(info["name"]), int(info.get("size") or 0)
    state = next((info[name] for name in _MARKS if info.get(name)), None)
    mark = "" if state is None else f"{size} {state}"
    return RemoteFile(path.removeprefix(f"{folder}/"), path, size, mark)


def _package(scheme: str) -> str:
    """What fsspec says about the package that the scheme needs."""
    from fsspec.registry import known_implementations

    said = known_implementations.get(scheme, {}).get("err", "see the documentation of fsspec")
    return " ".join(str(said).split()).rstrip(".")
