"""Wraps SQLite: opens, reads, writes and closes a database file, from any thread.

Knows no table. The library is opened with a connection a thread, so that questions are answered
while a sync writes; the small databases of chats share one connection. A server's threads come and
go: the connections of those that have ended are closed when another thread opens its own.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from weakref import ref

from index.errors import LibraryError

Connection = sqlite3.Connection


def damaged(error: Exception) -> bool:
    """Whether an error says that what is in a file is no database any more."""
    # The low byte is the plain error code; the others say more precisely where.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def unusable(path: Path, error: Exception) -> LibraryError:
    """Give the one line that says what is wrong with a library's database and what to do."""
    if damaged(error):
        return LibraryError(
            f"The library {path} is damaged ({error}): move {path.parent} away and bring the "
            "articles in again with `byline index PATH`."
        )
    return LibraryError(
        f"The library {path} cannot be used ({error}): check that its folder exists on a disk "
        "that is writable and not full, or choose another with --library."
    )


@dataclass(frozen=True, slots=True)
class Options:
    """How a database is opened.

    `wait_s` is how long to wait for another process that holds the file. With `shared`, all threads
    use one connection in turn; otherwise each has its own. `pragmas` are set on each connection.
    `functions` are deterministic functions of one argument that SQL may call. `explain` makes the
    error for the user from the path and what SQLite or the system raised.
    """

    wait_s: float = 30.0
    shared: bool = False
    pragmas: tuple[str, ...] = ()
    functions: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    explain: Callable[[Path, Exception], LibraryError] = unusable


@dataclass(frozen=True, slots=True, eq=False)
class _Opened:
    """A connection, the lock of whoever uses it at this moment, and the thread that opened it."""

    connection: Connection
    lock: threading.RLock
    owner: "ref[threading.Thread]"

    @property
    def is_left(self) -> bool:
        """Whether its thread has ended."""
        owner = self.owner()
        return owner is None or not owner.is_alive()


class Database:
    """A database file. Every method raises LibraryError when SQLite or the disk fails."""

    def __init__(
        self, path: Path, prepare: Callable[[Connection], object], options: Options | None = None
    ) -> None:
        """Open or create the file at `path` and let `prepare` bring its tables up to date."""
        self._path = path
        self._options = options or Options()
        self._local = threading.local()
        self._closed = False
        self._opened: list[_Opened] = []
        self._changing = threading.Lock()  # of that list
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with self.transaction() as db:
                prepare(db)
        except OSError as error:
            raise self._options.explain(path, error) from error
        except LibraryError:
            self.close()
            raise

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    def read(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        # Fetched at once, because a damaged file shows itself only then.
        with self._using() as connection, self._explained():
            return connection.execute(sql, values).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One transaction: all of it is kept, or nothing."""
        with self._using() as connection, self._explained(), connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let this thread read the state of one moment, whatever others write meanwhile.

        Without it, an article could be replaced between reading its text and its offsets.
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

    def faults(self) -> list[str]:
        """Damage that SQLite finds in the file, a line each; a damaged file may also raise."""
        faults = [row[0] for row in self.read("PRAGMA integrity_check(3)") if row[0] != "ok"]
        orphans = self.read("PRAGMA foreign_key_check")
        return [*faults, *(f"a row of {row[0]} belongs to nothing" for row in orphans)]

    def copy_to(self, target: Path) -> None:
        """Write the database of this moment to the new file `target`, whatever others write."""
        with self._using() as connection, self._explained():
            connection.execute("VACUUM INTO ?", (str(target),))

    def purge(self) -> None:
        """Empty the write-ahead log, so that nothing of what was deleted remains in it."""
        self.read("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Wait for what other threads are doing at this moment; refuse what they do next."""
        with self._changing:
            self._closed = True
            left = list(self._opened)
            self._opened.clear()
        for each in left:
            with each.lock:
                each.connection.close()

    @contextmanager
    def _using(self) -> Iterator[Connection]:
        """This thread's connection, which `close` leaves open meanwhile."""
        mine = self._mine()
        if mine is None:
            raise self._was_closed()
        # Closing a connection while another thread uses it crashes the process, hence the lock.
        with mine.lock:
            if self._closed:
                raise self._was_closed()
            yield mine.connection

    def _mine(self) -> _Opened | None:
        """This thread's connection, or the one that all share; None once all are closed."""
        if self._options.shared:
            with self._changing:
                if self._opened:
                    return self._opened[0]
        held: _Opened | None = getattr(self._local, "held", None)
        if held is None and not self._closed:
            held = self._local.held = self._connect()
        return held

    def _was_closed(self) -> LibraryError:
        return LibraryError(f"{self._path} was closed: open it again.")

    def _connect(self) -> _Opened:
        if not self._options.shared:
            self._close_left()
        with self._explained():
            connection = sqlite3.connect(
                self._path,
                timeout=self._options.wait_s,
                check_same_thread=False,  # `close` may be called from another thread
            )
        made = _Opened(connection, threading.RLock(), ref(threading.current_thread()))
        # Locked from its first moment on, because `close` may come between any two lines.
        with made.lock:
            with self._changing:
                if self._closed:
                    connection.close()
                    raise self._was_closed()
                self._opened.append(made)
            try:
                with self._explained():
                    for name, function in self._options.functions.items():
                        connection.create_function(name, 1, function, deterministic=True)
                    for pragma in ("journal_mode = WAL", *self._options.pragmas):
                        connection.execute(f"PRAGMA {pragma}")
            except BaseException:
                self._close(made)
                raise
        return made

    def _close(self, opened: _Opened) -> None:
        """Close a connection, whose lock this thread holds."""
        with self._changing:
            if opened in self._opened:
                self._opened.remove(opened)
        opened.connection.close()

    def _close_left(self) -> None:
        """Close the connections of threads that have ended."""
        with self._changing:
            # A lock that is held still: somebody goes on with what the thread had begun to read.
            left = [e for e in self._opened if e.is_left and e.lock.acquire(blocking=False)]
            self._opened = [each for each in self._opened if each not in left]
        for each in left:
            with suppress(sqlite3.Error):
                each.connection.close()
            each.lock.release()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise self._options.explain(self._path, error) from error


def copy(source: Path, target: Path) -> None:
    """Write the database `source` of this moment to the new file `target`, whatever others write.

    By SQLite's online backup, which changes nothing in `source`: not even its tables are brought
    up to date. Raises LibraryError.
    """
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as read,
            closing(sqlite3.connect(target)) as written,
        ):
            read.backup(written)
    except sqlite3.Error as error:
        raise unusable(source, error) from error


@contextmanager
def kept_from_others(paths: Iterable[Path], in_use: str) -> Iterator[None]:
    """Let no other process open the databases `paths` during this block.

    Raises LibraryError with the line `in_use` at once where one of them is open elsewhere; a
    damaged one is open nowhere.
    """
    with ExitStack() as stack:
        for path in paths:
            connection = sqlite3.connect(path, timeout=0, isolation_level=None)
            stack.callback(_let_go, connection, path, path.stat().st_ino)
            try:
                # Whoever has a database open in WAL mode keeps others from changing the mode.
                connection.execute("PRAGMA locking_mode = EXCLUSIVE")
                connection.execute("PRAGMA journal_mode = DELETE")
                connection.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as error:
                raise LibraryError(in_use) from error
            except sqlite3.DatabaseError:
                continue
        yield


def _let_go(connection: Connection, path: Path, number: int) -> None:
    """Close a connection; the file `number` gets its mode back unless another took its place."""
    with closing(connection), suppress(sqlite3.Error, OSError):
        if path.stat().st_ino == number:
            connection.rollback()
            connection.execute("PRAGMA locking_mode = NORMAL")
            connection.execute("PRAGMA journal_mode = WAL")
