"""Writes a library to one file and reads it back, on this machine or another.

The archive holds a manifest and the database, which has a copy of each vector; the vector store is
made from these. Article ids are kept, so that citations still open. An archive may come from a
stranger, so only the two expected files are read from it.
"""

import errno
import hashlib
import json
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from index.atomic import replacing
from index.errors import LibraryError
from index.folder.check import inspect
from index.folder.generations import Generations
from index.folder.lock import write_lock
from index.folder.rebuild import recipe_of
from index.folder.vector_places import IN_FOLDER, VectorPlace, note
from index.library.library import Library
from index.syncing.vector_repair import fill, record_miss_rate
from index.types import Summary

FORMAT = 1
_MANIFEST, _DATABASE = "manifest.json", "library.sqlite"
_LONGEST_MANIFEST = 64_000  # bytes
# What opening an unfinished library repairs by itself; names of findings.
_MENDED_WHEN_OPENED = ("Vectors", "Indexing")
# What zipfile raises for an archive that is damaged, or packed or encrypted in ways of others.
DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError),
    *(NotImplementedError, RuntimeError, ValueError),
)
# The error of the system where a damaged number names a place before the beginning of the file.
NO_SUCH_PLACE = errno.EINVAL
_PART = 1 << 20  # bytes read at a time
# A library's texts and vectors become a fifth of their size; a bomb becomes a thousandth.
_MOST_PACKED, _ALWAYS_TAKEN = 100, 64_000_000  # times, bytes


def export(folder: Path, target: Path) -> Summary:
    """Write the library in `folder` to the file `target`, atomically.

    Questions and indexing continue meanwhile. Raises LibraryError when there is no library or the
    file cannot be written.
    """
    database = Generations(folder).current() / _DATABASE
    if not database.exists():
        raise LibraryError(f"The library {folder} is empty: fill it with `byline index PATH`.")
    library = Library(database)
    try:
        with (
            TemporaryDirectory(dir=_folder_of(target)) as aside,
            replacing(target, durable=True) as draft,
        ):
            copy = Path(aside) / _DATABASE
            library.copy_to(copy)
            with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr(_MANIFEST, json.dumps(_manifest(copy), indent=2))
                archive.write(copy, _DATABASE)
        return library.summary()
    except OSError as error:
        raise LibraryError(
            f"{target} cannot be written ({error.strerror}): name a file in a folder that is "
            "writable, on a disk that is not full."
        ) from error
    finally:
        library.close()


def bring_in(
    folder: Path, source: Path, *, replace: bool = False, place: VectorPlace = IN_FOLDER
) -> Summary:
    """Make the archive `source` the library in `folder`, atomically, with its vectors in `place`.

    The library that was there is kept for going back. Raises LibraryError when there is one that
    holds articles and `replace` is not given, and when the archive cannot be trusted.
    """
    generations = Generations(folder, place)
    with write_lock(folder):
        _expect_room(generations, replace)
        with unpacked(generations, source) as (new, summary):
            generations.switch(new)
    return summary


@contextmanager
def unpacked(generations: Generations, source: Path) -> Iterator[tuple[Path, Summary]]:
    """Make the archive `source` a new generation, which is not in use, and give its folder.

    It is deleted when the block raises. The caller must hold the write lock. Raises LibraryError
    when the archive cannot be trusted.
    """
    new = generations.new()
    try:
        _unpack(source, new / _DATABASE)
        yield new, _fill(new, generations.place)
    except BaseException:
        generations.discard(new)
        raise


def _manifest(copy: Path) -> dict[str, Any]:
    library = Library(copy)
    try:
        held = library.summary()
        about = {
            "format": FORMAT,
            "encoder": library.encoder(),
            "recipe": recipe_of(library),
            "articles": held.articles,
            "passages": held.passages,
        }
    finally:
        library.close()
    with copy.open("rb") as file:
        return about | {
            "size": copy.stat().st_size,
            "sha256": hashlib.file_digest(file, "sha256").hexdigest(),
        }


def _expect_room(generations: Generations, replace: bool) -> None:
    database = generations.current() / _DATABASE
    if replace or not database.exists():
        return
    library = Library(database)
    try:
        held = library.summary().articles
    finally:
        library.close()
    if held:
        raise LibraryError(
            f"The library {generations.folder} holds {held:,} articles already: add --replace to "
            "put the archive in its place, or name another folder with --library."
        )


def _unpack(source: Path, database: Path) -> None:
    try:
        with zipfile.ZipFile(source) as archive:
            if sorted(archive.namelist()) != [_DATABASE, _MANIFEST]:
                raise _untrusted(source, "it holds other files than a library's")
            about = _read_manifest(archive, source)
            with archive.open(_DATABASE) as packed:
                _copy_checked(packed, database, about, source)
    except DAMAGED as error:
        raise _untrusted(source, "it is not an archive, or it is damaged") from error
    except OSError as error:
        if error.errno == NO_SUCH_PLACE:
            raise _untrusted(source, "it is damaged") from error
        if error.filename == str(source):
            raise LibraryError(
                f"{source} cannot be read ({error.strerror}): name a file that "
                "`byline library export` wrote."
            ) from error
        raise LibraryError(
            f"{source} cannot be read or its library not written ({error.strerror}): check both "
            "paths and that the disk is not full."
        ) from error


def _read_manifest(archive: zipfile.ZipFile, source: Path) -> dict[str, Any]:
    with archive.open(_MANIFEST) as file:
        text = file.read(_LONGEST_MANIFEST)
    try:
        about = json.loads(text)
        size, mark, made = int(about["size"]), str(about["sha256"]), int(about["format"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _untrusted(source, "its manifest cannot be read") from error
    if made > FORMAT:
        raise LibraryError(
            f"{source} was written by a newer Byline (format {made}): bring this one up to date."
        )
    if size > _MOST_PACKED * source.stat().st_size + _ALWAYS_TAKEN:
        raise _untrusted(source, "it would become far larger than a library does")
    return {"size": size, "sha256": mark}


def _copy_checked(packed: IO[bytes], database: Path, about: dict[str, Any], source: Path) -> None:
    database.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with database.open("wb") as file:
        while part := packed.read(_PART):
            size += len(part)
            if size > about["size"]:
                break
            digest.update(part)
            file.write(part)
    if size != about["size"] or digest.hexdigest() != about["sha256"]:
        raise _untrusted(source, "its library is not the one that was packed")


def _fill(folder: Path, place: VectorPlace) -> Summary:
    """Fill the vector store from the database, and check both."""
    library = Library(folder / _DATABASE)
    try:
        store = place.open(folder)
        try:
            fill(library, store)
            record_miss_rate(library, store)
            bad = [found for found in inspect(library, store) if found.bad]
            if bad and all(found.name in _MENDED_WHEN_OPENED for found in bad):
                library.begin([])  # it was written while an indexing was under way
            elif bad:
                first = f"{bad[0].name}: {bad[0].seen}"
                raise LibraryError(
                    f"The archive holds a library that is not whole ({first}): "
                    "run `byline library check --repair` where it came from."
                )
        finally:
            store.close()
        note(folder, place.name(folder))
        library.decline(None)
        return library.summary()
    finally:
        library.close()


def _folder_of(target: Path) -> Path:
    if not target.parent.is_dir():
        raise LibraryError(f"{target.parent} is not a folder: name a file in one that exists.")
    return target.parent


def _untrusted(source: Path, reason: str) -> LibraryError:
    return LibraryError(
        f"{source} cannot be brought in ({reason}): write it again with `byline library export`."
    )
