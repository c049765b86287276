"""Buttons and the data that they carry, which old messages hold for years."""

import re

import pytest

from bot.messenger.commands.answer_buttons import BUTTONS
from bot.messenger.text import buttons
from bot.messenger.text.buttons import ButtonData
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


def test_every_button_under_an_answer_has_a_handler() -> None:
    cited = Citation(1, "Fares rise.", "a", "Fares", "Herald", "", None, 0, 11)
    near = Headline("a", "Fares", "Herald", "", None)
    answered = Answer("q", "q", "answered", "t", citations=(cited,))
    refused = Answer("q", "q", "not_found", "t", nearest=(near,))
    shown = [
        *buttons.answer_buttons(7, answered).inline_keyboard,
        *buttons.answer_buttons(7, refused).inline_keyboard,
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
