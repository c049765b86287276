"""Keeps copies of remote places as files in a folder, so that they are read like any others.

A copy is made again only where the file's mark has changed. What is gone from the place goes from
the copies too; but a place that cannot be listed, or holds no articles at all, changes nothing.
"""

import errno
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path, PurePosixPath

from index.atomic import atomic_write, replacing
from index.cloud.places import Place, RemoteFile
from index.errors import RemoteError, UnreadableSourceError
from index.readers import formats
from index.types import Failure, Progress, quiet

MOST_FILES = 1_000_000  # of one place; their names are held in memory
_AT_ONCE = 8  # transfers
_BATCH = 64  # files between two notes of what has arrived
_LONGEST_NAME = 200  # bytes; file systems take 255
_ABOUT = "place.json"  # no article, and not hidden: a backup takes it
_MARKS = ".marks.jsonl"  # hidden, so that it is not read as articles
# A name that cannot be kept as it is stands for itself no more than a hash would.
_ODD = re.compile("[\x00-\x1f\x7f\\\\\ud800-\udfff]")
_NAME_TAKEN = {errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ENOTEMPTY, errno.ENAMETOOLONG}


def addresses(copies: Path) -> list[str]:
    """The addresses of the places whose copies are in the folders of `copies`."""
    found = []
    for about in sorted(copies.glob(f"*/{_ABOUT}")):
        try:
            found.append(str(json.loads(about.read_text(encoding="utf-8"))["address"]))
        except (OSError, ValueError, KeyError, TypeError):
            continue  # the copies stay articles
    return found


def folder_of(copies: Path, address: str) -> Path:
    """The folder for the copies of the place at `address`."""
    readable = re.sub(r"[^\w.-]+", "-", address).strip("-.")[:60]
    return copies / f"{readable}-{_hash(address)}"


def copy(place: Place, copies: Path, progress: Progress = quiet) -> list[Failure]:
    """Bring the copies of `place` up to date; give what could not be copied, and why.

    `progress` counts the files that have to be copied; what it raises ends the copying, and the
    next one goes on. Raises RemoteError when the place cannot be listed, holds no articles or is
    too large, or when no file arrives any more; and OSError when the disk cannot be written.
    """
    files, refused = _listed(place)
    failed = list(refused.values())
    folder = folder_of(copies, place.address)
    marks = _Marks(folder)
    changed = [
        (name, file)
        for name, file in files.items()
        if name not in refused
        and not (file.mark and marks.known.get(name) == file.mark and (folder / name).is_file())
    ]
    if changed:
        folder.mkdir(parents=True, exist_ok=True)
        atomic_write(folder / _ABOUT, json.dumps({"address": place.address}))
    with ThreadPoolExecutor(_AT_ONCE) as transfers:
        for start in range(0, len(changed), _BATCH):
            batch = changed[start : start + _BATCH]
            progress(start, len(changed), batch[0][0])
            reasons = list(transfers.map(partial(_fetch, place, folder), batch))
            ended = list(zip(batch, reasons, strict=True))
            marks.note((name, file) for (name, file), reason in ended if not reason)
            if all(reasons) and (len(batch) > 1 or not marks.known):
                raise RemoteError(place.address, reasons[0])
            failed += [Failure(_shown(place, file), why) for (_, file), why in ended if why]
    progress(len(changed), len(changed), "")
    for name in marks.known.keys() - files.keys():
        (folder / name).unlink(missing_ok=True)
    marks.keep(files.keys())
    return failed


def _listed(place: Place) -> tuple[dict[str, RemoteFile], dict[str, Failure]]:
    """The article files of a place, and those too large to be read, by the names of their copies.

    A file that grew too large is still listed: the copy of it as it was stays.
    """
    files: dict[str, RemoteFile] = {}
    refused: dict[str, Failure] = {}
    for number, file in enumerate(place.files()):
        if number == MOST_FILES:
            raise RemoteError(
                place.address,
                f"holds more than {MOST_FILES:,} files: name the folders in it one by one, or "
                "pack articles together as .jsonl or .parquet.",
            )
        if not _is_article(file.name):
            continue
        name = _local(file.name)
        files[name] = file
        try:
            formats.expect_readable(PurePosixPath(file.name).name, file.size)
        except UnreadableSourceError as error:
            refused[name] = Failure(_shown(place, file), str(error))
    if not files:
        kinds = ", ".join(sorted(formats.SUFFIXES))
        raise RemoteError(place.address, f"holds no articles: put files ending in {kinds} in it.")
    return files, refused


def _is_article(name: str) -> bool:
    hidden = any(part.startswith((".", "~$")) for part in name.split("/"))
    return not hidden and PurePosixPath(name).suffix.lower() in formats.SUFFIXES


def _local(name: str) -> str:
    """The name of a copy: that of the file, but for parts that no disk takes."""
    return "/".join(_safe(part) for part in name.split("/"))


def _safe(part: str) -> str:
    if part and not _ODD.search(part) and len(part.encode()) <= _LONGEST_NAME:
        return part
    return _hash(part) + PurePosixPath(_ODD.sub("", part)).suffix.lower()[:10]


def _fetch(place: Place, folder: Path, wanted: tuple[str, RemoteFile]) -> str:
    """Copy one file; give the reason if that failed, else ""."""
    name, file = wanted
    target = folder / name
    arrived = 0

    def more(count: int) -> None:
        nonlocal arrived
        arrived += count
        formats.expect_readable(target.name, arrived)  # it may have grown since it was listed

    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with replacing(target) as draft:
            place.fetch(file, draft, more)
    except RemoteError as error:
        return error.reason
    except UnreadableSourceError as error:
        return str(error)
    except OSError as error:
        if error.errno in _NAME_TAKEN:
            return "cannot be kept under its name beside the others: rename it there."
        raise
    return ""


def _shown(place: Place, file: RemoteFile) -> str:
    whole = place.address if place.address.endswith(f"/{file.name}") else ""
    return whole or f"{place.address}/{_ODD.sub('?', file.name)}"


class _Marks:
    """The mark that each file had when it was copied, by the copy's name.

    New ones are added at the end of a file, and the whole is written once all is copied: a million
    need not be written again after each few.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / _MARKS
        self.known: dict[str, str] = dict(self._read())

    def note(self, arrived: Iterable[tuple[str, RemoteFile]]) -> None:
        """Add what was copied."""
        added = {name: file.mark for name, file in arrived}
        self.known |= added
        if added:
            with self._file.open("a", encoding="utf-8") as file:
                # After a line that was cut off by a crash.
                file.write("\n" + "\n".join(map(json.dumps, added.items())) + "\n")

    def keep(self, names: Iterable[str]) -> None:
        """Forget the marks of all other names."""
        kept = {name: self.known[name] for name in names if name in self.known}
        if self._file.parent.is_dir():
            atomic_write(self._file, "".join(json.dumps(each) + "\n" for each in kept.items()))

    def _read(self) -> Iterator[tuple[str, str]]:
        try:
            lines = self._file.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return
        for line in lines:
            try:
                name, mark = json.loads(line)
            except (ValueError, TypeError):
                continue
            yield str(name), str(mark)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
