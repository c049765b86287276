"""The state of Telegram: users, chats, messages and files, as people change it."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from itertools import count
from typing import Any

from telegram_chats import Chat, GroupChat, InlineQuery, Message, Press, PrivateChat, User
from telegram_checks import Call, Json
from telegram_html import Entity
from telegram_updates import Updates


class World(Updates):
    """Chats and all that is in them, and the calls of the bot, which is the user `me`."""

    def __init__(self) -> None:
        super().__init__()
        self.me = User(7000000001, "Byline", "byline_test_bot", is_bot=True)
        self.calls: list[Call] = []
        self.chats: dict[int, Chat] = {}
        self.assets: dict[str, Any] = {}
        self._files: dict[str, Json] = {}
        self._presses: dict[str, Press] = {}
        self._inline: dict[str, InlineQuery] = {}
        self._user_ids = count(1001)
        self._message_ids: defaultdict[int, int] = defaultdict(int)

    def calls_of(self, *methods: str) -> list[Call]:
        """The calls of these methods, in order."""
        return [call for call in self.calls if call.method in methods]

    def user(
        self,
        user_id: int | None = None,
        first_name: str = "Ana",
        *,
        language_code: str | None = "en",
        username: str | None = None,
    ) -> User:
        """A new person; without `user_id` with the next free id."""
        return User(user_id or next(self._user_ids), first_name, username, language_code)

    def private_chat(self, user: User) -> PrivateChat:
        """The chat of a person with the bot."""
        chat = self.chats.setdefault(user.id, PrivateChat(self, user.id, "private", [user]))
        assert isinstance(chat, PrivateChat)
        return chat

    def group_chat(
        self,
        title: str,
        chat_id: int = -1001000000001,
        *,
        members: list[User] | None = None,
        threads: frozenset[int] = frozenset(),
        privacy: bool = True,
    ) -> GroupChat:
        """With privacy the bot is told only of commands, mentions of it and replies to it."""
        chat = GroupChat(self, chat_id, "supergroup", members or [], title, threads, privacy)
        self.chats[chat_id] = chat
        return chat

    def store(self, data: bytes, file_name: str, mime_type: str) -> Json:
        """Keep a file and return its description."""
        identity, path = f"BQAC-{len(self._files)}", f"documents/file_{len(self._files)}"
        document: Json = {"file_id": identity, "file_unique_id": identity, "file_size": len(data)}
        self._files[identity] = {**document, "file_path": path}
        self.assets[path] = {"data": data}
        return {**document, "file_name": file_name, "mime_type": mime_type}

    def post(self, chat: Chat, sender: User, **content: Any) -> Message:
        """Supergroups and channels number their messages, all other chats share one count."""
        counter = chat.id if chat.type in ("supergroup", "channel") else 0
        self._message_ids[counter] += 1
        message = Message(chat, self._message_ids[counter], sender, **content)
        message.history.append((message.sent_at, message.text))
        chat.messages.append(message)
        self.touch()
        return message

    def rewrite(
        self, message: Message, text: str, html: str, entities: list[Entity], markup: Json | None
    ) -> None:
        """Replace what a message shows."""
        if text != message.text:
            message.history.append((time.monotonic(), text))
        message.text, message.html, message.entities = text, html, entities
        message.markup, message.edited = markup, message.edited + 1
        self.touch()

    def press(self, message: Message, data: str, user: User) -> Press:
        """Press a button that carries `data`."""
        press = Press(str(10**15 + len(self._presses)), asyncio.get_running_loop().create_future())
        self._presses[press.id] = press
        payload = {
            "id": press.id,
            "from": user.wire(),
            "message": message.wire(),
            "chat_instance": str(message.chat.id),
            "data": data,
        }
        self.push("callback_query", payload)
        return press

    def inline(self, user: User, text: str, offset: str = "") -> InlineQuery:
        """A person types @bot and words in some chat."""
        future = asyncio.get_running_loop().create_future()
        query = InlineQuery(str(2 * 10**15 + len(self._inline)), future)
        self._inline[query.id] = query
        payload = {"id": query.id, "from": user.wire(), "query": text, "offset": offset}
        self.push("inline_query", {**payload, "chat_type": "private"})
        return query
