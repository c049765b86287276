"""The file of a backup: a ZIP archive with a manifest of its members' sizes and SHA-256.

Knows which names a backup may hold, and nothing of what they are. A file may come from a stranger:
it is judged as a whole before anything is written.
"""

import hashlib
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from index.errors import LibraryError
from index.folder.export import DAMAGED, NO_SUCH_PLACE

FORMAT = 1
LIBRARY = "library.zip"
OF_ONE_BOT = ("topics.sqlite", "channels.sqlite")
"""Databases that are in the library folder also where bots share one in PostgreSQL."""

CHATS = ("journal.sqlite", "sessions.sqlite", "feedback.sqlite", "people.sqlite", *OF_ONE_BOT)
SETTINGS = "settings.env"
SOURCES = "sources.toml"
FOLDERS = ("fetched", "received", "copied")

_MANIFEST = "manifest.json"
_SINGLE = {LIBRARY, SETTINGS, SOURCES, *CHATS}
_MOST_FILES = 1_000_000
_LONGEST_MANIFEST = 200 * _MOST_FILES  # bytes
_LONGEST_NAME = 400
# What articles and chats are made of becomes a fifth of its size, a bomb a thousandth.
_MOST_PACKED, _ALWAYS_TAKEN = 100, 64_000_000  # times, bytes
_PART = 1 << 20  # bytes read at a time
# Control characters, a separator of other systems, and bytes that are no text.
_ODD = re.compile("[\x00-\x1f\x7f\\\\\ud800-\udfff]")


class Writer:
    """Writes a backup into an open ZIP archive."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._files: dict[str, dict[str, object]] = {}

    def add(self, name: str, path: Path) -> None:
        """Add the file at `path` as it is now. Raises OSError."""
        with path.open("rb") as file:
            self._add(name, file)

    def add_text(self, name: str, text: str) -> None:
        """Add a text."""
        data = text.encode()
        self._archive.writestr(name, data)
        self._files[name] = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}

    def finish(self, about: Mapping[str, object]) -> None:
        """Write the manifest: `about` and the members."""
        manifest = {"format": FORMAT, **about, "files": self._files}
        self._archive.writestr(_MANIFEST, json.dumps(manifest, indent=1))

    def _add(self, name: str, file: IO[bytes]) -> None:
        digest, size = hashlib.sha256(), 0
        with self._archive.open(name, "w", force_zip64=True) as packed:
            while part := file.read(_PART):
                digest.update(part)
                size += len(part)
                packed.write(part)
        self._files[name] = {"size": size, "sha256": digest.hexdigest()}


class Backup:
    """A backup whose names and manifest were judged good. Methods raise LibraryError."""

    def __init__(self, archive: zipfile.ZipFile, source: Path) -> None:
        self._archive = archive
        self._source = source
        self.about = _manifest(archive, source)
        """Of the manifest: `made`, `files`, and `folder`, where the library was."""
        self._files: dict[str, dict[str, Any]] = self.about["files"]
        _expect_names(archive, self._files, source)
        if self.size > _MOST_PACKED * source.stat().st_size + _ALWAYS_TAKEN:
            raise untrusted(source, "it would become far larger than a backup does")

    @property
    def made(self) -> str:
        """When it was written, in ISO form and UTC."""
        return str(self.about["made"])

    @property
    def size(self) -> int:
        """Bytes of all members together when they are unpacked."""
        return sum(about["size"] for about in self._files.values())

    @property
    def names(self) -> list[str]:
        """The names of all members."""
        return list(self._files)

    def verify(self) -> None:
        """Read everything, and write nothing."""
        for name in self._files:
            for _ in self._parts(name):
                pass

    def unpack(self, name: str, target: Path) -> None:
        """Write one member to the new file `target`."""
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            for part in self._parts(name):
                file.write(part)

    def _parts(self, name: str) -> Iterator[bytes]:
        """The bytes of a member; after the last ones it is known whether they are right."""
        wanted = self._files[name]
        digest, size = hashlib.sha256(), 0
        # An exception of who takes the parts is not raised in here.
        with _judged(self._source), self._archive.open(name) as packed:
            while part := packed.read(_PART):
                digest.update(part)
                size += len(part)
                if size > wanted["size"]:
                    break
                yield part
        if size != wanted["size"] or digest.hexdigest() != wanted["sha256"]:
            raise untrusted(self._source, f"{name} is not what was packed")


@contextmanager
def opened(source: Path) -> Iterator[Backup]:
    """Open the backup `source`.

    Raises LibraryError when it cannot be read now, and when it cannot be trusted, now or later on.
    """
    with ExitStack() as stack:
        try:
            with _judged(source):
                archive = stack.enter_context(zipfile.ZipFile(source))
                backup = Backup(archive, source)
        except OSError as error:
            raise LibraryError(
                f"{source} cannot be read ({error.strerror or error}): name a file that "
                "`byline backup` wrote; nothing was changed."
            ) from error
        yield backup


@contextmanager
def _judged(source: Path) -> Iterator[None]:
    try:
        yield
    except DAMAGED as error:
        raise untrusted(source, "it is not a backup, or it is damaged") from error
    except OSError as error:
        if error.errno != NO_SUCH_PLACE:
            raise
        raise untrusted(source, "it is damaged") from error


def untrusted(source: Path, reason: str) -> LibraryError:
    """Give the error for a file that is not restored."""
    return LibraryError(
        f"{source} cannot be restored ({reason}), and nothing was changed: "
        "take another file that `byline backup` wrote."
    )


def is_good_name(name: str) -> bool:
    """Whether a backup may hold a member of this name: a known one, or a file in a known folder."""
    if name in _SINGLE:
        return True
    folder, *parts = name.split("/")
    return (
        folder in FOLDERS
        and bool(parts)
        and len(name) <= _LONGEST_NAME
        and not _ODD.search(name)
        and not {"", ".", ".."} & set(parts)
    )


def _manifest(archive: zipfile.ZipFile, source: Path) -> dict[str, Any]:
    try:
        with archive.open(_MANIFEST) as file:
            about = json.loads(file.read(_LONGEST_MANIFEST))
        made = int(about["format"])
        folder = str(about["folder"])
        moment = datetime.fromisoformat(about["made"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise untrusted(source, "its manifest cannot be read") from error
    if made > FORMAT:
        raise LibraryError(
            f"{source} was written by a newer Byline (format {made}, this one knows {FORMAT}): "
            "bring this one up to date and restore again."
        )
    files = about.get("files")
    if not isinstance(files, dict) or not all(map(_is_entry, files.values())):
        raise untrusted(source, "its manifest cannot be read")
    return {"made": moment.isoformat(), "folder": folder, "files": files}


def _is_entry(about: object) -> bool:
    return (
        isinstance(about, dict)
        and isinstance(about.get("sha256"), str)
        and type(about.get("size")) is int
        and about["size"] >= 0
    )


def _expect_names(archive: zipfile.ZipFile, files: Mapping[str, object], source: Path) -> None:
    names = archive.namelist()
    if len(names) > _MOST_FILES or sorted(names) != sorted([_MANIFEST, *files]):
        raise untrusted(source, "its members are not those of its manifest")
    bad = next((name for name in files if not is_good_name(name)), None)
    if bad is not None:
        raise untrusted(source, f"it holds {bad[:60]!r}, which no backup does")
    folders = {str(parent) for name in files for parent in PurePosixPath(name).parents}
    if folders & files.keys():
        raise untrusted(source, "one of its members is a file and a folder")
    if LIBRARY not in files:
        raise untrusted(source, "it holds no library")
