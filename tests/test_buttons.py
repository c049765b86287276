"""Buttons and the data that they carry, which old messages hold for years."""

import re
from datetime import UTC, datetime

import pytest
from every_case import over
from telegram import Chat, InlineKeyboardMarkup, Message

from bot.messenger.commands.answer_buttons import BUTTONS
from bot.messenger.text import buttons
from bot.messenger.text.buttons import ButtonData
from bot.messenger.text.translation import LANGUAGES, speaking
from bot.types import Answer, Citation, Headline


@pytest.mark.parametrize(
    ("data", "name", "rest", "numbers"),
    [
        ("stop:17", "stop", "17", (17,)),
        ("source:17:2", "source", "17:2", (17, 2)),
        ("page:17:2:0", "page", "17:2:0", (17, 2, 0)),
        ("list:search:1", "list", "search:1", (1,)),
        ("list:article:7:2", "list", "article:7:2", (7, 2)),
        ("undo:0a1b2c", "undo", "0a1b2c", ()),
        ("", "", "", ()),
    ],
)
def test_data_is_a_name_and_numbers(
    data: str, name: str, rest: str, numbers: tuple[int, ...]
) -> None:
    read = ButtonData(data)
    assert (read.name, read.rest, read.numbers) == (name, rest, numbers)


def answered(sources: int) -> Answer:
    cited = (
        Citation(n, "Fares rise.", "a", "Fares", "Herald", "", None, 0, 11)
        for n in range(1, sources + 1)
    )
    return Answer("q", "q", "answered", "t", citations=tuple(cited))


def refused(near: int) -> Answer:
    headline = Headline("a", "Fares rise on all islands from April", "Herald", "", None)
    return Answer("q", "q", "not_found", "t", nearest=(headline,) * near)


def labels(keyboard: InlineKeyboardMarkup) -> list[list[str]]:
    return [[button.text for button in row] for row in keyboard.inline_keyboard]


@over(
    [*map(answered, (1, 2, 3, 4, 30)), *map(refused, (0, 1, 2, 3))],
    LANGUAGES,
    ["", "https://news.example.org/page/app?answer=7"],
)
def test_under_an_answer_is_one_row_that_fits_a_phone(
    answer: Answer, language: str, page: str
) -> None:
    with speaking(language):
        (row,) = labels(buttons.answer_buttons(7, answer, page=page))
    # A message is about 330 pixels wide where the screen has 360, all buttons of a row are as wide
    # as the others, and a letter takes at most 9 pixels beside 8 of margin.
    assert max(map(len, row)) * 9 + 8 <= 330 / len(row)
    assert row[-2:] == ["👍", "👎"]


def test_sources_are_one_tap_away_and_where_they_are_many_two() -> None:
    assert labels(buttons.answer_buttons(7, answered(2))) == [["📖 1", "📖 2", "More", "👍", "👎"]]
    assert labels(buttons.answer_buttons(7, answered(4))) == [["📖 1–4", "More", "👍", "👎"]]
    assert labels(buttons.answer_buttons(7, answered(10), "sources")) == [
        [f"📖 {n}" for n in range(1, 9)],
        ["📖 9", "📖 10"],
        ["◀", "👍", "👎"],
    ]
    assert labels(buttons.answer_buttons(7, answered(4), "menu")) == [
        ["More detail", "Other articles"],
        ["🔔 Follow"],
        ["◀", "👍", "👎"],
    ]
    assert labels(buttons.answer_buttons(7, refused(2))) == [
        ["📰 1", "📰 2", "🔍", "🔔", "👍", "👎"]
    ]


def test_a_reply_is_to_the_answer_whose_buttons_are_opened() -> None:
    for opened in ("", "sources", "menu"):
        message = Message(
            1, datetime.now(UTC), Chat(1, "private"),
            reply_markup=buttons.answer_buttons(7, answered(4), opened),
        )  # fmt: skip
        assert buttons.answer_of(message) == 7


def test_buttons_of_messages_sent_by_older_versions_have_a_handler() -> None:
    old = ["source:7:1", "more:7", "other:7", "near:7:3", "search:7", "good:7", "poor:7"]
    for each in [*old, "page:7:1:0"]:
        assert any(re.match(pattern, each) for pattern in BUTTONS), each


def test_every_button_under_an_answer_has_a_handler() -> None:
    shown = [
        *buttons.answer_buttons(7, answered(1)).inline_keyboard,
        *buttons.answer_buttons(7, answered(9)).inline_keyboard,
        *buttons.answer_buttons(7, answered(9), "sources").inline_keyboard,
        *buttons.answer_buttons(7, answered(9), "menu").inline_keyboard,
        *buttons.answer_buttons(7, refused(1)).inline_keyboard,
        *(buttons.paragraph_buttons(7, 1, 1, 3) or pytest.fail("no buttons")).inline_keyboard,
    ]
    data = [str(button.callback_data) for row in shown for button in row]
    assert {"source:7:1", "more:7", "near:7:1", "page:7:1:0", "page:7:1:2", "good:7"} <= set(data)
    for each in data:
        assert any(re.match(pattern, each) for pattern in BUTTONS), each


def test_the_first_and_the_last_page_have_one_button_and_a_single_page_none() -> None:
    first, last = (
        buttons.page_buttons("list:latest", 0, 2),
        buttons.page_buttons("list:latest", 1, 2),
    )
    assert first is not None
    assert last is not None
    assert [button.text for button in first.inline_keyboard[0]] == ["2 ▶"]
    assert [button.callback_data for button in last.inline_keyboard[0]] == ["list:latest:0"]
    assert buttons.page_buttons("list:latest", 0, 1) is None
