"""Room: SQLite, for the library. One file, a connection a thread, so that questions are answered
while a sync writes. Knows how to open, read, write and close; knows no table.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from index.errors import LibraryError
from index.splitting.unspaced import separated

Connection = sqlite3.Connection


class Database:
    """Opens or makes the database at `path` and lets `prepare` bring its tables up to date.

    Raises LibraryError when that fails, as everything here does.
    """

    def __init__(self, path: Path, prepare: Callable[[Connection], None]) -> None:
        self._path = path
        self._local = threading.local()
        self._closed = False
        self._connections: list[tuple[sqlite3.Connection, threading.RLock]] = []
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with self.writing() as db:
                prepare(db)
        except OSError as error:
            raise unusable(path, error) from error
        except LibraryError:
            self.close()
            raise

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    def copy_to(self, target: Path) -> None:
        """Write the database of this moment to the new file `target`, whatever others write."""
        with self._using() as connection:
            try:
                connection.execute("VACUUM INTO ?", (str(target),))
            except sqlite3.Error as error:
                raise unusable(self._path, error) from error

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """What this thread reads inside is the library of one moment, whatever others write.

        Without it an article could be replaced between reading its text and its offsets.
        """
        with self._using() as connection:
            if connection.in_transaction:
                yield
                return
            self.read("BEGIN")
            try:
                yield
            finally:
                connection.rollback()

    def close(self) -> None:
        """Waits for what other threads are doing this moment; what they do next is refused."""
        self._closed = True
        for connection, lock in self._connections:
            with lock:
                connection.close()
        self._connections.clear()

    @contextmanager
    def _using(self) -> Iterator[sqlite3.Connection]:
        """This thread's connection, which `close` leaves alone meanwhile."""
        if getattr(self._local, "connection", None) is None and not self._closed:
            self._local.lock = threading.RLock()
            self._local.connection = self._connect(self._local.lock)
        # Closing a connection at work in another thread crashes the process, hence the lock.
        with getattr(self._local, "lock", threading.RLock()):
            if self._closed:
                raise LibraryError(f"The library {self._path} was closed: open it again.")
            yield self._local.connection

    def _connect(self, lock: threading.RLock) -> sqlite3.Connection:
        try:
            with lock:  # from its first moment on, for `close` may come between any two lines
                # Closed from another thread at the end, hence the check is off.
                connection = sqlite3.connect(self._path, timeout=30, check_same_thread=False)
                self._connections.append((connection, lock))
                connection.create_function("separated", 1, separated, deterministic=True)
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA foreign_keys = ON")
                # With a WAL this still survives kill -9. A power cut may undo the last
                # transactions, whole ones, which the next sync brings in again: 1 ms an article
                # instead of 3.
                connection.execute("PRAGMA synchronous = NORMAL")
        except sqlite3.Error as error:
            raise unusable(self._path, error) from error
        return connection

    def read(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        # At once: a damaged file shows itself only while they are fetched.
        with self._using() as connection:
            try:
                return connection.execute(sql, values).fetchall()
            except sqlite3.Error as error:
                raise unusable(self._path, error) from error

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is kept, or nothing."""
        with self._using() as connection:
            try:
                with connection:
                    yield connection
            except sqlite3.Error as error:
                raise unusable(self._path, error) from error


def unusable(path: Path, error: Exception) -> LibraryError:
    """The one line that says what is wrong with the database and what to do."""
    # The low byte is the plain code, the others say more precisely where.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return LibraryError(
            f"The library {path} is damaged ({error}): move {path.parent} away and bring the "
            "articles in again with `byline index PATH`."
        )
    return LibraryError(
        f"The library {path} cannot be used ({error}): check that its folder exists on a disk "
        "that is writable and not full, or choose another with --library."
    )
