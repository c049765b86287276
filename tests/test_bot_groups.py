"""In groups the bot speaks when it is spoken to, where it is spoken to, to each of their own."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from bot_fakes import WHO_LED, PacedModel, answers, is_answer, running_bot, says
from telegram_server import GroupChat, TelegramServer, User

from bot.memory.conversation_names import chat_prefix
from bot.memory.topics import Topic, Topics

FOLLOW_UP = "And who led the Russian side?"


@pytest.fixture
def ana(server: TelegramServer) -> User:
    return server.user(first_name="Ana")


@pytest.fixture
def ben(server: TelegramServer) -> User:
    return server.user(first_name="Ben")


@pytest.fixture
def group(server: TelegramServer, ana: User, ben: User) -> GroupChat:
    """One where the bot is shown everything, so that what it ignores is its own doing."""
    return server.group_chat("News", members=[ana, ben], threads=frozenset({4, 9}), privacy=False)


async def test_what_is_not_said_to_it_is_neither_answered_nor_kept(
    server: TelegramServer, group: GroupChat, ana: User, tmp_path: Path
) -> None:
    model = PacedModel()
    async with running_bot(server, tmp_path, model):
        for text in (WHO_LED, "/help@another_bot", "@another_bot what?", "/nonsense"):
            await group.send(ana, text)
        other = server.post(group, User(5, "Other", "other_bot", is_bot=True), text="hello")
        server.push("message", {**other.wire(), "text": f"@byline_test_bot {WHO_LED}"})
        asked = await group.send(ana, f"@byline_test_bot {WHO_LED}")
        answer = await group.wait_for(is_answer)
    assert answer.reply_to is asked
    assert model.asked == [WHO_LED]
    assert len([m for m in group.messages if m.sender is server.me]) == 1
    kept = b"".join(file.read_bytes() for file in (tmp_path / "library").glob("journal*"))
    assert b"nonsense" not in kept


async def test_a_mention_a_reply_and_a_command_are_answered_in_their_own_thread(
    server: TelegramServer, group: GroupChat, ana: User, tmp_path: Path
) -> None:
    model = PacedModel()
    async with running_bot(server, tmp_path, model):
        await group.send(ana, f"{WHO_LED} @Byline_Test_Bot", thread_id=4)
        first = await group.wait_for(is_answer)
        await group.send(ana, FOLLOW_UP, reply_to=first, thread_id=4)
        second = await group.wait_for(answers(FOLLOW_UP))
        await group.send(ana, f"/ask@byline_test_bot {WHO_LED}", thread_id=9)
        third = await group.wait_for(is_answer, after=second)
        await group.send(ana, "/help@byline_test_bot", thread_id=9)
        help = await group.wait_for(says("/sources"))
    assert [m.thread_id for m in (first, second, third, help)] == [4, 4, 9, 9]
    assert model.asked[0] == WHO_LED


async def test_each_person_in_a_group_has_a_memory_of_their_own(
    server: TelegramServer, group: GroupChat, ana: User, ben: User, tmp_path: Path
) -> None:
    model = PacedModel()
    async with running_bot(server, tmp_path, model):
        await group.send(ana, f"@byline_test_bot {WHO_LED}")
        first = await group.wait_for(is_answer)
        before = len(model.prompts)
        await group.send(ben, FOLLOW_UP, reply_to=first)
        await group.wait_for(answers(FOLLOW_UP))
        assert not any(WHO_LED in p.turns[-1][0] for p in model.prompts[before:])
        await server.private_chat(ana).send("/sources")
        await server.private_chat(ana).wait_for(says("No answer yet"))


@pytest.mark.slow
async def test_a_question_leans_on_the_message_that_it_replies_to(
    server: TelegramServer, group: GroupChat, ana: User, ben: User, tmp_path: Path
) -> None:
    model = PacedModel()
    async with running_bot(server, tmp_path, model) as rig:
        await group.send(ana, f"@byline_test_bot {WHO_LED}")
        await group.wait_for(is_answer)
        said = await group.send(ben, "The ferry to Lower Island is back.")
        before = len(model.prompts)
        await group.send(ana, "@byline_test_bot and who says so?", reply_to=said)
        await group.wait_for(answers("says so?"))
        shown = [prompt.turns[-1][0] for prompt in model.prompts[before:]]
        assert any("The ferry to Lower Island is back." in text for text in shown), shown
        assert not any(WHO_LED in text for text in shown)
        await group.send(ana, "@byline_test_bot is this true?", reply_to=said)
        name = f"{chat_prefix(group.id)}{ana.id}"

        def latest() -> str:
            last = rig.kept.sessions.last(name)
            return last[1].question if last else ""

        await server.wait_until(
            lambda: latest() == "Is it true that The ferry to Lower Island is back?"
        )


@pytest.mark.parametrize(
    "text", ["@byline_test_bot /help", "@Byline_test_bot, /help@byline_test_bot"]
)
async def test_a_command_behind_the_name_is_a_command(
    server: TelegramServer, group: GroupChat, ana: User, tmp_path: Path, text: str
) -> None:
    async with running_bot(server, tmp_path, PacedModel()):
        asked = await group.send(ana, text)
        await group.send(ana, f"{text}s")  # is none
        await group.wait_for(says("Ask", "/search"), after=asked)
        await group.send(ana, "@byline_test_bot /search ferry")
        await group.wait_for(says("ferry"))


async def test_a_topic_that_was_deleted_meanwhile_is_answered_outside_of_it(
    server: TelegramServer, group: GroupChat, ana: User, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path, PacedModel(), spaced=False):
        group.threads = frozenset({9})
        await group.send(ana, f"@byline_test_bot {WHO_LED}", thread_id=4)
        answer = await group.wait_for(is_answer)
    assert answer.thread_id is None
    assert {r.description for r in server.refused} == {"Bad Request: message thread not found"}
    server.refused.clear()


async def test_a_group_that_becomes_a_supergroup_is_answered_there_and_keeps_its_memory(
    server: TelegramServer, group: GroupChat, ana: User, tmp_path: Path
) -> None:
    model = PacedModel()
    async with running_bot(server, tmp_path, model, spaced=False):
        await group.send(ana, f"@byline_test_bot {WHO_LED}")
        await group.wait_for(is_answer)
        model.go.clear()
        await group.send(ana, f"@byline_test_bot {FOLLOW_UP}")
        model.writing.clear()
        await asyncio.to_thread(model.writing.wait, 20)
        new = server.group_chat("News", -1002000000002, members=[ana])
        group.moved_to = new.id
        model.go.set()
        await new.wait_for(is_answer)
        await new.send(ana, "/sources@byline_test_bot")
        await new.wait_for(says(FOLLOW_UP))
    assert len([m for m in (*group.messages, *new.messages) if is_answer(m)]) == 2
    server.refused.clear()


@contextmanager
def locked(library: Path) -> Iterator[None]:
    """Hold the database of followed topics, as a program does that looks into it."""
    with closing(sqlite3.connect(library / "topics.sqlite", isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        yield


async def until_tried(caplog: pytest.LogCaptureFixture, server: TelegramServer) -> None:
    """Wait until the bot has tried to note that a group moved, and could not."""
    await server.wait_until(lambda: "has another number is stored later" in caplog.text)


def is_followed(topics: Topics, chat: int) -> bool:
    return [each.words for each in topics.topics(chat)] == ["harbours"]


@pytest.mark.parametrize("told_by", ["a message", "a refusal"])
async def test_a_move_that_one_database_cannot_note_is_noted_when_it_can(
    server: TelegramServer,
    group: GroupChat,
    ana: User,
    *,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    told_by: str,
) -> None:
    monkeypatch.setattr("bot.memory.memory_database._BUSY_S", 0.01)
    monkeypatch.setattr("bot.messenger.sending.moves._AGAIN_S", 0.05)
    async with running_bot(server, tmp_path, PacedModel(), spaced=False) as rig:
        topics = rig.kept.topics
        topics.follow(Topic(0, group.id, None, ana.id, "en", "harbours", 0))
        new = server.group_chat("News", -1002000000002, members=[ana])
        with locked(tmp_path / "library"):
            if told_by == "a message":
                push_move(server, group, ana, new.id)
            group.moved_to = new.id
            await group.send(ana, "/help@byline_test_bot")
            # What is said in the group comes all the same.
            await new.wait_for(says("Ask"))
            await until_tried(caplog, server)
        await server.wait_until(lambda: is_followed(topics, new.id))
    server.refused.clear()


@pytest.mark.slow
async def test_a_move_that_could_not_be_noted_before_a_restart_is_noted_after_it(
    server: TelegramServer,
    group: GroupChat,
    ana: User,
    *,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("bot.memory.memory_database._BUSY_S", 0.01)
    new = group.id - 1_000_000
    async with running_bot(server, tmp_path, PacedModel()) as rig:
        rig.kept.topics.follow(Topic(0, group.id, None, ana.id, "en", "harbours", 0))
        with locked(tmp_path / "library"):
            push_move(server, group, ana, new)
            await until_tried(caplog, server)
    async with running_bot(server, tmp_path, PacedModel()) as rig:
        await server.wait_until(lambda: is_followed(rig.kept.topics, new))


def push_move(server: TelegramServer, group: GroupChat, user: User, new: int) -> None:
    """Tell the bot, as Telegram does, that a group is a supergroup now."""
    message = server.post(group, user).wire()
    server.push("message", {**message, "migrate_to_chat_id": new})
