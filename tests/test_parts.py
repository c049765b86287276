"""Two questions in one are told apart, and one is left whole."""

from datetime import date

import pytest
from every_case import over

from bot.question.follow_ups import Standalone
from bot.question.parts import in_order, order_asked, parts


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
            "What did the mayor promise and did he keep it?",
            [
                "What did the mayor promise?",
                "What did the mayor promise? Did he keep it?",
            ],
        ),
        (
            "Who bought the ferry Norlund, and has the town of Varde sold its shares?",
            [
                "Who bought the ferry Norlund?",
                "Has the town of Varde sold its shares?",
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
    found = [part.asked.whole for part in parts(Standalone(question))]
    assert [text.removeprefix(f"{expected[0]} ") for text in found] == [
        text.removeprefix(f"{expected[0]} ") for text in expected
    ]


@over(
    [
        "What did Russia and Ukraine agree on?",
        "Who said that and when?",
        "What happened and why did nobody help?",
        "Tell me who came and what they said.",
        "Salt and what else is in it?",
        "What is and was the price of the ferry?",
        "How many can and do vote in Varde?",
        "What happened last week or this week in Varde?",
        "What are the first and second lines of the anthem?",
        "Who won the first and second rounds?",
        "What was first reported about the fire or explosion?",
        "What began last year, the war or the drought?",
        "how did Norlund change from a ferry line to a bank?",
        "How did the law change between 2019 and 2020 and why?",
    ],
)
def test_one_question_stays_whole(question: str) -> None:
    whole = Standalone(question, "Earlier.")
    assert [(part.asked, part.about) for part in parts(whole)] == [(whole, "")]


def test_what_came_before_is_kept() -> None:
    first, second = parts(
        Standalone("Who owns the ferry Norlund and where was Ida Brekke born?", "Hello.")
    )
    assert first.asked.earlier == "Hello."
    assert second.asked == Standalone("Where was Ida Brekke born?", "Hello.")


@pytest.mark.parametrize(
    ("question", "asked", "about"),
    [
        (
            "What came first, the ferry strike or the flood at Tarrow?",
            ["When was the ferry strike?", "When was the flood at Tarrow?"],
            ["The ferry strike", "The flood at Tarrow"],
        ),
        (
            "How did the toll of the storm change between the first night and a month later?",
            [
                "What was the toll of the storm, the first night?",
                "What was the toll of the storm, a month later?",
            ],
            ["The first night", "A month later"],
        ),
        (
            "how have prices changed from last year to this year?",
            ["What were prices, last year?", "What were prices, this year?"],
            ["Last year", "This year"],
        ),
        (
            "When was the bridge built and when destroyed?",
            ["When was the bridge built?", "When destroyed?"],
            ["", ""],
        ),
        (
            "how much did the new bridge cost, and how much the town hall?",
            ["how much did the new bridge cost?", "how much did the town hall cost?"],
            ["", ""],
        ),
    ],
)
def test_what_is_compared_is_asked_of_each(
    question: str, asked: list[str], about: list[str]
) -> None:
    found = parts(Standalone(question))
    assert [part.asked.text for part in found] == asked
    assert [part.about for part in found] == about


@pytest.mark.parametrize(
    ("question", "told", "order"),
    [
        ("What came first, the flood or the fire?", ["On 3 May 2019.", "On 2 May 2019."], [1, 0]),
        ("What came later, the flood or the fire?", ["On 3 May 2019.", "On 2 May 2019."], [0, 1]),
        ("What came first, the flood or the fire?", ["On 3 May 2019.", "At night."], [0, 1]),
        ("What came first, the flood or the fire?", ["On 3 May 2019.", "In May 2019."], [0, 1]),
        (
            "What came first, the flood or the fire?",
            ["It began on Sunday (18 May 2025).", "It began on Friday (16 May 2025)."],
            [1, 0],
        ),
        ("When was the flood and when the fire?", ["On 3 May 2019.", "On 2 May 2019."], [0, 1]),
    ],
)
def test_what_came_first_is_told_first(question: str, told: list[str], order: list[int]) -> None:
    assert in_order(order_asked(question), told, date(2020, 1, 1)) == order
