"""What a question may refer to, and that a group keeps its memory when its number changes."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from queue_fakes import asked

from bot.memory.conversation_names import chat_prefix, moved_name
from bot.memory.sessions import Sessions
from bot.messenger.queue.conversations import Conversations
from bot.types import Answer, Citation, Claim, Turn


@pytest.fixture
def sessions(tmp_path: Path) -> Iterator[Sessions]:
    with closing(Sessions(tmp_path / "sessions.sqlite")) as opened:
        yield opened


def answer(text: str) -> Answer:
    cited = Citation(1, text, "a", "Title", "The Post", "", None, 0, len(text))
    return Answer(f"{text}?", f"{text}?", "answered", text, (Claim(text, (1,)),), (cited,))


def test_a_moved_chat_keeps_the_rest_of_the_name() -> None:
    name = chat_prefix(-5) + "7"
    assert moved_name(name, -5, -100) == chat_prefix(-100) + "7"
    assert moved_name(name, -6, -100) == name


def test_a_question_sees_its_talk_and_a_reply_sees_one_answer_only(sessions: Sessions) -> None:
    conversations = Conversations(sessions, lambda chat: chat)
    question = asked(1)
    first = conversations.remember(question, answer("First"))
    conversations.remember(question, answer("Second"))
    texts = [turn.answer for turn in conversations.history(question)]
    assert texts == ["First", "Second"]
    reply = replace(question, about=first)
    assert [turn.answer for turn in conversations.history(reply)] == ["First"]
    forgotten = replace(question, about=99)  # as after /forget
    assert len(conversations.history(forgotten)) == 2
    quoting = replace(question, quoted="The ferry sails again.")
    assert conversations.history(quoting) == [Turn("The ferry sails again.", "")]


def test_an_edited_question_sees_what_came_before_it(sessions: Sessions) -> None:
    conversations = Conversations(sessions, lambda chat: chat)
    question = asked(1)
    conversations.remember(question, answer("First"))
    second = conversations.remember(question, answer("Second"))
    edited = replace(question, replaces=second)
    assert [turn.answer for turn in conversations.history(edited)] == ["First"]
    assert conversations.remember(edited, answer("Better")) == second


def test_a_question_from_before_the_move_is_answered_in_the_new_chat(sessions: Sessions) -> None:
    old, new = -5, -100
    question = replace(asked(1), chat=old, conversation=chat_prefix(old) + "1")
    before = Conversations(sessions, lambda chat: chat)
    answer_id = before.remember(question, answer("First"))
    sessions.move(chat_prefix(old), chat_prefix(new))
    after = Conversations(sessions, lambda chat: new if chat == old else chat)
    assert after.answer(question, answer_id) == answer("First")
    assert after.answer(question, None) is None
    assert before.answer(question, answer_id) is None
