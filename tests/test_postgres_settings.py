"""A database that cannot be used is one line that names the setting and the remedy, and code 2."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from zipfile import ZipFile

import pytest
from cli_runner import Byline
from postgres_server import PASSWORD, USER, new_database, running_postgres

from bot.backup.archive import OF_ONE_BOT
from bot.errors import DatabaseServerError, SettingsError
from bot.memory import all_databases, postgres, postgres_schema
from bot.memory.all_databases import Server, connect, opened
from bot.memory.allowed_people import People
from bot.memory.deadlines import Deadlines
from bot.settings import load

pytest_plugins = "cli_fixtures"
pytestmark = pytest.mark.slow

EXPORT = ("feedback", "export")


@pytest.fixture
def url(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An empty database that the settings name, with the right password."""
    with new_database() as address:
        monkeypatch.setenv("BYLINE_DATABASE_URL", address)
        monkeypatch.setenv("BYLINE_DATABASE_PASSWORD", PASSWORD)
        yield address


def complained(byline: Byline, *arguments: str) -> str:
    """The one line that a command ends with, by code 2."""
    done = byline(*arguments)
    assert (done.code, done.out) == (2, "")
    (line,) = done.err.strip().splitlines()
    assert PASSWORD not in line
    assert "wrong-one" not in line
    return line


def test_what_is_wrong_with_the_address_is_told(
    url: str, byline: Byline, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = running_postgres().port
    for bad, remedy in {
        f"postgresql://{USER}@127.0.0.1:{port}/nowhere": "make it by `createdb nowhere`",
        f"postgresql://nobody@127.0.0.1:{port}/postgres": "correct the user",
        f"postgresql://{USER}@127.0.0.1:1/byline": "correct the address",
        f"postgresql://{USER}@no-such-host.invalid/byline": "correct the address",
        f"postgresql://{USER}@127.0.0.1:{port}/postgres?no_option=1": "correct the address",
        f"mysql://{USER}@127.0.0.1:{port}/postgres": "it must look like postgresql://",
        f"postgresql://{USER}:wrong-one@127.0.0.1:{port}/postgres": "holds a password",
        f"postgresql://127.0.0.1:{port}/a?user=b&password=wrong-one": "holds a password",
    }.items():
        monkeypatch.setenv("BYLINE_DATABASE_URL", bad)
        line = complained(byline, *EXPORT)
        assert "BYLINE_DATABASE_URL" in line
        assert remedy in line, line


def test_a_wrong_password_is_told_and_the_right_one_may_stand_in_a_file(
    url: str, byline: Byline, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BYLINE_DATABASE_PASSWORD", "wrong-one")
    assert "BYLINE_DATABASE_PASSWORD" in complained(byline, *EXPORT)
    monkeypatch.delenv("BYLINE_DATABASE_PASSWORD")
    assert "no password" in complained(byline, *EXPORT)
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}\n")
    file.chmod(0o644)
    monkeypatch.setenv("BYLINE_DATABASE_PASSWORD_FILE", str(file))
    assert "chmod 600" in complained(byline, *EXPORT)
    file.chmod(0o600)
    done = byline(*EXPORT)
    assert (done.code, done.err) == (0, "")


def test_tables_of_a_newer_byline_are_left_alone(url: str, byline: Byline) -> None:
    connect(Server(url, PASSWORD)).close()
    name = url.rpartition("/")[2]
    running_postgres().run("UPDATE byline.about SET version = 99", name)
    assert "newer Byline (version 99" in complained(byline, *EXPORT)
    assert running_postgres().run("SELECT version FROM byline.about", name) == [(99,)]


def test_tables_of_an_older_byline_are_brought_up_to_date(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(People(connect(Server(url, PASSWORD)))) as people:
        people.decide(1, True, "Ana")
    later = (
        *postgres_schema.STEPS,
        "ALTER TABLE people ADD COLUMN liked TEXT NOT NULL DEFAULT 'tea'",
    )
    monkeypatch.setattr(postgres, "STEPS", later)
    for _ in range(2):
        with closing(People(connect(Server(url, PASSWORD)))) as people:
            assert people.allowed(1)
    name = url.rpartition("/")[2]
    assert running_postgres().run("SELECT liked FROM byline.people", name) == [("tea",)]
    monkeypatch.setattr(postgres, "STEPS", (*later, "ALTER TABLE nothing ADD COLUMN a TEXT"))
    with pytest.raises(SettingsError):
        connect(Server(url, PASSWORD))
    (version,) = running_postgres().run("SELECT version FROM byline.about", name)
    assert version == (len(later),)  # nothing half-written


def test_a_server_that_is_too_old_is_told(
    url: str, byline: Byline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "_OLDEST", 99)
    assert "Byline needs 99 or newer" in complained(byline, *EXPORT)


def test_a_user_who_may_not_make_tables_is_told_how_to_be_let(url: str, byline: Byline) -> None:
    server, name = running_postgres(), url.rpartition("/")[2]
    server.run(f"CREATE ROLE guest LOGIN PASSWORD '{PASSWORD}'")
    try:
        with pytest.raises(SettingsError, match=f"GRANT CREATE ON DATABASE {name}"):
            connect(Server(server.url(name, "guest"), PASSWORD))
    finally:
        server.run("DROP ROLE guest")


def test_a_bot_says_what_is_wrong_before_it_loads_its_model(
    url: str, byline: Byline, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:a-token")
    monkeypatch.setenv("BYLINE_WEBHOOK_URL", "https://example.org/byline")
    assert "set BYLINE_WEBHOOK_SECRET" in complained(byline, "telegram")
    monkeypatch.setenv("BYLINE_WEBHOOK_SECRET", "the-same-one-for-all")
    monkeypatch.setenv("BYLINE_DATABASE_URL", f"{url}-not")
    assert "createdb" in byline("telegram").err


def test_without_the_extra_the_remedy_is_named(
    url: str, byline: Byline, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "bot.memory.postgres", None)
    assert '-e ".[postgres]"` in the clone' in complained(byline, *EXPORT)


def test_a_backup_says_what_it_has_not_and_holds_what_is_in_no_database(
    url: str, byline: Byline, filled: Path, tmp_path: Path
) -> None:
    with all_databases.opened(load().library):
        pass  # files of the time before the database
    done = byline("backup", str(tmp_path / "all.zip"))
    assert done.code == 0
    assert "pg_dump" in done.err
    held = [name for name in ZipFile(tmp_path / "all.zip").namelist() if "sqlite" in name]
    assert held == list(OF_ONE_BOT)  # these are in the folder also with a database
    restored = byline("restore", str(tmp_path / "all.zip"), "--library", str(tmp_path / "other"))
    assert restored.code == 0
    assert "does not look at these chats" in restored.err


def test_a_server_that_restarts_is_found_again_and_nothing_secret_is_told(url: str) -> None:
    with opened(Path(), Server(url, PASSWORD)) as memory:
        memory.people.decide(1, True, "Ana")
        name = url.rpartition("/")[2]
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
        running_postgres().run(f"{cut}'{name}'")
        assert memory.people.allowed(1)
        running_postgres().run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        running_postgres().run(f"{cut}'{name}'")
        with pytest.raises(DatabaseServerError, match="BYLINE_DATABASE_URL runs") as caught:
            memory.people.allowed(1)
        assert PASSWORD not in f"{caught.value!r} {caught.value.__cause__!r}"
        running_postgres().run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        assert memory.people.allowed(1)
    assert PASSWORD not in repr(Server(url, PASSWORD))


@contextmanager
def standing_still(database: str) -> Iterator[None]:
    """Stop the server where it is: it keeps connections, takes new ones, answers nothing."""
    server = running_postgres()
    mine = f"SELECT pid FROM pg_stat_activity WHERE datname = '{database}'"
    processes = [*(pid for (pid,) in server.run(mine)), server.process.pid]
    for pid in processes:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in processes:
            os.kill(pid, signal.SIGCONT)


def test_a_server_that_does_not_answer_is_waited_for_once_and_found_again(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "_PATIENCE_S", 1.5)
    waited_for: list[float] = []

    class Counted(Deadlines):
        @contextmanager
        def within(self, seconds: float, descriptor: int) -> Iterator[None]:
            waited_for.append(seconds)
            with super().within(seconds, descriptor):
                yield

    monkeypatch.setattr(postgres, "Deadlines", Counted)
    with opened(Path(), Server(url, PASSWORD)) as memory:
        memory.people.decide(1, True, "Ana")
        with standing_still(url.rpartition("/")[2]):
            waited_for.clear()
            for _ in range(9):
                with pytest.raises(DatabaseServerError, match="does not answer"):
                    memory.people.allowed(1)
            assert len(waited_for) == 1
        end = time.monotonic() + 60
        while True:
            try:
                assert memory.people.allowed(1)
                break
            except DatabaseServerError:
                assert time.monotonic() < end
                time.sleep(0.05)
