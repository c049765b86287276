"""News and briefings are sent once, also where the bot stops or a group moves as they are sent."""

import asyncio
import time
from pathlib import Path

import pytest
from bot_fakes import PacedModel, running_bot
from telegram_server import PrivateChat, TelegramServer
from test_bot_news import (
    ENDS,
    GOES_ON,
    STORY,
    TOPIC,
    Clock,
    bells,
    come_in,
    follow,
    press,
    record,
    told,
)

from bot.memory.topics import NOBODY, Briefing, Topic
from bot.messenger import news

pytestmark = pytest.mark.slow

TODAY = Clock().now.date()


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


@pytest.mark.refusals
async def test_a_chat_that_has_to_wait_holds_up_no_other(
    server: TelegramServer,
    ana: PrivateChat,
    ben: PrivateChat,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(news, "_WAITED_FOR_S", 0.5)
    clock = Clock()
    async with running_bot(server, tmp_path, PacedModel(), clock=clock) as rig:
        for chat in (ana, ben):
            await told(chat, "/quiet off", "at any hour")
            await follow(chat)
        server.fail_next(
            "sendMessage", retry_after=3, when=lambda params: int(params["chat_id"]) == ana.id
        )
        await come_in(rig, clock, "a", record("a", "Harbour ferry strike", GOES_ON, TODAY))
        assert (len(bells(ana)), len(bells(ben))) == (0, 1)
        await come_in(rig, clock, "b", record("b", "Harbour ferry strike", ENDS, TODAY))
        assert (len(bells(ana)), len(bells(ben))) == (0, 2)
        await server.wait_until(lambda: len(bells(ana)) == 1)
        for _ in range(2):  # the first may still find her being told
            await rig.service.news.look()
        assert (len(bells(ana)), len(bells(ben))) == (2, 2)


async def test_an_article_on_two_topics_is_told_once(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    clock = Clock()
    async with running_bot(server, tmp_path, PacedModel(), clock=clock) as rig:
        await told(ana, "/quiet off", "at any hour")
        await follow(ana)
        await follow(ana, "ferry strike in the harbour")
        await come_in(rig, clock, "a", record("a", "Harbour ferry strike", GOES_ON, TODAY))
        assert len(bells(ana)) == 1
        # Another paper prints the same later: on neither topic it is news.
        copy = record("b", "Harbour ferry strike", GOES_ON, TODAY, "The Ledger")
        await come_in(rig, clock, "b", copy)
        assert len(bells(ana)) == 1


async def test_a_group_is_told_on_when_who_asked_is_forgotten_until_it_is_turned_away(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    clock = Clock()
    group = server.group_chat("News", members=ana.members)
    async with running_bot(
        server, tmp_path, PacedModel(), clock=clock, admins="1", access=None
    ) as rig:
        rig.kept.topics.look_upto(rig.service.news.last_number())
        rig.kept.topics.follow(Topic(0, group.id, None, NOBODY, "en", TOPIC, 0))
        await come_in(rig, clock, "a", record("a", "Harbour ferry strike", GOES_ON, TODAY))
        assert len(bells(group)) == 1
        rig.kept.people.decide(group.id, False)
        await come_in(rig, clock, "b", record("b", "Harbour ferry strike", ENDS, TODAY))
        assert len(bells(group)) == 1


async def test_who_lets_a_topic_go_is_not_told_what_was_about_to_be_sent(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    clock = Clock()
    async with running_bot(server, tmp_path, PacedModel(), clock=clock) as rig:
        await told(ana, "/quiet off", "at any hour")
        followed = await follow(ana)
        both = [
            record(name, "Harbour ferry strike", text, TODAY)
            for name, text in (("a", GOES_ON), ("b", ENDS))
        ]
        server.delay_next("sendMessage", 1.0)
        looking = asyncio.create_task(come_in(rig, clock, "both", *both))
        await server.wait_until(lambda: bool(server.delayed))
        await press(ana, followed, "🔕 Unfollow")
        await looking
        assert len(bells(ana)) == 1
