"""Restores a backup: a library folder is as it was, all of it, or stays as it is.

Everything is judged before anything is touched; then the library is unpacked as a new generation,
the rest into a draft beside it, and both are switched to in one step.
"""

import shutil
from collections.abc import Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.backup import archive
from bot.backup.archive import CHATS, FOLDERS, LIBRARY, SETTINGS, SOURCES, Backup
from bot.memory import all_databases
from index import sqlite
from index.errors import LibraryError
from index.folder import export
from index.folder.generations import POINTER, Generations
from index.folder.lock import write_lock
from index.folder.switch import alone, flush, is_begun, new_draft, switch
from index.library.library import Library
from index.types import Summary

_SPARE = 100_000_000  # bytes that stay free on the disk
_GROWS = 4  # times that the library's archive grows when it is unpacked, with its vector store


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored: when it was written, in ISO form and UTC, and the library."""

    made: str
    library: Summary


def restore(source: Path, folder: Path, *, replace: bool = False) -> Restored:
    """Make the backup `source` the library in `folder`, with chats and files.

    Raises LibraryError, and changes nothing, when `source` cannot be trusted, when there is
    something in `folder` already and `replace` is not given, and when a bot runs there.
    """
    try:
        with archive.opened(source) as backup:
            backup.verify()
            was_there = folder.exists()
            if was_there:
                _expect_room(folder, replace)
            try:
                return _restore(backup, source, folder)
            except BaseException:
                if not was_there and not is_begun(folder):
                    shutil.rmtree(folder, ignore_errors=True)
                raise
    except OSError as error:
        raise LibraryError(
            f"{source} cannot be read or {folder} not written ({error.strerror or error}): check "
            "both paths and that the disk is not full; nothing was changed."
        ) from error


def _restore(backup: Backup, source: Path, folder: Path) -> Restored:
    folder.mkdir(parents=True, exist_ok=True)
    _expect_space(backup, folder)
    generations = Generations(folder)  # finishes an earlier restore that was cut off
    with write_lock(folder), alone(folder):
        with _no_bot(folder):
            pass  # refused at once, not after minutes of unpacking
        draft = new_draft(folder)
        try:
            _unpack(backup, draft)
            _expect_chats(draft, source)
            with export.unpacked(generations, draft / LIBRARY) as (new, held):
                with closing(Library(new / "library.sqlite")) as library:
                    library.relocate(Path(backup.about["folder"]), folder)
                (draft / LIBRARY).unlink()
                (draft / POINTER).write_text(generations.pointer_to(new), encoding="ascii")
            flush(new)
            _switch(folder, draft)
            generations.tidy()
        except BaseException:
            if not is_begun(folder):
                shutil.rmtree(draft, ignore_errors=True)
            raise
    return Restored(backup.made, held)


def _switch(folder: Path, draft: Path) -> None:
    # The pointer comes last: a program that asks nothing of chats may read the library meanwhile.
    wanted = _present(draft, (*CHATS, *FOLDERS, SOURCES, SETTINGS, POINTER))
    managed = (*CHATS, *FOLDERS, SOURCES, SETTINGS)
    place = [path.name for path in wanted]
    gone = [name for name in managed if name not in place]
    logs = [f"{name}{log}" for name in CHATS for log in ("-wal", "-shm")]
    with _no_bot(folder):
        switch(folder, place, [*gone, *logs])


def _no_bot(folder: Path) -> AbstractContextManager[None]:
    """Keep bots from starting over `folder`. Raises LibraryError when one runs."""
    line = f"A bot runs over {folder}: stop it and restore again; nothing was changed."
    return sqlite.kept_from_others(_present(folder, CHATS), line)


def _present(folder: Path, names: Sequence[str]) -> list[Path]:
    return [folder / name for name in names if (folder / name).exists()]


def _unpack(backup: Backup, draft: Path) -> None:
    for name in backup.names:
        backup.unpack(name, draft / name)


def _expect_chats(draft: Path, source: Path) -> None:
    """Open what was unpacked as the bot would, which brings older files up to date."""
    held = _present(draft, CHATS)
    for path in held:
        if not _is_sound(path):
            raise archive.untrusted(source, f"{path.name} is damaged")
    with TemporaryDirectory(dir=draft) as aside:
        for path in held:
            path.rename(Path(aside) / path.name)
        with all_databases.opened(Path(aside)):
            pass
        for path in held:
            (Path(aside) / path.name).rename(path)


def _is_sound(path: Path) -> bool:
    try:
        with closing(sqlite.Database(path, lambda db: None)) as opened:
            # Nothing of ours has triggers or views, which run when something is written or read.
            odd = opened.read("SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view')")
            return not odd and not opened.faults()
    except LibraryError:
        return False


def _expect_room(folder: Path, replace: bool) -> None:
    if replace:
        return
    database_file = Generations(folder).current() / "library.sqlite"
    articles = 0
    if database_file.exists():
        with closing(Library(database_file)) as library:
            articles = library.summary().articles
    if articles or _present(folder, (*CHATS, SOURCES, *FOLDERS)):
        raise LibraryError(
            f"{folder} holds {articles:,} articles and what chats remember already: add --replace "
            "to put the backup in its place, or name another folder with --library."
        )


def _expect_space(backup: Backup, folder: Path) -> None:
    free, wanted = shutil.disk_usage(folder).free, backup.size * _GROWS + _SPARE
    if free < wanted:
        raise LibraryError(
            f"{folder} has {free / 1e9:,.1f} GB free and the backup may take {wanted / 1e9:,.1f}: "
            "make room, or name a folder on another disk with --library."
        )
