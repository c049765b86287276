"""Gets calls through to a chat, whatever the network and Telegram's flood limits do.

Knows Telegram's refusals, how fast each chat may be written to and where a chat has moved; does
not know what is said, nor what a message becomes (`live.py`).
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from weakref import WeakValueDictionary

from telegram import Bot, CallbackQuery, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    stop_after_delay,
    stop_never,
    wait_exponential,
)

from bot.messenger.sending.pace import TELEGRAM, Limits, Pace, Rank, Result, seconds

_LOG = logging.getLogger(__name__)

_PATIENCE_S = 600.0
_CHATS_KEPT = 500  # paces of chats; those at rest are forgotten beyond this
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_backoff = wait_exponential(multiplier=0.5, max=20)

Keys = InlineKeyboardMarkup | None
Shown = tuple[str, Keys]


@dataclass(frozen=True, slots=True)
class Place:
    """Where to say something: a chat, and the topic within it."""

    chat: int
    thread: int | None = None


async def insist(
    call: Callable[[], Awaitable[Result]], *, patience_s: float | None = _PATIENCE_S
) -> Result:
    """Make `call` until it goes through: waits as long as Telegram asks, longer with each fault.

    Raises the last TelegramError when Telegram refuses for good or after `patience_s`.
    """
    attempts = AsyncRetrying(
        retry=retry_if_exception(_passing),
        wait=_wait,
        stop=stop_never if patience_s is None else stop_after_delay(patience_s),
        reraise=True,
    )
    async for attempt in attempts:
        with attempt:
            return await call()
    raise AssertionError("unreachable: the last attempt returns or raises")


class Outbox:
    """All that one bot says: every chat at a pace of its own."""

    def __init__(self, bot: Bot, limits: Limits = TELEGRAM) -> None:
        self._bot = bot
        self._limits = limits
        self._paces: dict[int, Pace] = {}
        self._moved: dict[int, int] = {}
        self._locks: WeakValueDictionary[tuple[str, int], asyncio.Lock] = WeakValueDictionary()
        self.on_moved: Callable[[int, int], None] = lambda old, new: None
        """Called when a group has become a supergroup, with both of its numbers."""

    async def send(
        self,
        place: Place,
        parts: Sequence[str],
        *,
        reply_to: int | None = None,
        keyboard: Keys = None,
    ) -> None:
        """Send HTML messages in order; the first replies to `reply_to`, the last has the buttons.

        A connection that broke may bring one twice. Raises TelegramError when the chat cannot be
        reached.
        """
        for number, part in enumerate(parts):
            reply = reply_to if number == 0 else None
            keys = keyboard if number == len(parts) - 1 else None

            async def once(part: str = part, reply: int | None = reply, keys: Keys = keys) -> None:
                await self.say(place, lambda: (part, keys), reply)

            await insist(once)

    async def send_file(self, place: Place, content: bytes, name: str) -> None:
        """Send a file. Raises TelegramError when the chat cannot be reached."""

        async def call() -> None:
            await self._bot.send_document(
                self.home(place.chat), content, filename=name, message_thread_id=place.thread
            )

        await insist(lambda: self._pace(place.chat).say(call))

    async def send_picture(self, place: Place, content: bytes, caption: str) -> None:
        """Send a PNG with a line of HTML. Raises TelegramError when the chat cannot be reached."""

        async def call() -> None:
            await self._bot.send_photo(
                self.home(place.chat),
                content,
                caption=caption,
                parse_mode=ParseMode.HTML,
                message_thread_id=place.thread,
            )

        await insist(lambda: self._pace(place.chat).say(call))

    async def say(
        self,
        place: Place,
        content: Callable[[], Shown],
        reply_to: int | None = None,
        said: Callable[[int, Shown], None] = lambda id, shown: None,
    ) -> None:
        """Send one message, once, with what `content` gives at its turn.

        `said` is told its id even when whoever waits for this was cancelled meanwhile.
        """
        chat = self.home(place.chat)
        if chat != place.chat:
            reply_to = None  # our number of it is of the old chat
        # A question that was deleted meanwhile is no reason not to answer it.
        reply = ReplyParameters(reply_to, allow_sending_without_reply=True) if reply_to else None

        async def call(thread: int | None) -> None:
            html, keyboard = content()
            message = await self._bot.send_message(
                chat,
                html,
                parse_mode=ParseMode.HTML,
                reply_parameters=reply,
                reply_markup=keyboard,
                link_preview_options=_NO_PREVIEW,
                message_thread_id=thread,
            )
            said(message.message_id, (html, keyboard))

        try:
            await self._pace(chat).say(lambda: call(place.thread))
        except BadRequest as error:
            if place.thread is None or "thread not found" not in error.message.lower():
                raise
            # The topic was deleted: the chat itself is still there.
            await self._pace(chat).say(lambda: call(None))
        except ChatMigrated as error:
            self.note_move(chat, error.new_chat_id)
            raise

    async def edit(self, place: Place, id: int, rank: Rank, content: Callable[[], Shown]) -> Shown:
        """Edit a message, once, to what `content` gives at its turn, and return that."""
        if self.home(place.chat) != place.chat:
            raise BadRequest("the chat has moved without its messages")

        async def call() -> Shown:
            html, keyboard = content()
            await self._bot.edit_message_text(
                html,
                place.chat,
                id,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard,
                link_preview_options=_NO_PREVIEW,
            )
            return html, keyboard

        try:
            return await self._pace(place.chat).edit(rank, call)
        except BadRequest as error:
            # It got through before, and only the reply was lost.
            if "not modified" not in error.message.lower():
                raise
            return content()
        except ChatMigrated as error:
            self.note_move(place.chat, error.new_chat_id)
            raise BadRequest("the chat has moved without its messages") from error

    async def draft(
        self, place: Place, number: int, rank: Rank, content: Callable[[], Shown]
    ) -> Shown:
        """Show a draft, once, as what `content` gives at its turn, and return that."""

        async def call() -> Shown:
            html, keyboard = content()
            await self._bot.send_message_draft(
                place.chat,
                number,
                html,
                parse_mode=ParseMode.HTML,
                message_thread_id=place.thread,
            )
            return html, keyboard

        return await self._pace(place.chat).edit(rank, call)

    async def delete(self, place: Place, id: int) -> None:
        """Delete a message of ours, once."""

        async def call() -> bool:
            return await self._bot.delete_message(place.chat, id)

        await self._pace(place.chat).edit(Rank.FINAL, call)

    def home(self, chat: int) -> int:
        """The number under which a chat goes on, or its own."""
        return self._moved.get(chat, chat)

    def lock(self, purpose: str, chat: int) -> asyncio.Lock:
        """For what must happen in a chat one after the other, in the order of asking for it."""
        return self._locks.setdefault((purpose, chat), asyncio.Lock())

    def note_move(self, old: int, new: int) -> None:
        """What is meant for `old` goes to `new` from now on."""
        if self.home(old) != new:
            _LOG.info("a group has become a supergroup")
            self._moved[old] = new
            self.on_moved(old, new)

    def _pace(self, chat: int) -> Pace:
        if chat not in self._paces:
            if len(self._paces) >= _CHATS_KEPT:
                self._paces = {id: pace for id, pace in self._paces.items() if not pace.at_rest()}
            self._paces[chat] = Pace(self._limits.private if chat > 0 else self._limits.group)
        return self._paces[chat]


async def acknowledge(query: CallbackQuery | None, text: str | None = None) -> None:
    """Let a pressed button come to rest, with a line that is shown for a moment."""
    if query is not None:
        # Too old to be answered is no fault; the tap still does what it says.
        with contextlib.suppress(TelegramError):
            await insist(lambda: query.answer(text))


def refused(error: Exception) -> bool:
    """Whether Telegram will not take this call for this chat, now or later."""
    return isinstance(error, BadRequest | Forbidden)


def _passing(error: BaseException) -> bool:
    """Whether the same call may go through later. BadRequest is a NetworkError and never does."""
    if isinstance(error, BadRequest | Forbidden):
        return False
    return isinstance(error, NetworkError | RetryAfter | ChatMigrated)


def _wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, ChatMigrated):
        return 0
    return seconds(error) + 0.1 if isinstance(error, RetryAfter) else _backoff(state)
