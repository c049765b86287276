"""Writes one file with the library, the chats, the files that Byline keeps, and the settings.

While the bot runs. Each database is copied as it is at one moment; the journal first, so that it
never names an answer that the copy of the sessions lacks.
"""

import os
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.backup.archive import (
    CHATS,
    FOLDERS,
    LIBRARY,
    OF_ONE_BOT,
    SETTINGS,
    SOURCES,
    Writer,
    is_good_name,
)
from bot.backup.settings_lines import settings_lines
from bot.settings import Settings
from bot.version import VERSION
from index import sqlite
from index.errors import LibraryError
from index.folder import export
from index.folder.switch import alone
from index.types import Summary

_FINISHED = "backup"


@dataclass(frozen=True, slots=True)
class Saved:
    """What a backup holds: the library, how many files beside it, and names that were left out."""

    library: Summary
    files: int
    left_out: tuple[str, ...] = ()


def back_up(settings: Settings, target: Path) -> Saved:
    """Write the backup to `target`, atomically; only this user can read it.

    Raises LibraryError when there is no library or `target` cannot be written; then a file that was
    there is as it was.
    """
    folder = settings.library
    if not folder.is_dir():
        raise LibraryError(f"The library {folder} is empty: fill it with `byline index PATH`.")
    if not target.parent.is_dir():
        raise LibraryError(f"{target.parent} is not a folder: name a file in one that exists.")
    # One place a target, so that what a killed backup leaves is cleared away by the next one.
    work = target.with_name(f".{target.name}.part")
    try:
        with alone(folder):
            shutil.rmtree(work, ignore_errors=True)
            work.mkdir(mode=0o700)
            try:
                saved = _write(settings, work)
                with (work / _FINISHED).open("rb") as file:
                    os.fsync(file.fileno())
                (work / _FINISHED).replace(target)
            finally:
                shutil.rmtree(work, ignore_errors=True)
            return saved
    except (OSError, zipfile.LargeZipFile) as error:
        reason = getattr(error, "strerror", None) or error
        raise LibraryError(
            f"{target} cannot be written ({reason}): name a file in a folder that is "
            "writable, on a disk that is not full."
        ) from error


def _write(settings: Settings, work: Path) -> Saved:
    folder, finished = settings.library, work / _FINISHED
    finished.touch(mode=0o600)
    left_out = []
    files = 0
    with zipfile.ZipFile(finished, "w", zipfile.ZIP_DEFLATED) as archive:
        writer = Writer(archive)
        # With a database, the others are what was there before it: restoring them would bring back
        # what people have deleted since.
        for name in OF_ONE_BOT if settings.database_url else CHATS:
            if (folder / name).exists():
                sqlite.copy(folder / name, work / name)
                writer.add(name, work / name)
                (work / name).unlink()
        held = export.export(folder, work / LIBRARY)
        writer.add(LIBRARY, work / LIBRARY)
        for name, path in _kept_files(settings):
            if is_good_name(name):
                try:
                    writer.add(name, path)
                except FileNotFoundError:
                    continue  # deleted meanwhile, by /undo or a source that was taken out
                files += 1
            else:
                left_out.append(name)
        writer.add_text(SETTINGS, settings_lines(settings))
        made = datetime.now(UTC).isoformat(timespec="seconds")
        writer.finish({"byline": VERSION, "made": made, "folder": str(folder)})
    return Saved(held, files, tuple(left_out))


def _kept_files(settings: Settings) -> Iterator[tuple[str, Path]]:
    """The files beside the databases from which the library would be made again, by their names.

    Not those that articles were indexed from: these are the owner's.
    """
    folder = settings.library
    if (folder / SOURCES).is_file():
        yield SOURCES, folder / SOURCES
    for kept in FOLDERS:
        for place, _, names in os.walk(folder / kept):
            for name in sorted(names):
                path = Path(place) / name
                if path.is_file() and not path.is_symlink() and not name.startswith("."):
                    yield path.relative_to(folder).as_posix(), path
