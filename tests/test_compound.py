"""Two questions in one are told apart, and one is left whole."""

import pytest

from bot.compound import parts, unanswered
from bot.conversation import Standalone


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "How many men dug the well, and how many women carried the stones?",
            ["How many men dug the well?", "How many women carried the stones?"],
        ),
        (
            "what did Ida say in March and what in June?",
            ["what did Ida say in March?", "what did Ida say in June?"],
        ),
        (
            "Who won at Varde in May 2019, and who in June?",
            ["Who won at Varde in May 2019?", "Who won at Varde in June 2019?"],
        ),
        (
            "What was sold in Varde in 2019 and what in 2020?",
            ["What was sold in Varde in 2019?", "What was sold in Varde in 2020?"],
        ),
        (
            "What did the mayor say about it and what on Friday?",
            [
                "What did the mayor say about it?",
                "What did the mayor say about it? What on Friday?",
            ],
        ),
        (
            "Who owns the ferry Norlund and where did it run aground?",
            [
                "Who owns the ferry Norlund?",
                "Who owns the ferry Norlund? Where did it run aground?",
            ],
        ),
        (
            "In which halls were the first and the second fairs held?",
            [
                "In which halls were the first fairs held?",
                "In which halls were the second fairs held?",
            ],
        ),
    ],
)
def test_two_questions_are_told_apart(question: str, expected: list[str]) -> None:
    found = [str(part) for part in parts(Standalone(question))]
    assert [text.removeprefix(f"{expected[0]} ") for text in found] == [
        text.removeprefix(f"{expected[0]} ") for text in expected
    ]


@pytest.mark.parametrize(
    "question",
    [
        "What did Russia and Ukraine agree on?",
        "Who said that and when?",
        "What happened and why did nobody help?",
        "Tell me who came and what they said.",
        "Salt and what else is in it?",
    ],
)
def test_one_question_stays_whole(question: str) -> None:
    assert parts(Standalone(question, "Earlier.")) == [Standalone(question, "Earlier.")]


def test_what_came_before_is_kept() -> None:
    first, second = parts(
        Standalone("Who owns the ferry Norlund and where was Ida Brekke born?", "Hello.")
    )
    assert first.earlier == "Hello."
    assert second == Standalone("Where was Ida Brekke born?", "Hello.")


def test_the_missing_part_is_named() -> None:
    assert unanswered([]) == ""
    assert unanswered([Standalone("Where is it?")]) == "The articles don't say: Where is it?"
