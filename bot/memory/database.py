"""The small databases of what chats remember: sessions, journal, feedback, access.

What is deleted is overwritten on disk.
"""

from pathlib import Path

from index import database
from index.database import Connection, Options
from index.errors import LibraryError

__all__ = ["Connection", "Database"]

_BUSY_S = 2.0  # another process may hold the file for a moment; the bot must not stand still


class Database(database.Database):
    """A database with the tables of `schema`, shared by all threads.

    Every method raises LibraryError when it fails.
    """

    def __init__(self, path: Path, schema: str) -> None:
        """Open or create the file at `path`."""
        options = Options(
            wait_s=_BUSY_S, shared=True, pragmas=("secure_delete = ON",), explain=_unusable
        )
        super().__init__(path, lambda db: db.executescript(schema), options)


def _unusable(path: Path, error: Exception) -> LibraryError:
    return LibraryError(
        f"What chats remember cannot be kept in {path} ({error}): check that the disk "
        "is writable and not full."
    )
