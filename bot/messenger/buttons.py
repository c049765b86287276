"""The buttons under messages, and what they carry."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.messenger import phrases
from bot.messenger.wording import say
from bot.types import Answer

_A_ROW = 8  # as many as Telegram shows side by side


def stop_button(question: int) -> InlineKeyboardMarkup:
    """The button that stops a question."""
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(say(phrases.STOP_BUTTON), callback_data=f"stop:{question}")]]
    )


def source_buttons(answer_id: int, answer: Answer) -> InlineKeyboardMarkup | None:
    """A button for each source, showing it in its paragraph."""
    buttons = [
        InlineKeyboardButton(f"📖 {c.number}", callback_data=f"source:{answer_id}:{c.number}")
        for c in answer.citations
    ]
    rows = [buttons[i : i + _A_ROW] for i in range(0, len(buttons), _A_ROW)]
    return InlineKeyboardMarkup(rows) if rows else None
