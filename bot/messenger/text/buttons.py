"""The buttons under messages, and what they carry.

They name an answer by the number under which it is remembered, so they work after a restart.
"""

from collections.abc import Iterator, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.messenger.text import phrases
from bot.messenger.text.translation import say
from bot.types import Answer, Citation

_A_ROW = 8  # as many as Telegram shows side by side
_TITLE_CHARS = 60


def stop_button(question: int) -> InlineKeyboardMarkup:
    """The button that stops a question."""
    return InlineKeyboardMarkup([[_button(phrases.STOP_BUTTON, f"stop:{question}")]])


def answer_buttons(id: int, answer: Answer) -> InlineKeyboardMarkup:
    """What can be done with an answer, or with there being none."""
    rows = list(_sources(id, answer.citations))
    if answer.citations:
        rows.append(
            [
                _button(phrases.MORE_DETAIL, f"more:{id}"),
                _button(phrases.OTHER_ARTICLES, f"other:{id}"),
            ]
        )
    else:
        for number, headline in enumerate(answer.nearest, start=1):
            rows.append([_button(f"📰 {_short(headline.title)}", f"near:{id}:{number}")])
        rows.append([_button(phrases.SEARCH_ONLY, f"search:{id}")])
    rows.append([_button("👍", f"good:{id}"), _button("👎", f"poor:{id}")])
    return InlineKeyboardMarkup(rows)


def source_buttons(id: int, citations: Sequence[Citation]) -> InlineKeyboardMarkup | None:
    """A button for each quoted sentence, showing it in its paragraph."""
    rows = list(_sources(id, citations))
    return InlineKeyboardMarkup(rows) if rows else None


def page_buttons(id: int, number: int, page: int, pages: int) -> InlineKeyboardMarkup | None:
    """To the paragraphs before and after page `page` (from 0) of `pages`."""
    row = []
    if page > 0:
        row.append(_button(phrases.BEFORE, f"page:{id}:{number}:{page - 1}"))
    if page + 1 < pages:
        row.append(_button(phrases.AFTER, f"page:{id}:{number}:{page + 1}"))
    return InlineKeyboardMarkup([row]) if row else None


def answer_of(message: Message | None) -> int | None:
    """The answer that a message of ours shows, told from its buttons."""
    rows = message.reply_markup.inline_keyboard if message and message.reply_markup else ()
    for button in (button for row in rows for button in row):
        name, _, rest = str(button.callback_data or "").partition(":")
        if name in ("good", "poor") and rest.isdigit():
            return int(rest)
    return None


def _sources(id: int, citations: Sequence[Citation]) -> Iterator[list[InlineKeyboardButton]]:
    buttons = [_button(f"📖 {c.number}", f"source:{id}:{c.number}") for c in citations]
    for start in range(0, len(buttons), _A_ROW):
        yield buttons[start : start + _A_ROW]


def _button(label: str, data: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(say(label), callback_data=data)


def _short(title: str) -> str:
    whole = " ".join(title.encode("utf-8", "replace").decode().split()) or "Article"
    return whole if len(whole) <= _TITLE_CHARS else whole[: _TITLE_CHARS - 1].rstrip() + "…"
