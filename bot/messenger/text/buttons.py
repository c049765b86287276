"""The buttons under messages, and the data that they carry.

A button names an answer by the number under which it is stored, so it works after a restart.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, WebAppInfo

from bot.messenger.text import adding_phrases, news_phrases, phrases
from bot.messenger.text.translation import say
from bot.types import Answer, Citation

_A_ROW = 8  # as many as Telegram shows side by side
_SHOWN = 3  # sources with a button of their own in the one row: a phone is 360 pixels wide

SOURCE, HEADLINE, PAGE = "📖", "📰", "📄"

Opened = Literal["", "sources", "menu"]
"""Which buttons of an answer are shown: the one row, or what a button of it has opened."""


@dataclass(frozen=True, slots=True)
class ButtonData:
    """What a pressed button carries: "list:article:7:2" is the name, one word and two numbers.

    `text` is all of it. At most 64 bytes: https://core.telegram.org/bots/api#inlinekeyboardbutton
    """

    text: str

    @property
    def name(self) -> str:
        """The part before the first colon, which says what the button does."""
        return self.text.partition(":")[0]

    @property
    def rest(self) -> str:
        """All after the first colon."""
        return self.text.partition(":")[2]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The parts that are numbers, in order."""
        return tuple(int(part) for part in self.rest.split(":") if part.isdecimal())


def stop_button(question: int) -> InlineKeyboardMarkup:
    """The button that stops a question."""
    return InlineKeyboardMarkup([[_button(phrases.STOP_BUTTON, f"stop:{question}")]])


def undo_button(token: str, *, is_new: bool) -> InlineKeyboardMarkup:
    """The button that takes out again what was added under `token`."""
    label = adding_phrases.UNDO if is_new else adding_phrases.TAKE_OUT
    return InlineKeyboardMarkup([[_button(label, f"undo:{token}")]])


def page_address(page_url: str | None, chat: int, answer_id: int) -> str:
    """Where Telegram opens the page with an answer; "" in groups, where it opens none."""
    return f"{page_url}/page/app?answer={answer_id}" if page_url and chat > 0 else ""


def answer_buttons(
    answer_id: int, answer: Answer, opened: Opened = "", page: str = ""
) -> InlineKeyboardMarkup:
    """What can be done with an answer, or with a refusal: one row, and what is `opened` of it.

    `page` is the address of the page on which to read on, "" where there is none.
    """
    thumbs = [_labelled("👍", f"good:{answer_id}"), _labelled("👎", f"poor:{answer_id}")]
    if not answer.citations:
        near = [
            _labelled(f"{HEADLINE} {number}", f"near:{answer_id}:{number}")
            for number, _ in enumerate(answer.nearest, start=1)
        ]
        search = _labelled("🔍", f"search:{answer_id}")
        follow = _labelled("🔔", f"follow:{answer_id}")
        return InlineKeyboardMarkup([[*near, search, follow, *thumbs]])
    back = [_labelled("◀", f"less:{answer_id}"), *thumbs]
    if opened == "sources":
        return InlineKeyboardMarkup([*_sources(answer_id, answer.citations), back])
    if opened == "menu":
        more = _button(phrases.MORE_DETAIL, f"more:{answer_id}")
        other = _button(phrases.OTHER_ARTICLES, f"other:{answer_id}")
        follow = _button(news_phrases.FOLLOW, f"follow:{answer_id}")
        return InlineKeyboardMarkup([[more, other], [follow], back])
    sources = next(_sources(answer_id, answer.citations))
    read = [InlineKeyboardButton(PAGE, web_app=WebAppInfo(page))] if page else []
    if len(answer.citations) + len(read) > _SHOWN:
        label = f"{SOURCE} {answer.citations[0].number}–{answer.citations[-1].number}"
        sources = [_labelled(label, f"sources:{answer_id}")]
    menu = _button(phrases.MORE, f"menu:{answer_id}")
    return InlineKeyboardMarkup([[*sources, *read, menu, *thumbs]])


def source_buttons(answer_id: int, citations: Sequence[Citation]) -> InlineKeyboardMarkup | None:
    """A button for each quoted sentence, showing it in its paragraph."""
    rows = list(_sources(answer_id, citations))
    return InlineKeyboardMarkup(rows) if rows else None


def paragraph_buttons(
    answer_id: int, number: int, page: int, pages: int
) -> InlineKeyboardMarkup | None:
    """To the paragraphs before and after page `page` (from 0) of `pages`."""
    data = f"page:{answer_id}:{number}"
    return _turning(data, page, pages, say(phrases.BEFORE), say(phrases.AFTER))


def page_buttons(data: str, page: int, pages: int) -> InlineKeyboardMarkup | None:
    """To the pages before and after page `page` (from 0) of `pages`; `data` names the list."""
    return _turning(data, page, pages, f"◀ {page}", f"{page + 2} ▶")


def answer_of(message: Message | None) -> int | None:
    """The number of the answer that a message of ours shows, read from its buttons."""
    rows = message.reply_markup.inline_keyboard if message and message.reply_markup else ()
    for button in (button for row in rows for button in row):
        data = ButtonData(str(button.callback_data or ""))
        if data.name in ("good", "poor") and data.numbers:
            return data.numbers[0]
    return None


def _turning(
    data: str, page: int, pages: int, before: str, after: str
) -> InlineKeyboardMarkup | None:
    row = []
    if page > 0:
        row.append(_labelled(before, f"{data}:{page - 1}"))
    if page + 1 < pages:
        row.append(_labelled(after, f"{data}:{page + 1}"))
    return InlineKeyboardMarkup([row]) if row else None


def _sources(answer_id: int, citations: Sequence[Citation]) -> Iterator[list[InlineKeyboardButton]]:
    buttons = [
        _labelled(f"{SOURCE} {c.number}", f"source:{answer_id}:{c.number}") for c in citations
    ]
    for start in range(0, len(buttons), _A_ROW):
        yield buttons[start : start + _A_ROW]


def _button(phrase: str, data: str) -> InlineKeyboardButton:
    return _labelled(say(phrase), data)


def _labelled(label: str, data: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=data)
