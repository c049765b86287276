"""The small databases of what chats remember: sessions, journal, feedback, access.

What is deleted is overwritten on disk.
"""

from pathlib import Path

from index import sqlite
from index.errors import LibraryError
from index.sqlite import Connection, Options, damaged

__all__ = ["Connection", "Database"]

# Raised when an older Byline would misread what is in the tables; files of 0.1.0 have 0. Tables and
# columns that an older one ignores do not raise it.
VERSION = 1

_BUSY_S = 2.0  # another process may hold the file for a moment; the bot must not stand still


class Database(sqlite.Database):
    """A database with the tables of `schema`, shared by all threads.

    Every method raises LibraryError when it fails.
    """

    def __init__(self, path: Path, schema: str) -> None:
        """Open or create the file at `path`. Raises LibraryError for one of a newer Byline."""
        options = Options(
            wait_s=_BUSY_S, shared=True, pragmas=("secure_delete = ON",), explain=_unusable
        )
        super().__init__(path, lambda db: _prepare(db, path, schema), options)


def _prepare(db: Connection, path: Path, schema: str) -> None:
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version > VERSION:
        raise LibraryError(
            f"What chats remember in {path} was written by a newer Byline (version {version}, this "
            f"one knows {VERSION}): bring this one up to date, or choose another folder with "
            "--library."
        )
    db.executescript(schema)
    if version < VERSION:
        db.execute(f"PRAGMA user_version = {VERSION}")


def _unusable(path: Path, error: Exception) -> LibraryError:
    if damaged(error):
        return LibraryError(
            f"What chats remember in {path} is damaged ({error}): bring a backup back with "
            "`byline restore`, or move that file away; then what it holds is forgotten."
        )
    return LibraryError(
        f"What chats remember cannot be kept in {path} ({error}): check that the disk "
        "is writable and not full."
    )
