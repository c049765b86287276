"""Topics and briefings in the whole bot over HTTP, on a clock that the tests move."""

import asyncio
import json
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from bot_fakes import WHO_LED, PacedModel, Rig, is_answer, running_bot, says
from telegram_chats import Chat
from telegram_checks import Json
from telegram_server import Message, PrivateChat, TelegramServer

from bot.memory.topics import Clock as KeptClock
from bot.memory.topics import Topic
from bot.messenger.news import News

pytestmark = pytest.mark.slow

TOPIC = "harbour ferry strike"
GOES_ON = "The harbour ferry strike goes on in Lowick today."
ENDS = "The harbour ferry strike has ended after the night talks."
WITHIN_S = 60.0  # a busy machine takes its time


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 28, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def set(self, hour: int, minute: int = 0, *, days: int = 0) -> None:
        """Move it to a time (UTC) of this day, or of a later one."""
        self.now = (self.now + timedelta(days=days)).replace(hour=hour, minute=minute)


class ChannelServer(TelegramServer):
    """A Telegram with one channel, @harbour_news, in which the bot is what `standing` says."""

    standing, may_post = "left", False

    def open_channel(self) -> Chat:
        channel = Chat(self, -1001000000555, "channel", [], "Harbour News")
        self.chats[channel.id] = channel
        return channel

    def known_chat(self, params: Json) -> Chat | None:
        if params.get("chat_id") == "@harbour_news":
            return self.chats[-1001000000555]
        return super().known_chat(params)

    def getChatMember(self, params: Json) -> Json:
        rights = dict.fromkeys(
            (
                *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages"),
                *("can_manage_video_chats", "can_restrict_members", "can_promote_members"),
                *("can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories"),
                *("can_delete_stories", "can_post_messages"),
            ),
            True,
        )
        rights["can_post_messages"] = self.may_post
        more = rights if self.standing == "administrator" else {}
        return {"user": self.me.wire(), "status": self.standing, **more}


def record(name: str, title: str, text: str, day: date, outlet: str = "The Harbour Post") -> bytes:
    fields = {"id": name, "title": title, "text": text, "outlet": outlet}
    return json.dumps({**fields, "published": day.isoformat()}).encode() + b"\n"


async def come_in(rig: Rig, clock: Clock, name: str, *records: bytes) -> None:
    """Articles are added by somebody else than the chat, and the bot looks."""
    file = rig.articles / f"{name}.jsonl"
    file.write_bytes(b"".join(records))
    await asyncio.to_thread(rig.library_folder.index, [file])
    await rig.service.news.look()


def bells(chat: Chat) -> list[Message]:
    return [m for m in chat.messages if m.from_bot and m.text.startswith("🔔 ")]


async def follow(chat: PrivateChat, topic: str = TOPIC) -> Message:
    await chat.send(f"/follow {topic}")
    return await chat.wait_for(says("You follow", topic), within=WITHIN_S)


async def told(chat: PrivateChat, line: str, *words: str) -> Message:
    sent = await chat.send(line)
    return await chat.wait_for(says(*words), within=WITHIN_S, after=sent)


async def press(chat: PrivateChat, message: Message, label: str) -> str:
    return (await (await chat.press(message, label)).answered(WITHIN_S)).text


async def test_a_new_article_on_a_topic_is_told_of_once_and_can_be_read(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    clock = Clock()
    today = clock.now.date()
    async with running_bot(server, tmp_path, PacedModel(), clock=clock) as rig:
        said = await follow(ana)
        assert "at most 6 a day" in said.text
        assert "22:00-07:00 (time of the bot's machine)" in said.text
        assert said.labels == ["🔕 Unfollow"]
        await told(ana, "/quiet off", "at any hour")
        long_ago = record("old", "Harbour ferry strike", f"Long ago. {GOES_ON}", date(2019, 1, 1))
        other = record("quay", "A new quay", "The quay of Lowick was opened.", today)
        await come_in(rig, clock, "old", long_ago, other)
        assert bells(ana) == []
        first = record("first", "Harbour ferry strike", f"It is cold. {GOES_ON}", today)
        await come_in(rig, clock, "first", first)
        (message,) = bells(ana)
        assert message.text == (
            f"🔔 {TOPIC}\n\n“{GOES_ON}”\nThe Harbour Post, 28 November 2026 · Harbour ferry strike"
        )
        assert message.labels == ["📖 Read", "🔕 Unfollow"]
        copy = record("copy", "Harbour ferry strike", f"It is cold. {GOES_ON}", today, "The Ledger")
        await come_in(rig, clock, "copy", copy)
        await rig.service.news.look()
        assert len(bells(ana)) == 1
        await press(ana, message, "📖 Read")
        page = await ana.wait_for(says("Harbour ferry strike", "It is cold."), after=message)
        assert page.reply_to is message
        assert await press(ana, message, "📖 Read") == "It is below."
    # Another process adds one while the bot is off; nothing is told twice.
    async with running_bot(server, tmp_path, PacedModel(), clock=clock) as rig:
        await rig.service.news.look()
        assert len(bells(ana)) == 1
        news = record("ends", "Harbour ferry strike over", ENDS, today)
        await come_in(rig, clock, "ends", news)
        last = bells(ana)[-1]
        assert ENDS in last.text
        assert await press(ana, last, "🔕 Unfollow") == f"No more news on “{TOPIC}”."
        assert await press(ana, message, "🔕 Unfollow") == "That is not followed here any more."
        await told(ana, "/following", "Nothing is followed here yet")
    assert server.refused == []


async def test_topics_are_told_of_over_a_library_that_was_made_anew(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    clock = Clock()
    today = clock.now.date()
    async with running_bot(server, tmp_path, PacedModel(), clock=clock) as rig:
        quays = [record(f"q{n}", "Quay", f"The quay number {n} is new.", today) for n in range(5)]
        await come_in(rig, clock, "quays", *quays)
        await follow(ana)
        (rig.articles / "quays.jsonl").unlink()
    shutil.rmtree(tmp_path / "library" / "index")
    async with running_bot(server, tmp_path, PacedModel(), clock=clock) as rig:
        await rig.service.news.look()  # the numbers of its articles begin at 1 again
        await come_in(rig, clock, "a", record("a", "Harbour ferry strike", GOES_ON, today))
        assert [GOES_ON in message.text for message in bells(ana)] == [True]


async def test_an_upload_in_the_chat_is_told_of_too(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    clock, owner = Clock(), server.private_chat(server.user(1, first_name="Olga"))
    async with running_bot(server, tmp_path, PacedModel(), admins="1", clock=clock) as rig:
        await follow(ana)
        await told(ana, "/quiet 22-7 Europe/Berlin", "22:00-07:00 (Europe/Berlin)")
        sent = record("up", "Harbour ferry strike", GOES_ON, clock.now.date())
        await owner.send_document(sent, "news.jsonl")
        await owner.wait_for(says("Added"), within=WITHIN_S)
        await rig.service.news.look()
        assert [GOES_ON in message.text for message in bells(ana)] == [True]
        assert bells(owner) == []
        # Telegram takes one message never, another one not at once: the topic stays.
        server.fail_next("sendMessage", 400)
        await come_in(rig, clock, "b", record("b", "Strike over", ENDS, clock.now.date()))
        assert len(bells(ana)) == 1
        assert rig.kept.topics.waiting() == []
        server.fail_next("sendMessage", 502)
        later = "A mayor visits crews of the harbour ferry strike."
        await come_in(rig, clock, "c", record("c", "Harbour strike", later, clock.now.date()))
        assert later in bells(ana)[1].text


async def test_quiet_hours_hold_news_back_and_a_day_has_a_limit(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    clock = Clock()
    clock.set(20)  # 5 in the morning in Tokyo
    texts = [
        "The harbour ferry strike began on Monday.",
        "Harbour ferry strike: police close a bridge over noon.",
        "A mayor visits crews of the harbour ferry strike.",
    ]
    async with running_bot(server, tmp_path, PacedModel(), clock=clock, followed_a_day=2) as rig:
        await follow(ana)
        await told(ana, "/quiet 22-7 asia/tokyo", "22:00-07:00 (Asia/Tokyo)")
        await told(ana, "/quiet 22-7 Mars", "no time zone “Mars”")
        await told(ana, "/quiet soon", "Send /quiet")
        day = clock.now.date()
        for number, text in enumerate(texts):
            await come_in(rig, clock, f"n{number}", record(f"n{number}", f"{text[:-1]}", text, day))
        assert bells(ana) == []
        clock.set(22, 1)  # a minute past 7 in Tokyo
        await rig.service.news.look()
        assert [texts[0] in bells(ana)[0].text, texts[1] in bells(ana)[1].text] == [True, True]
        assert len(bells(ana)) == 2
        clock.set(22, 5, days=1)
        await rig.service.news.look()
        assert len(bells(ana)) == 2  # the third was one too many on its day
        await come_in(rig, clock, "end", record("end", "Strike over", ENDS, clock.now.date()))
        assert ENDS in bells(ana)[-1].text


async def test_topics_are_listed_and_let_go(
    server: TelegramServer, ana: PrivateChat, ben: PrivateChat, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path, PacedModel(), clock=Clock()) as rig:
        await told(ana, "/following", "Nothing is followed here yet")
        await told(ana, "/follow", "Send /follow and a topic")
        await told(ana, "/follow the", "Send /follow and a topic")
        await told(ana, "/follow " + "word " * 30, "100 characters at most")
        for topic in (TOPIC, "Istanbul <talks> & swaps", "quay", TOPIC):
            await follow(ana, topic)
        listed = await told(ana, "/following", "1. harbour ferry strike", "2. Istanbul", "3. quay")
        assert "At most 6 messages a day." in listed.text
        assert listed.labels[0] == "🔕 harbour ferry strike"
        await told(ana, "/unfollow", "Send /unfollow")
        await told(ana, "/unfollow what is not there", "Send /unfollow")
        await told(ana, "/unfollow HARBOUR ferry strike", "No more news on “harbour ferry strike”")
        await told(ana, "/unfollow 1", "No more news on “Istanbul <talks> & swaps”")
        stale = server.press(listed, "unfollow:3", ben.members[0])
        await stale.answered(WITHIN_S)  # the button stands in Ana's chat, so it is hers
        await told(ana, "/following", "Nothing is followed here yet")
        for number in range(20):
            rig.kept.topics.follow(Topic(0, ana.id, None, ana.id, "en", f"topic {number}", 0))
        await told(ana, f"/follow {TOPIC}", "follows 20 topics already")
        await told(ana, "/unfollow all", "No more news on “topic 19”")
    assert server.refused == []


async def test_an_answer_and_a_refusal_can_be_followed(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    model = PacedModel()
    async with running_bot(server, tmp_path, model, clock=Clock(), spaced=False) as rig:
        await ana.send(WHO_LED)
        answer = await ana.wait_for(is_answer, within=WITHIN_S)
        await press(ana, answer, "More")
        await ana.wait_for(lambda m: m is answer and "🔔 Follow" in m.labels)
        assert [len(row) for row in answer.buttons] == [2, 1, 3]
        await press(ana, answer, "🔔 Follow")
        said = await ana.wait_for(says("You follow"), after=answer)
        assert said.reply_to is answer
        model.odds.extend([-9.0] * 4)
        await ana.send("Who won the football match in Varde?")
        refusal = await ana.wait_for(says("The articles don't say."), within=WITHIN_S, after=said)
        await press(ana, refusal, "🔔")
        await ana.wait_for(says("You follow", "football match Varde"), after=refusal)
        topics = rig.kept.topics.topics()
        assert {each.chat for each in topics} == {ana.id}
        assert [each.words for each in topics] == [
            "defence minister led Ukraine's team",
            "football match Varde",
        ]


@pytest.mark.refusals
async def test_who_forgets_is_turned_away_or_blocks_the_bot_is_told_nothing(
    server: TelegramServer, ana: PrivateChat, ben: PrivateChat, tmp_path: Path
) -> None:
    clock = Clock()
    cyd = server.private_chat(server.user(first_name="Cyd"))
    chats = (ana, ben, cyd)
    async with running_bot(server, tmp_path, PacedModel(), admins="1", clock=clock) as rig:
        for chat in chats:
            await follow(chat)
            rig.kept.topics.set_clock(chat.id, KeptClock("", ""))
        await told(ana, "/forget", "Forgotten")
        rig.kept.people.decide(ben.id, False)
        cyd.blocked = True
        news = record("n", "Harbour ferry strike", GOES_ON, clock.now.date())
        await come_in(rig, clock, "n", news)
        assert [bells(chat) for chat in chats] == [[], [], []]
        assert [each.chat for each in rig.kept.topics.topics()] == [ben.id]
        cyd.blocked = False
        rig.kept.people.decide(ben.id, True)
        await rig.service.news.look()
        assert [bells(chat) for chat in chats] == [[], [], []]


STORY = "The harbour ferry strike goes on in Lowick as talks fail tonight."


async def test_a_briefing_comes_each_morning_and_counts_outlets(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    clock = Clock()
    async with running_bot(server, tmp_path, PacedModel(), clock=clock) as rig:
        await told(ana, "/briefing", "Send /briefing")
        await told(ana, "/briefing soon", "Send /briefing")
        await told(ana, "/briefing 8:00 Europe/Berlin", "at 08:00 (Europe/Berlin)", "this chat")
        await rig.service.news.look()
        assert not [m for m in ana.messages if "News of" in m.text]  # 13 o'clock: from tomorrow on
        day = clock.now.date()
        await come_in(
            *(rig, clock, "day"),
            record("a", "Harbour ferry strike", STORY, day, "The Harbour Post"),
            record("b", "Harbour ferry strike", STORY, day, "The Ledger"),
            record("c", "Quay", "Lowick has a quay of its own since yesterday.", day, "The Ledger"),
        )
        clock.set(6, 59, days=1)  # in Berlin a minute before
        await rig.service.news.look()
        assert not [m for m in ana.messages if "News of" in m.text]
        clock.set(7)
        await rig.service.news.look()
        await rig.service.news.look()
        (sent,) = [m for m in ana.messages if "News of" in m.text]
        assert sent.text.startswith(f"News of 29 November 2026\n\n1. “{STORY}”")
        assert "· 2 outlets\n\n2. “Lowick has a quay" in sent.text
        assert sent.labels == ["📖 1", "📖 2"]
        await press(ana, sent, "📖 2")
        await ana.wait_for(says("Quay", "Lowick has a quay of its own"), after=sent)
        clock.set(7, days=1)
        await rig.service.news.look()
        assert ana.messages[-1].text == "No news since yesterday."
        await told(ana, "/briefing off", "No more briefings go to this chat.")
        clock.set(7, days=1)
        last = ana.messages[-1]
        await rig.service.news.look()
        assert ana.messages[-1] is last


async def test_a_briefing_at_another_hour_does_not_repeat_what_was_in_the_last(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    clock = Clock()
    async with running_bot(server, tmp_path, PacedModel(), clock=clock) as rig:
        await told(ana, "/briefing 13 UTC", "at 13:00 (UTC)")
        await come_in(rig, clock, "a", record("a", "Strike", STORY, clock.now.date()))
        clock.set(13)
        await rig.service.news.look()
        assert STORY in ana.messages[-1].text
        for hour in (18, 8):
            await told(ana, f"/briefing {hour} UTC", f"at {hour:02}:00 (UTC)")
            clock.set(hour, days=hour < 13)
            await rig.service.news.look()
            assert ana.messages[-1].text == "No news since yesterday."


async def test_an_owner_may_have_the_briefing_posted_to_a_channel(tmp_path: Path) -> None:
    clock = Clock()
    async with ChannelServer.running() as server:
        channel = server.open_channel()
        owner = server.private_chat(server.user(1, first_name="Olga"))
        ben = server.private_chat(server.user(first_name="Ben"))
        async with running_bot(server, tmp_path, PacedModel(), admins="1", clock=clock) as rig:
            await told(ben, "/briefing 8 UTC @harbour_news", "Only the owner")
            await told(owner, "/briefing 8 UTC @harbour_news", "cannot post to @harbour_news")
            server.standing = "administrator"
            await told(owner, "/briefing 8 UTC @harbour_news", "cannot post to @harbour_news")
            server.may_post = True
            end = "/briefing off @harbour_news ends that"
            await told(owner, "/briefing 8 UTC @harbour_news", "at 08:00 (UTC)", end)
            await come_in(rig, clock, "a", record("a", "Strike", STORY, clock.now.date()))
            clock.set(8, days=1)
            await rig.service.news.look()
            (post,) = channel.messages
            assert STORY in post.text
            assert post.labels == []
            server.standing = "left"
            await told(
                owner, "/briefing off @harbour_news", "No more briefings go to @harbour_news"
            )
            assert rig.kept.topics.briefings() == []


async def test_of_two_bots_over_one_folder_one_tells(
    server: TelegramServer, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path, PacedModel()) as rig:
        first = rig.service.news
        second = News(
            library_folder=rig.library_folder,
            store=rig.kept.topics,
            outbox=first.outbox,
            gate=first.gate,
            a_day=1,
            folder=rig.service._settings.library,
        )
        assert first._is_its_turn()
        assert not second._is_its_turn()
        await first.close()
        assert second._is_its_turn()
        await second.close()
