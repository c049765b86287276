"""What people see of Telegram: messages, chats, presses of buttons, and what people do there.

`World` in `telegram_world.py` is what is behind a chat. Knows nothing of calls or limits.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from telegram_checks import WITHIN_S, Json, photo_size
from telegram_html import Entity, detect
from telegram_recording import transcript

if TYPE_CHECKING:
    from telegram_world import World


@dataclass(frozen=True)
class User:
    """A person or a bot."""

    id: int
    first_name: str
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False

    def wire(self) -> Json:
        """The user as the Bot API shows it."""
        return {key: value for key, value in vars(self).items() if value is not None}


@dataclass(eq=False)
class Message:
    """A message as a person sees it now, and every text it has had."""

    chat: Chat = field(repr=False)
    id: int
    sender: User
    text: str = ""
    html: str = ""
    entities: list[Entity] = field(default_factory=list)
    markup: Json | None = None
    reply_to: Message | None = field(default=None, repr=False)
    thread_id: int | None = None
    document: Json | None = None
    photo: bytes | None = field(default=None, repr=False)
    voice: Json | None = None
    origin: Json | None = None
    extra: Json = field(default_factory=dict)  # fields of the Bot API: a video, an album, a quote
    silent: bool = False
    link_preview: Json | None = None
    sent_at: float = field(default_factory=time.monotonic)
    edited: int = 0
    history: list[tuple[float, str]] = field(default_factory=list, repr=False)

    @property
    def from_bot(self) -> bool:
        """Whether the bot under test sent it."""
        return self.sender.is_bot

    @property
    def buttons(self) -> list[list[Json]]:
        """The rows of buttons under it."""
        return (self.markup or {}).get("inline_keyboard") or []

    @property
    def labels(self) -> list[str]:
        """The labels of all its buttons."""
        return [button["text"] for row in self.buttons for button in row]

    def wire(self, *, nested: bool = True) -> Json:
        """The message as the Bot API shows it; `nested` adds the one that it replies to."""
        found: Json = {
            "message_id": self.id,
            "date": int(time.time()),
            "chat": self.chat.wire(),
            "from": self.sender.wire(),
        }
        has_file = self.document or self.photo or {"video", "animation"} & self.extra.keys()
        body, marks = ("caption", "caption_entities") if has_file else ("text", "entities")
        found |= {body: self.text} if self.text else {}
        found |= {marks: self.entities} if self.entities else {}
        found |= {"document": self.document} if self.document else {}
        found |= {"voice": self.voice} if self.voice else {}
        found |= {"photo": [photo_size(self.photo)]} if self.photo else {}
        found |= {"forward_origin": self.origin} if self.origin else {}
        found |= self.extra
        found |= {"edit_date": int(time.time())} if self.edited else {}
        found |= {"reply_markup": self.markup} if self.buttons else {}
        if self.thread_id is not None:
            found |= {"message_thread_id": self.thread_id, "is_topic_message": True}
        if nested and self.reply_to is not None:
            found["reply_to_message"] = self.reply_to.wire(nested=False)
        elif nested and self.thread_id is not None:  # all in a topic replies to its first message
            topic = {"forum_topic_created": {"name": "Topic", "icon_color": 7322096}}
            root = Message(self.chat, self.thread_id, self.sender, thread_id=self.thread_id)
            found["reply_to_message"] = root.wire(nested=False) | topic
        return found


class Answered(NamedTuple):
    """What a pressed button showed, and after how many seconds."""

    text: str
    alert: bool
    url: str | None
    seconds: float


@dataclass
class Press:
    """A pressed button: its circle turns until the bot answers."""

    id: str
    answer: asyncio.Future[Answered]
    at: float = field(default_factory=time.monotonic)

    async def answered(self, within: float = WITHIN_S) -> Answered:
        """Wait for the answer of the bot."""
        return await asyncio.wait_for(asyncio.shield(self.answer), within)


class InlineAnswered(NamedTuple):
    """What an inline query brought."""

    results: list[Json]
    texts: list[tuple[str, list[Entity]]]  # what each result would send
    cache_time: int
    personal: bool
    next_offset: str
    button: Json | None


@dataclass
class InlineQuery:
    """What a person typed behind the bot's name: it may be answered once, soon."""

    id: str
    answer: asyncio.Future[InlineAnswered]
    at: float = field(default_factory=time.monotonic)

    async def answered(self, within: float = WITHIN_S) -> InlineAnswered:
        """Wait for the answer of the bot."""
        return await asyncio.wait_for(asyncio.shield(self.answer), within)


@dataclass(eq=False)
class Chat:
    """A chat as its members see it; `messages` are those that are there now."""

    server: World = field(repr=False)
    id: int
    type: str
    members: list[User]
    title: str | None = None
    threads: frozenset[int] = frozenset()
    privacy: bool = False
    blocked: bool = False
    moved_to: int | None = None
    messages: list[Message] = field(default_factory=list, repr=False)
    actions: list[tuple[float, str]] = field(default_factory=list, repr=False)
    drafts: list[tuple[int, str]] = field(default_factory=list, repr=False)  # number and text

    def wire(self) -> Json:
        """The chat as the Bot API shows it."""
        if self.type != "private":
            forum = {"is_forum": True} if self.threads else {}
            return {"id": self.id, "type": self.type, "title": self.title, **forum}
        person = self.members[0]
        return {"id": self.id, "type": "private", "first_name": person.first_name}

    def find(self, message_id: int) -> Message | None:
        """The message with this id, if it is there."""
        return next((m for m in self.messages if m.id == message_id), None)

    async def wait_for(
        self,
        wanted: Callable[[Message], bool],
        *,
        within: float = WITHIN_S,
        after: Message | None = None,
    ) -> Message:
        """The bot's first message in this chat (sent after `after`) that is or becomes so."""
        deadline = time.monotonic() + within
        while True:
            for message in self.messages:
                late_enough = after is None or message.id > after.id
                if message.from_bot and late_enough and wanted(message):
                    return message
            if time.monotonic() >= deadline:
                raise AssertionError(f"waited {within} s in vain:\n{transcript(self)}")
            await self.server.until_changed(deadline)

    async def send_document(
        self,
        data: bytes,
        file_name: str,
        *,
        mime_type: str = "text/plain",
        caption: str = "",
        user: User | None = None,
    ) -> Message:
        """A member sends a file."""
        document = self.server.store(data, file_name, mime_type)
        return self.post(user or self.members[0], caption, document=document)

    async def send_with(
        self,
        text: str = "",
        *,
        photo: bytes | None = None,
        user: User | None = None,
        reply_to: Message | None = None,
        entities: list[Entity] | None = None,
        **extra: object,
    ) -> Message:
        """A member sends a picture, or something with `extra` fields of the Bot API."""
        user = user or self.members[0]
        return self.post(user, text, reply_to, photo=photo, entities=entities, extra=extra)

    async def send_voice(self, data: bytes, seconds: int, *, user: User | None = None) -> Message:
        """A voice message."""
        stored = self.server.store(data, "", "audio/ogg")
        voice = {key: value for key, value in stored.items() if key != "file_name"}
        return self.post(user or self.members[0], "", voice={**voice, "duration": seconds})

    async def edit(self, message_id: int, new_text: str) -> None:
        """The person edits a message of theirs."""
        message = self.find(message_id)
        assert message is not None, message_id
        self.server.rewrite(message, new_text, new_text, detect(new_text), message.markup)
        self.server.push("edited_message", message.wire())

    async def press(self, message: Message, button: str, *, user: User | None = None) -> Press:
        """Press the button with this label or callback data."""
        for row in message.buttons:
            for each in row:
                data = each.get("callback_data")
                if data is not None and button in (each["text"], data):
                    return self.server.press(message, data, user or self.members[0])
        raise AssertionError(f"no button {button!r} to press among {message.labels}")

    def post(
        self,
        user: User,
        text: str,
        reply_to: Message | int | None = None,
        thread_id: int | None = None,
        *,
        document: Json | None = None,
        voice: Json | None = None,
        origin: Json | None = None,
        photo: bytes | None = None,
        entities: list[Entity] | None = None,
        extra: Json | None = None,
    ) -> Message:
        """A member sends a message; the bot gets an update unless privacy mode hides it."""
        answered = self.find(reply_to) if isinstance(reply_to, int) else reply_to
        message = self.server.post(
            self,
            user,
            text=text,
            html=text,
            entities=detect(text) if entities is None else entities,
            reply_to=answered,
            thread_id=thread_id,
            document=document,
            voice=voice,
            origin=origin,
            photo=photo,
            extra=extra or {},
        )
        name = f"@{self.server.me.username}"
        command = re.match(r"/\w+(@\w+)?", text)
        to_bot = answered is not None and answered.from_bot
        to_bot = to_bot or name in text or (command is not None and command[1] is None)
        if to_bot or not self.privacy:
            self.server.push("message", message.wire())
        return message


class PrivateChat(Chat):
    """One person's chat with the bot."""

    async def send(self, text: str, *, reply_to: Message | int | None = None) -> Message:
        """The person sends a text."""
        return self.post(self.members[0], text, reply_to)

    async def forward(self, text: str, origin: User | str, number: int = 1) -> Message:
        """Pass on what a person or (by name) a public channel has said, on 9 March 2024."""
        found: Json = {"date": 1709978400}
        if isinstance(origin, User):
            found |= {"type": "user", "sender_user": origin.wire()}
        else:
            channel = {"id": -1001000000777, "type": "channel", "title": origin}
            channel |= {"username": origin.lower().replace(" ", "_")}
            found |= {"type": "channel", "chat": channel, "message_id": number}
        return self.post(self.members[0], text, origin=found)


class GroupChat(Chat):
    """A group with the bot in it."""

    async def send(
        self,
        user: User,
        text: str,
        *,
        reply_to: Message | int | None = None,
        thread_id: int | None = None,
    ) -> Message:
        """A member sends a text."""
        return self.post(user, text, reply_to, thread_id)
