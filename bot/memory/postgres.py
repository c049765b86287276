"""Wraps psycopg: keeps what chats remember in PostgreSQL, where several bots share it.

The tables are made when they are not there. After a lost connection the next call connects anew.
The bot's event loop waits for each call, so a server that does not answer is waited for once, for
some seconds; then calls fail at once, until a thread has found it again. Knows no table but the one
with the version.
"""

import asyncio
import logging
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import errors

from bot.errors import DatabaseServerError, SettingsError
from bot.memory.deadlines import Deadlines
from bot.memory.memory_database import Rows, Transaction
from bot.memory.postgres_schema import CHANNEL, SCHEMA, STEPS
from index.errors import LibraryError

_LOG = logging.getLogger(__name__)

_OLDEST = 13  # version of PostgreSQL; older ones get no corrections any more
_CONNECTING: dict[str, Any] = {
    "connect_timeout": 2,  # seconds, the least that it takes
    "tcp_user_timeout": 3000,  # milliseconds
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "application_name": "byline",
}
_SESSION = (
    f"SET search_path TO {SCHEMA}; SET TIME ZONE 'UTC'; SET client_encoding TO 'UTF8'; "
    "SET lock_timeout = '2s'; SET statement_timeout = '3s'"
)
_PATIENCE_S = 4.0  # with one transaction; longer than the server itself lets a statement take
_SLOW_S = 1.0  # what fails sooner holds nobody up
_MAKING = 0x42796C696E65  # the lock under which tables are made: "Byline" in ASCII
_AGAIN_S = 1.0  # between two tries to listen, or to find a server that does not answer
_REFUSED = re.compile(r"password|authentication|pg_hba|role .* does not exist", re.IGNORECASE)
_NO_DATABASE = re.compile(r"database .* does not exist", re.IGNORECASE)


class Postgres:
    """The database at `url`, with the user's `password`, which is shown nowhere. See `Store`.

    Any thread may use it. Methods raise LibraryError when it fails or cannot be reached.
    """

    def __init__(self, url: str, password: str | None = None, *, only_try: bool = False) -> None:
        """Connect, and make the tables or bring them up to date; not for good when `only_try`.

        Raises SettingsError, which names the setting to correct, when that cannot be done.
        """
        self._url = url
        self._password = password
        self._lock = threading.RLock()
        self._depth = 0
        self._closed = False
        self._away = False
        self._deadlines = Deadlines()
        try:
            self._connection = self._connect()
        except psycopg.Error as error:
            self._deadlines.close()
            raise _refused(url, error) from None  # it would repeat the address
        try:
            self._prepare(only_try)
        except errors.InsufficientPrivilege as error:
            self.close()
            raise SettingsError(
                f"The user of BYLINE_DATABASE_URL may not make tables ({_reason(error)}): run "
                f"`GRANT CREATE ON DATABASE {_name(url)} TO ...`, or name another user."
            ) from error
        except psycopg.Error as error:
            self.close()
            raise SettingsError(
                f"The database of BYLINE_DATABASE_URL cannot be written ({_reason(error)}): check "
                "that it is no standby and has room, or name another."
            ) from error
        except BaseException:
            self.close()
            raise

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """One transaction: all of it is kept, or nothing. Within another one it is a part of it."""
        with self._lock, self._explained(), ExitStack() as stack:
            if self._depth == 0:
                self._begin(stack)
            else:
                stack.enter_context(self._connection.transaction())
            self._depth += 1
            try:
                yield _Open(self._connection)
            finally:
                self._depth -= 1

    def purge(self) -> None:
        """Do nothing: PostgreSQL overwrites what was deleted when it vacuums."""

    def close(self) -> None:
        """Close the connection; closing again does nothing."""
        with self._lock:
            self._closed = True
            self._deadlines.close()
            if hasattr(self, "_connection"):
                self._connection.close()

    async def listen(self, rung: Callable[[], None]) -> None:
        """Call `rung` whenever a worker has told the others of a change, until cancelled.

        Something may have been missed when a connection breaks: `rung` is called then, too.
        """
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(
                    self._url, password=self._password, autocommit=True, **_CONNECTING
                ) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}".encode())
                    rung()
                    async for _ in connection.notifies():
                        rung()
            except psycopg.Error as error:
                _LOG.warning("no word from the other workers (%s), trying again", _reason(error))
            await asyncio.sleep(_AGAIN_S)

    def _begin(self, stack: ExitStack) -> None:
        if self._closed:
            raise LibraryError("The database of what chats remember was closed: open it again.")
        if self._away:
            raise _unusable("it does not answer")
        started = time.monotonic()
        try:
            self._enter(stack)
        except psycopg.OperationalError:  # the server was restarted, or the network broke
            self._connection.close()
            try:
                self._expect_quick(started)
                self._connection = self._connect()
                self._enter(stack)
            except psycopg.OperationalError:
                self._expect_quick(started)
                raise

    def _enter(self, stack: ExitStack) -> None:
        stack.enter_context(self._deadlines.within(_PATIENCE_S, self._connection.fileno()))
        stack.enter_context(self._connection.transaction())

    def _expect_quick(self, started: float) -> None:
        """Raise DatabaseServerError for a server that does not answer, and look for it from now on.

        It is one where the call that `started` then, in seconds, has failed and taken long.
        """
        if time.monotonic() - started < _SLOW_S:
            return
        self._away = True
        threading.Thread(target=self._find_again, daemon=True).start()
        raise _unusable("it does not answer")

    def _find_again(self) -> None:
        while True:
            with suppress(psycopg.Error):
                found = self._connect()
                with self._lock:
                    self._connection, self._away = found, False
                    if self._closed:
                        found.close()
                return
            if self._closed:
                return
            time.sleep(_AGAIN_S)

    def _connect(self) -> psycopg.Connection[Any]:
        connection = psycopg.connect(
            self._url, password=self._password, autocommit=True, **_CONNECTING
        )
        try:
            with self._deadlines.within(_PATIENCE_S, connection.fileno()):
                connection.execute(_SESSION.encode())
        except BaseException:
            connection.close()
            raise
        return connection

    def _prepare(self, only_try: bool) -> None:
        if self._connection.info.server_version < _OLDEST * 10_000:
            found = self._connection.info.server_version // 10_000
            raise SettingsError(
                f"BYLINE_DATABASE_URL names PostgreSQL {found}, and Byline needs {_OLDEST} or "
                "newer: update the server, or name another."
            )
        with self._connection.transaction(force_rollback=only_try):
            db = _Open(self._connection)
            # Two workers may start at the same time over an empty database.
            db.execute("SELECT pg_advisory_xact_lock(?)", (_MAKING,))
            version = _version(db)
            if version > len(STEPS):
                raise SettingsError(
                    "What chats remember in the database of BYLINE_DATABASE_URL was written by a "
                    f"newer Byline (version {version}, this one knows {len(STEPS)}): bring this "
                    "one up to date, or name another database."
                )
            for step in STEPS[version:]:
                db.execute(step)
            if version < len(STEPS):
                db.execute("DELETE FROM about")
                db.execute("INSERT INTO about (version) VALUES (?)", (len(STEPS),))

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as error:
            raise _unusable(_reason(error)) from error


class _Open:
    """A transaction that takes statements with `?` for values."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    def execute(self, sql: str, values: Sequence[Any] = (), /) -> Rows:
        """Run one statement; without `values` also several."""
        if not values:
            return self._connection.execute(sql.encode())
        given = [each.replace("\0", "") if isinstance(each, str) else each for each in values]
        return self._connection.execute(sql.replace("?", "%s").encode(), given)


def _version(db: _Open) -> int:
    """The version of the tables; 0 when there are none, and then there is an empty schema."""
    if db.execute("SELECT to_regclass(?)", (f"{SCHEMA}.about",)).fetchone()[0]:
        return int(db.execute("SELECT version FROM about").fetchone()[0])
    if not db.execute("SELECT to_regnamespace(?)", (SCHEMA,)).fetchone()[0]:
        db.execute(f"CREATE SCHEMA {SCHEMA}")
    return 0


def _unusable(reason: str) -> DatabaseServerError:
    return DatabaseServerError(
        f"What chats remember cannot be kept in PostgreSQL ({reason}): check that the server of "
        "BYLINE_DATABASE_URL runs, can be reached and has room."
    )


def _refused(url: str, error: psycopg.Error) -> SettingsError:
    reason = _reason(error)
    if _NO_DATABASE.search(reason):
        return SettingsError(
            f"BYLINE_DATABASE_URL names a database that is not there ({reason}): make it by "
            f"`createdb {_name(url)}` on its server, or name another."
        )
    if _REFUSED.search(reason):
        return SettingsError(
            f"PostgreSQL does not let us in ({reason}): correct the user in BYLINE_DATABASE_URL, "
            "or BYLINE_DATABASE_PASSWORD or the file of BYLINE_DATABASE_PASSWORD_FILE."
        )
    return SettingsError(
        f"The server of BYLINE_DATABASE_URL cannot be used ({reason}): check that PostgreSQL runs "
        "there, and correct the address."
    )


def _reason(error: psycopg.Error) -> str:
    """What went wrong, in one line; further lines may hold what people wrote."""
    first = str(error).partition("\n")[0]
    return re.split(r"FATAL:\s*|connection failed: ", first)[-1].strip()


def _name(url: str) -> str:
    return urlsplit(url).path.strip("/") or "byline"
