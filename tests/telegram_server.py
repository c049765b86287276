"""A local Bot API server that refuses what Telegram refuses, so tests drive our real bot over HTTP.

    async with TelegramServer.running() as server:
        # build the bot with base_url=server.url + "/bot", base_file_url=server.url + "/file/bot"
        chat = server.private_chat(server.user(first_name="Ana"))
        await chat.send("/start")
        hello = await chat.wait_for(lambda message: "Hello" in message.text)
        await (await chat.press(hello, "Sources")).answered()
        assert server.refused == []

Every call is checked against aiogram's model of its method (unknown names and wrong types are
refused, in words of our own, where Telegram would often look away), then against the world kept
here. Error texts are Telegram's as tdlib and recorded live answers give them; only those about
commands, descriptions, captions and getFile are from memory. PTB shows them without "Bad Request: "
and with only the first letter capital.

Flood limits (off; `flood=True`, or `flood=Flood(...)` for other numbers): a token bucket a chat.
Sending and editing take one token each; a private chat holds 5 and gains 1 a second, a group holds
20 and gains 20 a minute. Without a token the call is refused with 429 and the whole seconds until
there is one. Telegram publishes no exact numbers; these are its FAQ's advice plus a small burst.
Its limit of 30 messages a second over all chats is not enforced.

Knows nothing of our bot, of articles or of models.
"""

from __future__ import annotations

import asyncio
import base64
import io
import json
import math
import re
import socket
import struct
import time
import zlib
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import count
from typing import Any, NamedTuple, Self, get_args

import aiogram.methods
from aiogram.enums import ChatAction
from aiogram.types import BufferedInputFile
from aiohttp import ClientError, ClientSession, ClientTimeout, web
from lo_bot_api_emulator import ApiRefusal, LoBotApiEmulator
from PIL import Image
from pydantic import BaseModel, ValidationError
from telegram_html import Entity, MarkupError, detect, link_problem, parse, trim, utf16

Json = dict[str, Any]

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
ACTIONS = ("callback_data", "url", "web_app", "copy_text", "switch_inline_query")


class Call(NamedTuple):
    time: float  # time.monotonic()
    method: str
    params: Json


class Refusal(NamedTuple):
    call: Call
    status: int
    description: str


@dataclass
class Flood:
    private_burst: float = 5
    private_per_second: float = 1
    group_burst: float = 20
    group_per_second: float = 20 / 60


@dataclass
class _Fault:
    method: str
    times: int
    when: Callable[[Json], bool] | None
    error: tuple[int, Json] | None = None
    executed: bool = False
    delay: float = 0
    reset: bool = False


@dataclass(frozen=True)
class User:
    id: int
    first_name: str
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False

    def wire(self) -> Json:
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
    silent: bool = False
    link_preview: Json | None = None
    sent_at: float = field(default_factory=time.monotonic)
    edited: int = 0
    history: list[tuple[float, str]] = field(default_factory=list, repr=False)

    @property
    def from_bot(self) -> bool:
        return self.sender.is_bot

    @property
    def buttons(self) -> list[list[Json]]:
        return (self.markup or {}).get("inline_keyboard") or []

    @property
    def labels(self) -> list[str]:
        return [button["text"] for row in self.buttons for button in row]

    def wire(self, *, nested: bool = True) -> Json:
        found: Json = {
            "message_id": self.id,
            "date": int(time.time()),
            "chat": self.chat.wire(),
            "from": self.sender.wire(),
        }
        has_file = self.document or self.photo
        body, marks = ("caption", "caption_entities") if has_file else ("text", "entities")
        found |= {body: self.text} if self.text else {}
        found |= {marks: self.entities} if self.entities else {}
        found |= {"document": self.document} if self.document else {}
        found |= {"voice": self.voice} if self.voice else {}
        found |= {"photo": [_photo_size(self.photo)]} if self.photo else {}
        found |= {"forward_origin": self.origin} if self.origin else {}
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

    async def answered(self, within: float = 10) -> Answered:
        return await asyncio.wait_for(asyncio.shield(self.answer), within)


class InlineAnswered(NamedTuple):
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

    async def answered(self, within: float = 10) -> InlineAnswered:
        return await asyncio.wait_for(asyncio.shield(self.answer), within)


@dataclass(eq=False)
class Chat:
    server: TelegramServer = field(repr=False)
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
        if self.type != "private":
            forum = {"is_forum": True} if self.threads else {}
            return {"id": self.id, "type": self.type, "title": self.title, **forum}
        person = self.members[0]
        return {"id": self.id, "type": "private", "first_name": person.first_name}

    def find(self, message_id: int) -> Message | None:
        return next((m for m in self.messages if m.id == message_id), None)

    async def wait_for(
        self,
        wanted: Callable[[Message], bool],
        *,
        within: float = 10,
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
        document = self.server.store(data, file_name, mime_type)
        return self._post(user or self.members[0], caption, document=document)

    async def send_voice(self, data: bytes, seconds: int, *, user: User | None = None) -> Message:
        """A voice message."""
        stored = self.server.store(data, "", "audio/ogg")
        voice = {key: value for key, value in stored.items() if key != "file_name"}
        return self._post(user or self.members[0], "", voice={**voice, "duration": seconds})

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

    def _post(
        self,
        user: User,
        text: str,
        reply_to: Message | int | None = None,
        thread_id: int | None = None,
        *,
        document: Json | None = None,
        voice: Json | None = None,
        origin: Json | None = None,
    ) -> Message:
        answered = self.find(reply_to) if isinstance(reply_to, int) else reply_to
        message = self.server.post(
            self,
            user,
            text=text,
            html=text,
            entities=detect(text),
            reply_to=answered,
            thread_id=thread_id,
            document=document,
            voice=voice,
            origin=origin,
        )
        name = f"@{self.server.me.username}"
        command = re.match(r"/\w+(@\w+)?", text)
        to_bot = answered is not None and answered.from_bot
        to_bot = to_bot or name in text or (command is not None and command[1] is None)
        if to_bot or not self.privacy:
            self.server.push("message", message.wire())
        return message


class PrivateChat(Chat):
    async def send(self, text: str, *, reply_to: Message | int | None = None) -> Message:
        return self._post(self.members[0], text, reply_to)

    async def forward(self, text: str, origin: User | str, number: int = 1) -> Message:
        """Pass on what a person or (by name) a public channel has said, on 9 March 2024."""
        found: Json = {"date": 1709978400}
        if isinstance(origin, User):
            found |= {"type": "user", "sender_user": origin.wire()}
        else:
            channel = {"id": -1001000000777, "type": "channel", "title": origin}
            channel |= {"username": origin.lower().replace(" ", "_")}
            found |= {"type": "channel", "chat": channel, "message_id": number}
        return self._post(self.members[0], text, origin=found)


class GroupChat(Chat):
    async def send(
        self,
        user: User,
        text: str,
        *,
        reply_to: Message | int | None = None,
        thread_id: int | None = None,
    ) -> Message:
        return self._post(user, text, reply_to, thread_id)


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


class TelegramServer(LoBotApiEmulator):  # type: ignore[misc]
    """See the module's docstring. `callback_lifetime`: seconds a button may wait for its answer."""

    def __init__(self, *, flood: Flood | bool = False, callback_lifetime: float = 15) -> None:
        super().__init__()
        self.token = "7000000001:AAF-a-token-of-thirty-five-letters"
        self.url = ""
        self.me = User(7000000001, "Byline", "byline_test_bot", is_bot=True)
        self.flood = (Flood() if flood is True else flood) or None
        self.callback_lifetime = callback_lifetime
        self.calls: list[Call] = []
        self.refused: list[Refusal] = []
        self.chats: dict[int, Chat] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}  # (scope as JSON, language)
        self.descriptions: dict[tuple[str, str], str] = {}  # (name, language)
        self.menu_button: Json = {"type": "commands"}
        self._faults: list[_Fault] = []
        self._files: dict[str, Json] = {}
        self._presses: dict[str, Press] = {}
        self._inline: dict[str, InlineQuery] = {}
        self._pending: list[Json] = []
        self._last: Json | None = None
        self._hook: tuple[str, str] | None = None
        self._bringing: asyncio.Task[None] | None = None
        self.brought: list[tuple[int, int]] = []  # updates taken to the webhook, and its answers
        self._allowed: list[str] = []
        self._changed = asyncio.Event()
        self._poll = self._last_update = 0
        self._user_ids = count(1001)
        self._buckets: dict[int, tuple[float, float]] = {}
        self._message_ids: defaultdict[int, int] = defaultdict(int)

    # Running, and what a test does

    @classmethod
    @asynccontextmanager
    async def running(cls, **options: Any) -> AsyncIterator[Self]:
        server = cls(**options)
        runner = web.AppRunner(server.app(), access_log=None, shutdown_timeout=0.2)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield server
        finally:
            if server._bringing is not None:
                server._bringing.cancel()
            await runner.cleanup()

    def user(
        self,
        id: int | None = None,
        first_name: str = "Ana",
        *,
        language_code: str | None = "en",
        username: str | None = None,
    ) -> User:
        return User(id or next(self._user_ids), first_name, username, language_code)

    def private_chat(self, user: User) -> PrivateChat:
        chat = self.chats.setdefault(user.id, PrivateChat(self, user.id, "private", [user]))
        assert isinstance(chat, PrivateChat)
        return chat

    def group_chat(
        self,
        title: str,
        id: int = -1001000000001,
        *,
        members: list[User] | None = None,
        threads: frozenset[int] = frozenset(),
        privacy: bool = True,
    ) -> GroupChat:
        """With privacy the bot is told only of commands, mentions of it and replies to it."""
        chat = GroupChat(self, id, "supergroup", members or [], title, threads, privacy)
        self.chats[id] = chat
        return chat

    def fail_next(
        self,
        method: str,
        status: int = 429,
        *,
        retry_after: int = 2,
        times: int = 1,
        when: Callable[[Json], bool] | None = None,
    ) -> None:
        """Answer the next calls with an error, without executing them."""
        error: Json = {"description": HTTPStatus(status).phrase}
        if status == 429:
            error["description"] = f"Too Many Requests: retry after {retry_after}"
            error["parameters"] = {"retry_after": retry_after}
        self._faults.append(_Fault(method, times, when, error=(status, error)))

    def reset_next(
        self,
        method: str,
        *,
        executed: bool = False,
        times: int = 1,
        when: Callable[[Json], bool] | None = None,
    ) -> None:
        """Reset the connection; with `executed` the call took effect and its answer is lost."""
        self._faults.append(_Fault(method, times, when, executed=executed, reset=True))

    def delay_next(
        self,
        method: str,
        seconds: float,
        *,
        executed: bool = True,
        times: int = 1,
        when: Callable[[Json], bool] | None = None,
    ) -> None:
        """Answer late; the call takes effect at once, or after the delay if not `executed`."""
        self._faults.append(_Fault(method, times, when, executed=executed, delay=seconds))

    def calls_of(self, *methods: str) -> list[Call]:
        return [call for call in self.calls if call.method in methods]

    # The world, changed by people (Chat) and by the bot (methods below)

    async def until_changed(self, deadline: float) -> None:
        try:
            await asyncio.wait_for(self._changed.wait(), max(deadline - time.monotonic(), 0))
        except TimeoutError:
            return

    def _touch(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    def push_again(self) -> None:
        """Deliver the last update once more, as Telegram does when it missed our receipt."""
        assert self._last is not None
        self._pending.append(self._last)
        self._touch()

    def push(self, kind: str, payload: Json) -> None:
        if not self._allowed or kind in self._allowed:
            self._last_update += 1
            self._last = {"update_id": 500_000 + self._last_update, kind: payload}
            self._pending.append(self._last)
            self._touch()

    def store(self, data: bytes, file_name: str, mime_type: str) -> Json:
        identity, path = f"BQAC-{len(self._files)}", f"documents/file_{len(self._files)}"
        document: Json = {"file_id": identity, "file_unique_id": identity, "file_size": len(data)}
        self._files[identity] = {**document, "file_path": path}
        self.assets[path] = {"data": data}
        return {**document, "file_name": file_name, "mime_type": mime_type}

    def post(self, chat: Chat, sender: User, **content: Any) -> Message:
        """Supergroups number their messages themselves, all other chats share one count."""
        counter = chat.id if chat.type == "supergroup" else 0
        self._message_ids[counter] += 1
        message = Message(chat, self._message_ids[counter], sender, **content)
        message.history.append((message.sent_at, message.text))
        chat.messages.append(message)
        self._touch()
        return message

    def rewrite(
        self, message: Message, text: str, html: str, entities: list[Entity], markup: Json | None
    ) -> None:
        if text != message.text:
            message.history.append((time.monotonic(), text))
        message.text, message.html, message.entities = text, html, entities
        message.markup, message.edited = markup, message.edited + 1
        self._touch()

    def press(self, message: Message, data: str, user: User) -> Press:
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

    # The wire

    async def handle(self, request: web.Request) -> web.StreamResponse:
        call, fault = Call(time.monotonic(), request.match_info["method"], {}), None
        status = 200
        body: Json = {}
        try:
            self._check_token(request.match_info["token"])
            form = await self.read_request(request)
            self.calls.append(call._replace(params=form[0]))
            call = call._replace(params=self._decoded(call.method, *form))
            self.calls[-1] = call
            fault = self._take_fault(call)
            if fault is not None and fault.error is not None:
                status, body = fault.error
            else:
                if fault is not None and not fault.executed and await _interrupt(fault, request):
                    return web.Response()
                self._check_flood(call)
                result = getattr(self, call.method)(call.params)
                body = {"result": await result if asyncio.iscoroutine(result) else result}
        except ApiRefusal as error:
            status, body = error.status, {"description": error.description}
            body |= {"parameters": error.parameters} if error.parameters else {}
            if request.transport is not None:  # else: an abandoned long poll
                self.refused.append(Refusal(call, status, error.description))
        if fault is not None and fault.executed and await _interrupt(fault, request):
            return web.Response()
        extra = {} if status == 200 else {"error_code": status}
        return web.json_response({"ok": status == 200, **extra, **body}, status=status)

    async def download(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self.token:
            raise web.HTTPNotFound
        response: web.StreamResponse = await super().download(request)
        return response

    def _check_token(self, token: str) -> None:
        if token != self.token:
            known = re.fullmatch(r"\d+:[\w-]+", token)
            raise ApiRefusal(*(("Unauthorized", 401) if known else ("Not Found", 404)))

    def _decoded(self, method: str, fields: Json, uploads: Json) -> Json:
        """What the form meant, checked against aiogram's model of the method."""
        model = getattr(aiogram.methods, method[:1].upper() + method[1:], None)
        if model is None or getattr(model, "__api_method__", "") != method:
            raise ApiRefusal("Not Found: method not found", 404)
        if not hasattr(self, method):
            raise ApiRefusal(f"Not Implemented: {method} is not simulated here", 501)
        params: Json = {}
        for name, value in fields.items():
            if name not in model.model_fields:
                raise ApiRefusal(f'Bad Request: unknown parameter "{name}"')
            kind = model.model_fields[name].annotation
            is_text = not isinstance(value, str) or str in (kind, *get_args(kind))
            with suppress(ValueError):  # if it is no JSON, the model says what it should have been
                params[name] = value
                params[name] = value if is_text else json.loads(value)
        files = {k: BufferedInputFile(v["data"], v["filename"]) for k, v in uploads.items()}
        for name, value in params.items():
            if isinstance(value, str) and value.startswith("attach://"):
                params[name] = files.pop(value.removeprefix("attach://"), value)
        params |= files
        if method in ("sendMessage", "editMessageText") and not params.get("text"):
            raise ApiRefusal("Bad Request: message text is empty")
        try:
            unknown = _unknown(model.model_validate(params, strict=True))
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(map(str, first["loc"]))
            raise ApiRefusal(f"Bad Request: {where}: {first['msg']}") from None
        if unknown:
            raise ApiRefusal(f'Bad Request: unknown parameter "{unknown}"')
        return params

    def _take_fault(self, call: Call) -> _Fault | None:
        for fault in self._faults:
            fits = fault.method == call.method and fault.times > 0
            if fits and (fault.when is None or fault.when(call.params)):
                fault.times -= 1
                return fault
        return None

    def _check_flood(self, call: Call) -> None:
        chat = self._known_chat(call.params)
        counted = call.method.startswith(
            ("sendMessage", "sendDocument", "sendPhoto", "editMessage")
        )
        if self.flood is None or chat is None or not counted:
            return
        private = chat.type == "private"
        burst = self.flood.private_burst if private else self.flood.group_burst
        rate = self.flood.private_per_second if private else self.flood.group_per_second
        tokens, since = self._buckets.get(chat.id, (burst, call.time))
        tokens = min(burst, tokens + (call.time - since) * rate)
        wait = math.ceil((1 - tokens) / rate)
        self._buckets[chat.id] = (tokens - (wait <= 0), call.time)
        if wait > 0:
            again = f"Too Many Requests: retry after {wait}"
            raise ApiRefusal(again, 429, {"retry_after": wait})

    def _known_chat(self, params: Json) -> Chat | None:
        identity = str(params.get("chat_id", ""))
        return self.chats.get(int(identity)) if re.fullmatch(r"-?\d+", identity) else None

    def _chat(self, params: Json) -> Chat:
        chat = self._known_chat(params)
        if chat is None:
            raise ApiRefusal("Bad Request: chat not found")
        if chat.blocked:
            raise ApiRefusal("Forbidden: bot was blocked by the user", 403)
        if chat.moved_to is not None:
            upgraded = "Bad Request: group chat was upgraded to a supergroup chat"
            raise ApiRefusal(upgraded, 400, {"migrate_to_chat_id": chat.moved_to})
        return chat

    # Telegram's methods, under Telegram's names

    def getMe(self, _: Json) -> Json:
        rights = {"can_join_groups": True, "can_read_all_group_messages": False}
        return {**self.me.wire(), **rights, "supports_inline_queries": True}

    async def getUpdates(self, params: Json) -> list[Json]:
        if self._hook is not None:
            raise ApiRefusal(
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
                409,
            )
        deadline = time.monotonic() + params.get("timeout", 0)
        self._allowed = params.get("allowed_updates", self._allowed)
        offset = params.get("offset", 0)
        if offset < 0:
            self._pending = self._pending[offset:]
        self._pending = [each for each in self._pending if each["update_id"] >= offset]
        self._poll += 1
        mine = self._poll
        self._touch()
        while not self._pending and time.monotonic() < deadline:
            await self.until_changed(deadline)
            if mine != self._poll:
                await asyncio.sleep(0.05)  # time to notice that its client has gone
                raise ApiRefusal(
                    "Conflict: terminated by other getUpdates request; "
                    "make sure that only one bot instance is running",
                    409,
                )
        return self._pending[: params.get("limit", 100)]

    def deleteWebhook(self, params: Json) -> bool:
        if params.get("drop_pending_updates"):
            self._pending.clear()
        self._hook = None
        return True

    def setWebhook(self, params: Json) -> bool:
        url, secret = params["url"], params.get("secret_token", "")
        # As a Bot API server of one's own does, which also takes http; Telegram itself does not.
        if not re.match(r"https?://[^/]+", url):
            raise ApiRefusal("Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise ApiRefusal("Bad Request: secret token contains unallowed characters")
        self._allowed = params.get("allowed_updates", self._allowed)
        self._hook = (url, secret)
        if self._bringing is None:
            self._bringing = asyncio.create_task(self._bring())
        return True

    async def _bring(self) -> None:
        """Take updates to the webhook, one by one; what is not taken with 200 is brought again."""
        async with ClientSession(timeout=ClientTimeout(10)) as session:
            while True:
                if self._hook is None or not self._pending:
                    await self.until_changed(time.monotonic() + 0.2)
                    continue
                (url, secret), update = self._hook, self._pending[0]
                head = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
                try:
                    async with session.post(url, json=update, headers=head) as response:
                        self.brought.append((update["update_id"], response.status))
                        taken = response.status == 200
                except (ClientError, TimeoutError):
                    taken = False
                if taken:
                    self._pending.remove(update)
                else:
                    await asyncio.sleep(0.1)

    def setMyCommands(self, params: Json) -> bool:
        for command in params["commands"]:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
                raise ApiRefusal("Bad Request: BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"]) <= 256:
                raise ApiRefusal("Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands[_scope(params)] = params["commands"]
        return True

    def getMyCommands(self, params: Json) -> list[Json]:
        return self.commands.get(_scope(params), [])

    def setMyDescription(self, params: Json) -> bool:
        return self._describe("description", 512, params)

    def setMyShortDescription(self, params: Json) -> bool:
        return self._describe("short_description", 120, params)

    def _describe(self, name: str, limit: int, params: Json) -> bool:
        text = params.get(name, "")
        if utf16(text) > limit:
            raise ApiRefusal(f"Bad Request: {name} is too long")
        self.descriptions[name, params.get("language_code", "")] = text
        return True

    def setChatMenuButton(self, params: Json) -> bool:
        self.menu_button = params.get("menu_button", {"type": "default"})
        return True

    def getChat(self, params: Json) -> Json:
        gifts = {f"{kind}_gifts": True for kind in ("unlimited", "limited", "unique")}
        gifts |= {"premium_subscription": True, "gifts_from_channels": True}
        full = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}
        return {**self._chat(params).wire(), **full}

    def sendChatAction(self, params: Json) -> bool:
        chat = self._chat(params)
        if params["action"] not in set(ChatAction):
            raise ApiRefusal("Bad Request: wrong parameter action in request")
        chat.actions.append((time.monotonic(), params["action"]))
        return True

    def sendMessage(self, params: Json) -> Json:
        text, entities = _written(params, "text", 4096, "message is too long")
        return self._send(params, text, params["text"], entities)

    def sendMessageDraft(self, params: Json) -> bool:
        chat = self._chat(params)
        if chat.type != "private":
            raise ApiRefusal("Bad Request: TEXTDRAFT_PEER_INVALID")  # from memory
        if params["draft_id"] == 0:
            raise ApiRefusal("Bad Request: draft_id must be non-zero")  # from memory
        text = _written(params, "text", 4096, "message is too long")[0] if "text" in params else ""
        chat.drafts.append((params["draft_id"], text))
        self._touch()
        return True

    def sendDocument(self, params: Json) -> Json:
        html = params.get("caption", "")
        text, entities = _written(params, "caption", 1024, "message caption is too long")
        file = params["document"]
        if not isinstance(file, BufferedInputFile):
            raise ApiRefusal("Bad Request: wrong file identifier/HTTP URL specified")
        document = self.store(file.data, file.filename or "file", "application/octet-stream")
        return self._send(params, text, html, entities, document=document)

    def sendPhoto(self, params: Json) -> Json:
        text, entities = _written(params, "caption", 1024, "message caption is too long")
        file = params["photo"]
        if not isinstance(file, BufferedInputFile):
            raise ApiRefusal("Bad Request: wrong file identifier/HTTP URL specified")
        if len(file.data) > 10 * 1024 * 1024:
            raise ApiRefusal("Bad Request: file is too big")
        size = _photo_size(file.data)
        width, height = size["width"], size["height"]
        if width + height > 10_000 or max(width, height) > 20 * min(width, height):
            raise ApiRefusal("Bad Request: PHOTO_INVALID_DIMENSIONS")
        return self._send(params, text, params.get("caption", ""), entities, photo=file.data)

    def _send(
        self,
        params: Json,
        text: str,
        html: str,
        entities: list[Entity],
        *,
        document: Json | None = None,
        photo: bytes | None = None,
    ) -> Json:
        chat = self._chat(params)
        thread = params.get("message_thread_id")
        if thread is not None and thread not in chat.threads:
            raise ApiRefusal("Bad Request: message thread not found")
        reply = params.get("reply_parameters") or {}
        answered = chat.find(reply["message_id"]) if reply else None
        if reply and answered is None and not reply.get("allow_sending_without_reply"):
            raise ApiRefusal("Bad Request: message to be replied not found")
        message = self.post(
            chat,
            self.me,
            text=text,
            html=html,
            entities=entities,
            markup=_markup(params),
            reply_to=answered,
            thread_id=thread,
            document=document,
            photo=photo,
            silent=params.get("disable_notification", False),
            link_preview=params.get("link_preview_options"),
        )
        return message.wire()

    def _editable(self, params: Json) -> Message:
        message = self._chat(params).find(params.get("message_id", 0))
        if message is None:
            raise ApiRefusal("Bad Request: message to edit not found")
        if not message.from_bot:
            raise ApiRefusal("Bad Request: message can't be edited")
        return message

    def editMessageText(self, params: Json) -> Json:
        message = self._editable(params)
        if message.document or message.photo:
            raise ApiRefusal("Bad Request: there is no text in the message to edit")
        text, entities = _written(params, "text", 4096, "MESSAGE_TOO_LONG")
        return self._edit(message, text, params["text"], entities, _markup(params))

    def editMessageReplyMarkup(self, params: Json) -> Json:
        old = self._editable(params)
        return self._edit(old, old.text, old.html, old.entities, _markup(params))

    def _edit(
        self, old: Message, text: str, html: str, entities: list[Entity], markup: Json | None
    ) -> Json:
        keyboard = (markup or {}).get("inline_keyboard") or []
        if (text, entities, keyboard) == (old.text, old.entities, old.buttons):
            raise ApiRefusal(f"Bad Request: {NOT_MODIFIED}")
        self.rewrite(old, text, html, entities, markup)
        return old.wire()

    def deleteMessage(self, params: Json) -> bool:
        chat = self._chat(params)
        message = chat.find(params["message_id"])
        if message is None:
            raise ApiRefusal("Bad Request: message to delete not found")
        if not message.from_bot and chat.type != "private":
            raise ApiRefusal("Bad Request: message can't be deleted")
        chat.messages.remove(message)
        self._touch()
        return True

    def answerCallbackQuery(self, params: Json) -> bool:
        press = self._presses.get(params["callback_query_id"])
        seconds = time.monotonic() - press.at if press else 0
        if press is None or press.answer.done() or seconds > self.callback_lifetime:
            raise ApiRefusal(f"Bad Request: {TOO_OLD}")
        text = params.get("text", "")
        if utf16(text) > 200:
            raise ApiRefusal("Bad Request: MESSAGE_TOO_LONG")
        alert = params.get("show_alert", False)
        press.answer.set_result(Answered(text, alert, params.get("url"), seconds))
        return True

    def answerInlineQuery(self, params: Json) -> bool:
        query = self._inline.get(params["inline_query_id"])
        late = query is not None and time.monotonic() - query.at > self.callback_lifetime
        if query is None or late or query.answer.done():
            raise ApiRefusal(f"Bad Request: {TOO_OLD}")
        results, button = params["results"], params.get("button")
        if len(results) > 50:
            raise ApiRefusal("Bad Request: RESULTS_TOO_MUCH")
        ids = [result["id"] for result in results]
        if any(not 1 <= len(id.encode()) <= 64 for id in ids):
            raise ApiRefusal("Bad Request: RESULT_ID_INVALID")
        if len(set(ids)) < len(ids):
            raise ApiRefusal("Bad Request: RESULT_ID_DUPLICATE")
        if len(params.get("next_offset", "").encode()) > 64:
            raise ApiRefusal("Bad Request: NEXT_OFFSET_INVALID")
        if button and not re.fullmatch(r"[\w-]{1,64}", button.get("start_parameter", "")):
            raise ApiRefusal("Bad Request: START_PARAM_INVALID")
        texts = []
        for result in results:
            if result["type"] != "article":
                raise ApiRefusal(f"Not Implemented: {result['type']} is not simulated here", 501)
            if not result["title"]:
                raise ApiRefusal("Bad Request: RESULT_TITLE_EMPTY")
            content = {**result["input_message_content"]}
            content["text"] = content.pop("message_text")
            texts.append(_written(content, "text", 4096, "MESSAGE_TOO_LONG"))
        seconds, personal = params.get("cache_time", 300), params.get("is_personal", False)
        offset = params.get("next_offset", "")
        query.answer.set_result(InlineAnswered(results, texts, seconds, personal, offset, button))
        return True

    def getFile(self, params: Json) -> Json:
        file = self._files.get(params["file_id"])
        if file is None:
            raise ApiRefusal("Bad Request: wrong file_id or the file is temporarily unavailable")
        if file["file_size"] > 20 * 1024 * 1024:
            raise ApiRefusal("Bad Request: file is too big")
        return file


def _photo_size(data: bytes) -> Json:
    """A picture as Telegram names it; refused when it is none."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            width, height = picture.size
    except OSError:
        raise ApiRefusal("Bad Request: IMAGE_PROCESS_FAILED") from None
    identity = f"photo-{zlib.crc32(data)}"
    return {"file_id": identity, "file_unique_id": identity, "width": width, "height": height}


async def _interrupt(fault: _Fault, request: web.Request) -> bool:
    """Wait as the fault says; True when it then broke the connection."""
    await asyncio.sleep(fault.delay)
    if not fault.reset or request.transport is None:
        return False
    raw = request.transport.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # RST, not FIN
    request.transport.abort()
    return True


def _unknown(value: Any, path: str = "") -> str:
    """The path of the first name that the Bot API does not know."""
    if isinstance(value, list):
        return next(filter(None, (_unknown(each, path) for each in value)), "")
    if not isinstance(value, BaseModel):
        return ""
    for name in value.model_extra or {}:
        return f"{path}{name}"
    return next(filter(None, (_unknown(each, f"{path}{name}.") for name, each in value)), "")


def _scope(params: Json) -> tuple[str, str]:
    scope = params.get("scope") or {"type": "default"}
    return json.dumps(scope, sort_keys=True), params.get("language_code") or ""


def _written(params: Json, name: str, limit: int, too_long: str) -> tuple[str, list[Entity]]:
    """Text and entities as shown, from a text or caption in the request."""
    text, mode = params.get(name, ""), params.get("parse_mode", "").lower()
    entities = params.get("entities" if name == "text" else "caption_entities", [])
    if mode == "html":
        try:
            text, entities = parse(text)
        except MarkupError as error:
            raise ApiRefusal(f"Bad Request: can't parse entities: {error}") from None
    elif mode in ("markdown", "markdownv2"):
        raise ApiRefusal(f"Not Implemented: parse_mode {mode} is not simulated here", 501)
    elif mode:
        raise ApiRefusal("Bad Request: unsupported parse_mode")
    text, entities = trim(text.replace("\r", ""), entities)
    if name == "text" and not text:
        raise ApiRefusal("Bad Request: text must be non-empty")
    if utf16(text) > limit:
        raise ApiRefusal(f"Bad Request: {too_long}")
    return text, entities


def _markup(params: Json) -> Json | None:
    markup: Json | None = params.get("reply_markup")
    rows = (markup or {}).get("inline_keyboard", [])
    for button in (each for row in rows for each in row):
        unallowed = "can't parse inline keyboard button: Text buttons are unallowed in the inline"
        if not any(button.get(action) for action in ACTIONS):
            raise ApiRefusal(f"Bad Request: {unallowed} keyboard")
        if len(button.get("callback_data", "").encode()) > 64:
            raise ApiRefusal("Bad Request: BUTTON_DATA_INVALID")
        url = button.get("url")
        if url and (problem := link_problem(url)):
            raise ApiRefusal(
                f"Bad Request: inline keyboard button URL '{url}' is invalid: {problem}"
            )
    if sum(map(len, rows)) > 100:
        raise ApiRefusal("Bad Request: reply markup is too long")
    return markup
