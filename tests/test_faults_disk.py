"""The disk or the databases take nothing: people are told once, and answered when they do again."""

import os
import resource
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest
from bot_fakes import LED, WHO_LED, answers, held, is_answer, running_bot, says
from telegram_server import PrivateChat, TelegramServer

pytestmark = [pytest.mark.slow, pytest.mark.refusals]

Fault = Callable[[], AbstractContextManager[None]]
_DISK_BYTES = 64 * 2**20


@contextmanager
def full(disk: Path) -> Iterator[None]:
    """Fill a disk to its last byte."""
    filling = disk / "filling"
    with filling.open("wb") as file:
        left = os.statvfs(disk)
        os.posix_fallocate(file.fileno(), 0, left.f_bavail * left.f_frsize)
    try:
        yield
    finally:
        filling.unlink()


@contextmanager
def no_writes() -> Iterator[None]:
    """Let no file of this process be written, as on a disk that the system has made read-only."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def locked(library: Path) -> Iterator[None]:
    """Hold the databases of chats, as a program does that looks into them and forgets to let go."""
    names = ("journal.sqlite", "sessions.sqlite")
    with (
        closing(sqlite3.connect(library / names[0], isolation_level=None)) as one,
        closing(sqlite3.connect(library / names[1], isolation_level=None)) as other,
    ):
        for connection in (one, other):
            connection.execute("BEGIN IMMEDIATE")
        yield


@pytest.fixture(params=["full", "no writes", "locked"])
def fault(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Path, Fault]]:
    """A folder for the bot, and what makes that it cannot be written for a while."""
    if request.param == "locked":
        yield tmp_path, lambda: locked(tmp_path / "library")
    elif request.param == "no writes":
        yield tmp_path, no_writes
    else:
        disk = tmp_path / "disk"
        disk.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", f"size={_DISK_BYTES}", "none", str(disk)]
        if subprocess.run(mount, check=False, capture_output=True).returncode:
            pytest.skip("only root may mount a small disk")
        try:
            yield disk, lambda: full(disk)
        finally:
            subprocess.run(["umount", "--lazy", str(disk)], check=True)


async def test_who_asks_is_told_once_and_answered_when_it_is_over(
    server: TelegramServer, ana: PrivateChat, ben: PrivateChat, fault: tuple[Path, Fault]
) -> None:
    folder, begins = fault
    model = held()
    async with running_bot(server, folder, model, admins=str(ben.id)) as rig:
        await ana.send(f"{WHO_LED} (1)")
        await server.wait_until(model.writing.is_set)
        with begins():
            model.go.set()
            # What is made already is shown, with a word on what it lacks.
            made = await ana.wait_for(says(LED))
            await ana.wait_for(says("could not be stored"))
            assert not made.labels
            await ana.send(f"{WHO_LED} (2)")
            await ana.wait_for(says("you need not send it again"))
            await ben.send("/status")
            await ben.wait_for(says("⚠️ Messages cannot be stored", "for 0 h 0 min"))
            assert rig.service._troubles.now()
        await ana.wait_for(answers("(2)"))
        await ben.send("/status")
        await ben.wait_for(says("Over: Messages cannot be stored"))
    assert len([m for m in ana.messages if "need not send it again" in m.text]) == 1
    assert len(list(filter(is_answer, ana.messages))) == 1
    assert len([m for m in ben.messages if "⚠️" in m.text]) == 1
