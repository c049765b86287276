"""Room: SQLite. One small database file: one transaction at a time, from any thread.

Knows neither what is kept in it nor for whom. What is deleted is overwritten, not only let go.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import LibraryError

Connection = sqlite3.Connection

_BUSY_S = 2.0  # another process may hold the file for a moment; the bot must not stand still


class Database:
    """Opens or makes the file at `path`; every method raises LibraryError when it fails."""

    def __init__(self, path: Path, schema: str) -> None:
        self._path = path
        self._lock = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, timeout=_BUSY_S, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA secure_delete = ON")
            self._db.executescript(schema)
        except (OSError, sqlite3.Error) as error:
            raise self._unusable(error) from error

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """All of it is kept, or nothing."""
        try:
            with self._lock, self._db:
                yield self._db
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def purge(self) -> None:
        """Leave nothing of what was deleted in the write-ahead log either."""
        try:
            with self._lock:
                self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def _unusable(self, error: Exception) -> LibraryError:
        return LibraryError(
            f"What chats remember cannot be kept in {self._path} ({error}): check that the disk "
            "is writable and not full."
        )
