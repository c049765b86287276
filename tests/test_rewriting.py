"""A follow-up that was refused is put so that it stands alone, and asked so."""

from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import HashingEncoder, ListStore, ScriptedModel

from bot.answering.answerer import Answerer
from bot.answering.rewriting import ahead, rewritten
from bot.errors import ModelError, Stopped
from bot.types import NOT_FOUND, Call, Prompt, Turn
from index.library.library import Library
from index.search import Searcher
from index.syncing.sync import sync

BEFORE = [Turn("Who was the fastest man at Corran?", "Aled Morrin, in 1:03.")]


def put(question: str, reply: str, history: list[Turn] = BEFORE) -> str:
    model = ScriptedModel()
    model.rewritten.append(reply)
    return rewritten(model, question, history, Call())


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        ("and of the women", "Who was the fastest woman at Corran?"),
        ("how old is he", "How old is Aled Morrin, the fastest man at Corran?"),
        ("what did he win in 2019?", "What did Aled Morrin win in 2019?"),
        ("where", "Where was the fastest man at Corran?"),  # not who it was, once more
    ],
)
def test_what_the_chat_has_said_may_be_put_in(question: str, reply: str) -> None:
    assert put(question, reply) == reply


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        ("and of the women", "Who was the fastest woman at Lisbon?"),  # another place
        ("how old is he", "How old is Aled Morrin of Wales?"),
        ("how old is he", "How old is J. Vale?"),
        ("how old is he", "How old was Aled Morrin in 2019?"),
        ("and in 2019?", "Who was the fastest man at Corran?"),  # the year is left out
        ("what about Lisbon", "Who was the fastest man?"),
        ("how come", "Who was the fastest man at Corran?"),  # asked before
        ("how old is he", "?"),
        ("how old is he", "Aled Morrin is 30."),  # no question
        ("how old is he", ""),
    ],
)
def test_what_nobody_has_said_is_not_asked(question: str, reply: str) -> None:
    assert put(question, reply) == ""


@pytest.mark.parametrize(
    ("before", "question"),
    [
        ("Wer gewann den Lauf in Corran?", "und wie alt ist er"),
        ("Wer gewann den Lauf in Corran?", "und in Syrien?"),
        ("Who won at Corran?", "und wie alt ist er"),
        ("Who won at Corran?", "а сколько ему лет?"),
    ],
)
def test_what_is_not_in_english_is_left_as_it_is(before: str, question: str) -> None:
    turns = [Turn(before, "Aled Morrin, who ran 1:03.")]
    assert put(question, "How old is Aled Morrin?", turns) == ""


def test_a_long_chat_is_cut_and_a_model_that_fails_leaves_the_refusal() -> None:
    long = [Turn("Who won at Corran?", "Aled Morrin " + "and others " * 2000)] * 3
    assert put("how old is he", "How old is Aled Morrin?", long) == "How old is Aled Morrin?"
    model = ScriptedModel()
    model.rewritten.append(ModelError("The server is gone."))
    assert rewritten(model, "how old is he", BEFORE, Call()) == ""
    stopped = ScriptedModel()
    stopped.rewritten.append(Stopped("Stopped."))
    with pytest.raises(Stopped):
        rewritten(stopped, "how old is he", BEFORE, Call())


def test_its_beginning_is_read_ahead() -> None:
    model = ScriptedModel()
    rewritten(model, "how old is he", BEFORE, Call())
    asked, begun = model.rewriting[0], ahead()
    assert (asked.system, asked.turns[:-1]) == (begun.system, begun.turns)
    assert asked.turns[-1][0].startswith(begun.begun)


def test_the_last_turns_are_shown_and_refused_ones_as_such() -> None:
    turns = [Turn(f"Who opened dam {n}?", f"Person {n}.") for n in range(4)]
    model = ScriptedModel()
    rewritten(model, "when?", [*turns, Turn("Is it old?", "")], Call())
    chat = model.rewriting[0].turns[-1][0]
    assert chat.endswith(f"Q: Is it old?\nA: {NOT_FOUND}\nQ: when?")
    assert "dam 2" in chat
    assert "dam 1" not in chat


ARTICLE = """---
title: Morrin and Vale win at Corran
outlet: Coast Herald
published: 2023-04-23
---
Aled Morrin was the fastest man at Corran. Kirsty Vale won among the women there.
"""

Ask = Callable[[ScriptedModel], Answerer]


@pytest.fixture
def corran(
    write: Callable[[str, str], Path], library: Library, store: ListStore, encoder: HashingEncoder
) -> Ask:
    folder = write("corran.md", ARTICLE).parent
    sync([folder], library, store, encoder)
    return lambda model: Answerer(Searcher(library, store, encoder), model)


def reply(prompt: Prompt) -> list[str]:
    """Name her, with the mark of her sentence."""
    line = next(line for line in prompt.turns[-1][0].splitlines() if "Kirsty" in line)
    return ["Kirsty Vale ", line.split()[0]]


def test_a_refused_follow_up_is_asked_once_more_as_the_model_words_it(corran: Ask) -> None:
    model = ScriptedModel([reply], odds=[-5])
    model.rewritten.append("Who won among the women at Corran?")
    answer = corran(model).ask("and of them, who was the first", BEFORE)
    assert answer.text == "Kirsty Vale [1]."
    # What comes next leans on the question as it was understood.
    assert answer.turn == Turn("Who won among the women at Corran?", "Kirsty Vale.")


def test_what_is_answered_or_stands_alone_is_not_rewritten(corran: Ask) -> None:
    model = ScriptedModel([reply])
    assert corran(model).ask("and who won among the women?", BEFORE).outcome == "answered"
    refusing = ScriptedModel(odds=[-5] * 4)
    assert corran(refusing).ask("Who was the fastest man at Corran?").outcome == "not_found"
    asked = corran(refusing).ask("Who won the London Marathon on Sunday?", BEFORE)
    assert asked.outcome == "not_found"
    assert not [*model.rewriting, *refusing.rewriting]


@pytest.mark.parametrize(
    "question", ["and who else was the fastest of them?", "and before that, who was it?"]
)
def test_what_wants_something_else_than_was_told_is_not_rewritten(
    corran: Ask, question: str
) -> None:
    model = ScriptedModel(odds=[-5] * 4)
    model.rewritten.append("Who was the fastest man at Corran?")
    assert corran(model).ask(question, BEFORE).outcome == "not_found"
    assert not model.rewriting


def test_no_half_of_a_question_is_left_out(corran: Ask) -> None:
    model = ScriptedModel(odds=[-5] * 8)
    model.rewritten.append("Who won among the women at Corran?")
    asked = "who won among the women there and how old is he?"
    assert corran(model).ask(asked, BEFORE).outcome == "not_found"
    assert model.rewriting


def test_a_follow_up_that_stays_refused_is_told_as_it_was_first_understood(corran: Ask) -> None:
    model = ScriptedModel(odds=[-5] * 4)
    model.rewritten.append("Who won among the women at Corran?")
    answer = corran(model).ask("and of them, who was the first", BEFORE)
    assert answer.outcome == "not_found"
    assert answer.standalone_question.startswith(BEFORE[0].question)
