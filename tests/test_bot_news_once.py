"""News and briefings are sent once, also where the bot stops or a group moves as they are sent."""

import asyncio
import time
from pathlib import Path

import pytest
from bot_fakes import PacedModel, running_bot
from telegram_server import PrivateChat, TelegramServer
from test_bot_news import GOES_ON, STORY, Clock, bells, come_in, follow, record, told

from bot.memory.topics import Briefing
from bot.messenger import news

pytestmark = pytest.mark.slow


async def test_what_is_sent_as_the_bot_stops_is_not_sent_again_after_the_start(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news, "_LOOK_EVERY_S", 0.05)
    clock = Clock()

    async def stopped_while_sending() -> None:
        deadline = time.monotonic() + 60
        while not server.delayed:
            assert time.monotonic() < deadline
            await asyncio.sleep(0.01)

    async with running_bot(server, tmp_path, PacedModel(), clock=clock) as rig:
        await told(ana, "/quiet off", "at any hour")
        await follow(ana)
        await told(ana, "/briefing 13 UTC", "at 13:00 (UTC)")
        server.delay_next("sendMessage", 0.5)
        file = rig.articles / "a.jsonl"
        file.write_bytes(record("a", "Harbour ferry strike", GOES_ON, clock.now.date()))
        await asyncio.to_thread(rig.library_folder.index, [file])
        await stopped_while_sending()
    async with running_bot(server, tmp_path, PacedModel(), clock=clock) as rig:
        await rig.service.news.look()
        assert len(bells(ana)) == 1
        server.delay_next("sendMessage", 0.5)
        clock.set(13)
        await stopped_while_sending()
    async with running_bot(server, tmp_path, PacedModel(), clock=clock) as rig:
        await rig.service.news.look()
    assert len([m for m in ana.messages if "News of" in m.text]) == 1


@pytest.mark.refusals
async def test_a_briefing_that_finds_its_group_moved_is_sent_once(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    clock = Clock()
    group = server.group_chat("News", members=ana.members)
    moved = server.group_chat("News", -1001000000002, members=ana.members)
    async with running_bot(server, tmp_path, PacedModel(), clock=clock) as rig:
        rig.kept.topics.brief(Briefing(group.id, None, ana.id, "en", "13:00", ""))
        group.moved_to = moved.id
        await come_in(rig, clock, "a", record("a", "Strike", STORY, clock.now.date()))
        clock.set(13)
        for _ in range(2):
            await rig.service.news.look()
        assert [STORY in message.text for message in moved.messages] == [True]
