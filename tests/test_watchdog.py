"""Each part of the bot is really made to stand still: the watchdog starts it again and says so."""

import asyncio
import logging
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bot_fakes import WHO_LED, PacedModel, answers, bot_settings, held, is_answer, running_bot, says
from fakes import HashingEncoder
from sample_library import SAMPLES
from telegram_server import PrivateChat, TelegramServer

from bot import assembly
from bot.messenger import periodic_reindex
from bot.messenger.incoming.update_queue import Intake
from bot.messenger.periodic_reindex import Schedule
from bot.messenger.text import owner_phrases
from bot.messenger.troubles import Troubles
from bot.messenger.watchdog import Watchdog, Watched
from bot.messenger.watched_parts import Patience

pytestmark = pytest.mark.refusals

ROOT = Path(__file__).parents[1]
ALONE = Path(__file__).with_name("bot_alone.py")
NEVER_S = 3600.0


async def until(what: Callable[[], bool]) -> None:
    """Wait until this is so."""
    async with asyncio.timeout(60):
        while not what():  # noqa: ASYNC110 - what is waited for tells nobody
            await asyncio.sleep(0.001)


def restarts(troubles: Troubles, what: str) -> Callable[[], bool]:
    """For `wait_until`: whether this was noticed and is over."""
    return lambda: any(each.what == what for each in troubles.past())


@pytest.mark.slow
@pytest.mark.parametrize("way", ["dies", "hangs"])
async def test_polling_that_stands_still_is_started_again(
    server: TelegramServer,
    ana: PrivateChat,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    way: str,
) -> None:
    put, tries = Intake.put, iter([True])

    async def put_once_not(self: Intake, item: object) -> None:
        if next(tries, False):
            if way == "dies":
                raise ValueError("nobody foresaw this")
            await asyncio.Event().wait()
        await put(self, item)

    monkeypatch.setattr(Intake, "put", put_once_not)
    # A poll with nothing to bring takes ten seconds.
    patience = Patience(look_s=0.05, silent_s=NEVER_S if way == "dies" else 12.0)
    async with running_bot(
        server, tmp_path, PacedModel(), admins=str(ana.id), patience=patience
    ) as rig:
        await ana.send(WHO_LED)
        await ana.wait_for(is_answer)
        troubles = rig.service._troubles
        await server.wait_until(restarts(troubles, owner_phrases.STILL_POLLING))
        await ana.send("/status")
        await ana.wait_for(says(f"Over: {owner_phrases.STILL_POLLING}"))
    assert len(list(filter(is_answer, ana.messages))) == 1


@pytest.mark.slow
async def test_a_model_that_never_stops_is_broken_off(
    server: TelegramServer, ana: PrivateChat, ben: PrivateChat, tmp_path: Path
) -> None:
    model = held()
    patience = Patience(look_s=0.05, answer_s=1.0)
    async with running_bot(server, tmp_path, model, admins=str(ben.id), patience=patience):
        await ana.send(WHO_LED)
        ended = await ana.wait_for(says("took too long and was broken off"))
        assert not ended.labels
        over = f"Over: {owner_phrases.LONG_ANSWER}"
        shown = ""
        while over not in shown:  # it ends at the watchdog's next look
            asked = await ben.send("/status")
            shown = (await ben.wait_for(says("Running for"), after=asked)).text


@pytest.mark.slow
@pytest.mark.timeout(900)  # two starts of a whole process, on a machine that may be busy
async def test_a_process_whose_model_hangs_puts_a_new_one_in_its_place(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    encoder: Any = HashingEncoder()
    library_folder = assembly.open_library_folder(bot_settings(server, tmp_path), encoder)
    library_folder.index([SAMPLES])
    library_folder.close()
    (tmp_path / "go").touch()
    (tmp_path / "hang").touch()
    bot = await asyncio.create_subprocess_exec(
        *(sys.executable, str(ALONE), str(tmp_path), server.url, server.token, "1", "15"),
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        await ana.send(f"{WHO_LED} (1)")
        await ana.wait_for(says("went wrong on our side"), within=300)
        assert not (tmp_path / "hang").exists()
        await ana.send(f"{WHO_LED} (2)")
        await ana.wait_for(answers("(2)"), within=300)
        assert bot.returncode is None  # the same process, with another program in it
    finally:
        bot.kill()
        _, log = await bot.communicate()
    assert b"the process is started again" in log


async def test_a_schedule_that_stands_still_is_started_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(periodic_reindex, "_LOOK_AT_LIST_S", 0.001)
    released, looked = threading.Event(), threading.Event()
    hanging = iter([True])

    def is_time(self: Schedule) -> bool:
        if next(hanging, False):
            released.wait()
        else:
            looked.set()
        return False

    monkeypatch.setattr(Schedule, "_is_time", is_time)
    from bot.settings import load

    nothing: Any = None
    schedule, troubles = Schedule(load(library=tmp_path), nothing), Troubles()

    async def mend() -> None:
        schedule.restart()

    part = Watched(owner_phrases.STILL_SCHEDULE, lambda: schedule.stalled(0.5), mend)
    watchdog = Watchdog([part], troubles, 0.01)
    try:
        schedule.start()
        watchdog.start()
        assert await asyncio.to_thread(looked.wait, 60)
        await until(lambda: bool(troubles.past()))
    finally:
        released.set()
        watchdog.close()
        await schedule.close()


async def test_what_cannot_be_mended_is_tried_again_and_logged_once_as_a_trouble(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    tries: list[int] = []
    mended = asyncio.Event()

    async def mend() -> None:
        tries.append(1)
        if len(tries) < 3:
            raise OSError("not yet")
        mended.set()

    part = Watched("The bell is silent", lambda: "" if mended.is_set() else "1 s", mend)
    troubles = Troubles()
    watchdog = Watchdog([part], troubles, 0.001)
    watchdog.start()
    await until(lambda: mended.is_set() and not troubles.now())
    watchdog.close()
    assert len(tries) == 3
    assert [line for line in caplog.messages if line.startswith("The bell")] == [
        "The bell is silent: 1 s"
    ]
    assert [each.what for each in troubles.past()] == ["The bell is silent"]


async def test_after_a_pause_of_the_whole_machine_no_part_is_at_fault_at_once() -> None:
    looks = iter([0.0, NEVER_S, NEVER_S, NEVER_S])  # before and after what was to be a moment
    seen: list[float] = []
    now = 0.0

    def clock() -> float:
        nonlocal now
        now = next(looks, now)
        return now

    def stalled() -> str:
        seen.append(len(list(looks)))
        return ""

    async def mend() -> None:
        raise AssertionError

    watchdog = Watchdog([Watched("It is silent", stalled, mend)], Troubles(), 0.001, clock)
    watchdog.start()
    await until(lambda: bool(seen))
    watchdog.close()
    assert seen[0] < 2  # the first look, after which two are left, was passed over
