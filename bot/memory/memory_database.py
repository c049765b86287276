"""What the stores of chats ask of a database, and the small SQLite files that do it by default.

The stores (sessions, journal, people, feedback) write SQL that SQLite and PostgreSQL both take,
with `?` for values: text, numbers and None. Times are compared as text: ISO, UTC, seconds.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from index import sqlite
from index.errors import LibraryError
from index.sqlite import Connection, Options, damaged

__all__ = ["Connection", "Database", "Rows", "SharedStore", "Store", "Transaction", "ago", "opened"]

# Raised when an older Byline would misread what is in the tables; files of 0.1.0 have 0. Tables and
# columns that an older one ignores do not raise it.
VERSION = 1

_BUSY_S = 2.0  # another process may hold the file for a moment; the bot must not stand still


class Rows(Protocol):
    """What a statement came to."""

    @property
    def rowcount(self) -> int:
        """How many rows it wrote."""

    @property
    def description(self) -> Any:  # noqa: ANN401 - each library has its own
        """A tuple a column of the rows that it reads, which begins with the column's name."""

    def fetchone(self) -> Any:  # noqa: ANN401 - the caller knows the columns
        """The next row that it reads; None when there is no more."""

    def fetchall(self) -> list[Any]:
        """All rows that it reads."""


class Transaction(Protocol):
    """Statements that are kept all together, or not at all."""

    def execute(self, sql: str, values: Sequence[Any] = (), /) -> Rows:
        """Run one statement."""


class Store(Protocol):
    """A database that has the stores' tables. Any thread may use it.

    Every method raises LibraryError when the database fails.
    """

    def transaction(self) -> AbstractContextManager[Transaction]:
        """One transaction; within another one of this thread it is kept or undone with that."""

    def purge(self) -> None:
        """Let nothing remain of what was deleted, as far as the database can."""

    def close(self) -> None:
        """Close it; closing again does nothing."""


class SharedStore(Store, Protocol):
    """A database that several processes share."""

    async def listen(self, rung: Callable[[], None]) -> None:
        """Call `rung` whenever one of them has told the others of a change, until cancelled."""


class Database(sqlite.Database):
    """A SQLite file with the tables of `schema`, shared by all threads.

    What is deleted is overwritten on disk. Every method raises LibraryError when it fails.
    """

    def __init__(
        self, path: Path, schema: str, prepare: Callable[[Connection], None] | None = None
    ) -> None:
        """Open or create the file at `path`; `prepare` brings earlier tables up to date.

        Raises LibraryError for a file of a newer Byline.
        """
        options = Options(
            wait_s=_BUSY_S, shared=True, pragmas=("secure_delete = ON",), explain=_unusable
        )
        super().__init__(path, lambda db: _prepare(db, path, schema, prepare), options)


def opened(
    place: Path | Store, schema: str, prepare: Callable[[Connection], None] | None = None
) -> Store:
    """The SQLite file at `place`, as `Database`; or `place` itself, which has its tables."""
    return Database(place, schema, prepare) if isinstance(place, Path) else place


def ago(days: int) -> str:
    """The moment `days` days ago, as the tables' times are compared."""
    return (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%d %H:%M:%S")


def _prepare(
    db: Connection, path: Path, schema: str, prepare: Callable[[Connection], None] | None
) -> None:
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version > VERSION:
        raise LibraryError(
            f"What chats remember in {path} was written by a newer Byline (version {version}, this "
            f"one knows {VERSION}): bring this one up to date, or choose another folder with "
            "--library."
        )
    db.executescript(schema)
    if prepare is not None:
        prepare(db)
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
