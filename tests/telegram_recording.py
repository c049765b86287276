"""Conversations as text for error messages, and as data for `docs/pictures.py`."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from telegram_checks import Json

if TYPE_CHECKING:
    from telegram_chats import Chat, Message


def transcript(chat: Chat) -> str:
    """The conversation as a person saw it, with the seconds each final answer took."""
    lines: list[str] = []
    question: Message | None = None
    for message in chat.messages:
        who = message.sender.first_name
        if message.from_bot:
            asked = message.reply_to or question
            took = message.history[-1][0] - asked.sent_at if asked else 0
            who += f" (after {took:.1f} s, {message.edited} edits)"
        else:
            question = message
        file = f"[{message.document['file_name']}] " if message.document else ""
        file = "[picture] " if message.photo else file
        lines.append(f"{who}: {file}{message.text}")
        lines += ["    " + " ".join(f"[{each['text']}]" for each in row) for row in message.buttons]
    return "\n".join(lines)


def recorded(chat: Chat) -> list[Json]:
    """The conversation as it is now, for `docs/pictures.py`."""
    found = []
    for message in chat.messages:
        each: Json = {"from_bot": message.from_bot, "name": message.sender.first_name}
        each |= {"text": message.text, "entities": message.entities, "buttons": []}
        each["buttons"] = [[button["text"] for button in row] for row in message.buttons]
        if message.photo:
            each["photo"] = base64.b64encode(message.photo).decode()
        found.append(each)
    return found
