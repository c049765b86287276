"""Replaces several files and folders of a library folder together: all of them, or none.

What is to come is prepared in the folder `.restore`. A note, written in one step, then says that it
counts: whoever opens the library folder next finishes what a killed process has begun.
"""

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import LibraryError

DRAFT = ".restore"
_NOTE = "restoring"
_LOCK = "restore.lock"
_WAIT_S = 60.0  # moving files within a disk takes less than one


@contextmanager
def alone(folder: Path, wait_s: float = 0.0) -> Iterator[None]:
    """Let no other process back up or restore `folder` during this block. Raises LibraryError."""
    lock = FileLock(folder / _LOCK)
    try:
        lock.acquire(timeout=wait_s)
    except Timeout as error:
        raise LibraryError(
            f"Another Byline process backs up or restores {folder}: try again when it is done."
        ) from error
    except OSError as error:
        raise LibraryError(
            f"The library {folder} cannot be written ({error.strerror}): check that it is on a "
            "disk that is writable and not full."
        ) from error
    try:
        yield
    finally:
        lock.release()


def new_draft(folder: Path) -> Path:
    """An empty draft in `folder`, without leftovers. The caller must be `alone`."""
    draft = folder / DRAFT
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    return draft


def switch(folder: Path, place: Sequence[str], drop: Sequence[str]) -> None:
    """Put the names `place` of the draft into `folder`, and remove the names `drop` from it.

    The caller must be `alone`. When this process dies before the note is written nothing has
    changed; afterwards `finish` does the rest.
    """
    note = folder / DRAFT / _NOTE
    note.write_text(json.dumps({"place": list(place), "drop": list(drop)}), encoding="utf-8")
    flush(folder / DRAFT)
    note.replace(folder / _NOTE)
    _flush_one(folder)
    _move(folder)


def is_begun(folder: Path) -> bool:
    """Whether a replacement counts and is not finished: then nothing of it may be deleted."""
    return (folder / _NOTE).exists()


def finish(folder: Path) -> None:
    """Finish a replacement that was cut off, if there is one. Raises LibraryError."""
    if is_begun(folder):
        with alone(folder, _WAIT_S):
            if is_begun(folder):
                _move(folder)


def _move(folder: Path) -> None:
    """Do what the note says. May be cut off anywhere and done again."""
    draft, note = folder / DRAFT, folder / _NOTE
    try:
        said = json.loads(note.read_text(encoding="utf-8"))
        for name in said["drop"]:
            _remove(folder / name)
        for name in said["place"]:
            if not (draft / name).exists():
                continue  # it was moved before
            # A log that belongs to the old database would be played into the new one.
            for log in ("-wal", "-shm"):
                _remove(folder / f"{name}{log}")
            if (folder / name).is_dir():
                shutil.rmtree(folder / name)
            (draft / name).replace(folder / name)
        _flush_one(folder)
        note.unlink()
    except OSError as error:
        raise LibraryError(
            f"What was restored in {folder} cannot be put in place ({error.strerror}): check that "
            "the disk is writable, and start again; nothing is lost."
        ) from error
    shutil.rmtree(draft, ignore_errors=True)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def flush(folder: Path) -> None:
    """Bring all that is in `folder` to the disk, so that a power cut does not lose it."""
    for path in (*folder.rglob("*"), folder):
        _flush_one(path)


def _flush_one(path: Path) -> None:
    if os.name != "posix":
        return  # elsewhere folders cannot be opened
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
