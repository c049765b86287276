"""Channels on the Telegram test server: posts, their edits, and what the bot is in a chat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from telegram_chats import Chat, Message, User
from telegram_checks import Json
from telegram_html import Entity, detect
from telegram_methods import Methods

_RIGHTS = (
    *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages"),
    *("can_manage_video_chats", "can_restrict_members", "can_promote_members"),
    *("can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories"),
    *("can_delete_stories", "can_post_messages", "can_edit_messages"),
)


@dataclass(eq=False)
class ChannelChat(Chat):
    """A channel; its posts have no sender but the channel itself."""

    username: str | None = None

    def wire(self) -> Json:
        """The channel as the Bot API shows it."""
        name = {"username": self.username} if self.username else {}
        return {"id": self.id, "type": "channel", "title": self.title, **name}

    async def publish(
        self,
        text: str = "",
        *,
        document: Json | None = None,
        photo: bytes | None = None,
        entities: list[Entity] | None = None,
        origin: Json | None = None,
        **extra: object,
    ) -> Message:
        """Somebody who may writes a post; `extra` are further fields of the Bot API."""
        author = User(self.id, self.title or "")
        message = self.server.post(
            self,
            author,
            text=text,
            html=text,
            entities=detect(text) if entities is None else entities,
            document=document,
            photo=photo,
            origin=origin,
            extra=extra,
        )
        self.server.push("channel_post", as_post(message))
        return message

    async def correct(self, message: Message, text: str) -> None:
        """Somebody who may edits a post."""
        self.server.rewrite(message, text, text, detect(text), None)
        self.server.push("edited_channel_post", as_post(message))

    def from_here(self, message: Message, date: int = 1709978400) -> Json:
        """The origin of a message that is passed on from this channel, by default 9 March 2024."""
        signed = message.extra.get("author_signature")
        found = {"type": "channel", "chat": self.wire(), "message_id": message.id, "date": date}
        return {**found, "author_signature": signed} if signed else found


class Channels(Methods):
    """Channels, and whether the bot is an administrator of a chat."""

    def __init__(self, *arguments: Any) -> None:
        """Begin without channels."""
        super().__init__(*arguments)
        self.status: dict[int, str] = {}  # of the bot, where it is no plain member

    def channel(
        self, title: str, username: str | None = None, chat_id: int = -1001000000777
    ) -> ChannelChat:
        """A channel that the bot is an administrator of."""
        chat = ChannelChat(self, chat_id, "channel", [], title, username=username)
        self.chats[chat_id] = chat
        self.status[chat_id] = "administrator"
        return chat

    def set_status(self, chat: Chat, status: str, by: User) -> None:
        """Somebody makes the bot an administrator of a chat or removes it; the bot is told."""
        old = self.member(chat)
        self.status[chat.id] = status
        payload = {"chat": chat.wire(), "from": by.wire(), "date": 1709978400}
        new = self.member(chat)
        self.push("my_chat_member", {**payload, "old_chat_member": old, "new_chat_member": new})

    def member(self, chat: Chat) -> Json:
        """What the bot is in a chat, as the Bot API shows it."""
        status = self.status.get(chat.id, "member")
        rights = dict.fromkeys(_RIGHTS, True) if status == "administrator" else {}
        until = {"until_date": 0} if status == "kicked" else {}
        return {"user": self.me.wire(), "status": status, **rights, **until}

    def getChatMember(self, params: Json) -> Json:
        """What the bot is in a chat; of others nothing is known."""
        return self.member(self._chat(params))


def as_post(message: Message) -> Json:
    """A message of a channel as the Bot API shows it."""
    found = message.wire()
    del found["from"]
    return {**found, "sender_chat": message.chat.wire()}
