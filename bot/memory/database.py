"""Opens the small databases of what chats remember: sessions, journal, feedback, access.

What is deleted is overwritten on disk.
"""

from pathlib import Path

from index.database import Database, Options
from index.errors import LibraryError

_BUSY_S = 2.0  # another process may hold the file for a moment; the bot must not stand still


def open_database(path: Path, schema: str) -> Database:
    """Open or create the file at `path` with the tables of `schema`.

    Raises LibraryError when that fails, as every method of the database does.
    """
    return Database(
        path,
        lambda db: db.executescript(schema),
        Options(wait_s=_BUSY_S, shared=True, pragmas=("secure_delete = ON",), explain=_unusable),
    )


def _unusable(path: Path, error: Exception) -> LibraryError:
    return LibraryError(
        f"What chats remember cannot be kept in {path} ({error}): check that the disk "
        "is writable and not full."
    )
