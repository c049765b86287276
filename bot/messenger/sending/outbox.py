"""Sends to chats through a network that fails and Telegram's flood limits.

Knows Telegram's refusals and how fast each chat may be written to. Does not know what is said, or
that a message may become an answer (`live_message.py`). Wraps tenacity: a call that fails
in passing is repeated after 0.5 s, 1 s, 2 s … up to 20 s.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from weakref import WeakValueDictionary

from telegram import Bot, CallbackQuery, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.constants import ChatMemberStatus, ParseMode
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

from bot.messenger.sending.moves import Moves
from bot.messenger.sending.send_rate import TELEGRAM, Limits, Pace, Rank, Result, seconds

_LOG = logging.getLogger(__name__)

_PATIENCE_S = 600.0  # how long a call is repeated before it is given up
_CHATS_KEPT = 500  # with more chats than this, the paces of those at rest are forgotten
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_backoff = wait_exponential(multiplier=0.5, max=20)

Keys = InlineKeyboardMarkup | None
Shown = tuple[str, Keys]
"""What a message shows: HTML, and the buttons under it."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a message goes: a chat, and in a forum the topic within it."""

    chat: int
    thread: int | None = None


async def insist(
    call: Callable[[], Awaitable[Result]], *, patience_s: float | None = _PATIENCE_S
) -> Result:
    """Repeat `call` until it succeeds, and return its result.

    Waits as long as Telegram asks, and after other faults longer each time. Raises the last
    TelegramError when Telegram refuses for good, or after `patience_s` (None: never gives up).
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
    """Sends everything that one bot says, to each chat at its own pace."""

    def __init__(self, bot: Bot, limits: Limits = TELEGRAM) -> None:
        """Send as `bot`, no faster than `limits`."""
        self._bot = bot
        self._limits = limits
        self._paces: dict[int, Pace] = {}
        self.moves = Moves()
        self._locks: WeakValueDictionary[tuple[str, int], asyncio.Lock] = WeakValueDictionary()

    async def send(
        self,
        destination: Destination,
        parts: Sequence[str],
        *,
        reply_to: int | None = None,
        keyboard: Keys = None,
        sent: Callable[[], None] = lambda: None,
    ) -> None:
        """Send HTML messages in order; the first replies to `reply_to`, the last has the buttons.

        `sent` is called once Telegram has the last, even when the caller was cancelled meanwhile. A
        message may arrive twice when the connection breaks. Raises TelegramError when the chat
        cannot be reached.
        """
        left = len(parts)

        def said(message_id: int, shown: Shown) -> None:
            nonlocal left
            left -= 1
            if not left:
                sent()

        for number, part in enumerate(parts):
            reply = reply_to if number == 0 else None
            keys = keyboard if number == len(parts) - 1 else None

            async def once(part: str = part, reply: int | None = reply, keys: Keys = keys) -> None:
                await self.say(destination, lambda: (part, keys), reply, said)

            await insist(once)

    async def send_file(self, destination: Destination, content: bytes, name: str) -> None:
        """Send a file. Raises TelegramError when the chat cannot be reached."""

        async def call() -> None:
            await self._bot.send_document(
                self.home(destination.chat),
                content,
                filename=name,
                message_thread_id=destination.thread,
            )

        await insist(lambda: self._pace(destination.chat).say(call))

    async def send_picture(self, destination: Destination, content: bytes, caption: str) -> None:
        """Send a PNG with a line of HTML. Raises TelegramError when the chat cannot be reached."""

        async def call() -> None:
            await self._bot.send_photo(
                self.home(destination.chat),
                content,
                caption=caption,
                parse_mode=ParseMode.HTML,
                message_thread_id=destination.thread,
            )

        await insist(lambda: self._pace(destination.chat).say(call))

    async def say(
        self,
        destination: Destination,
        content: Callable[[], Shown],
        reply_to: int | None = None,
        said: Callable[[int, Shown], None] = lambda message_id, shown: None,
    ) -> None:
        """Send one message, without repeating; `content` is asked for it when its turn comes.

        `said` is called with the message's id even when the caller was cancelled meanwhile. Raises
        TelegramError.
        """
        chat = self.home(destination.chat)
        if chat != destination.chat:
            reply_to = None  # that number counts in the old chat only
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
            await self._pace(chat).say(lambda: call(destination.thread))
        except BadRequest as error:
            if destination.thread is None or "thread not found" not in error.message.lower():
                raise
            # The topic was deleted: the chat itself is still there.
            await self._pace(chat).say(lambda: call(None))
        except ChatMigrated as error:
            self.moves.note(chat, error.new_chat_id)
            raise

    async def edit(
        self, destination: Destination, message_id: int, rank: Rank, content: Callable[[], Shown]
    ) -> Shown:
        """Edit a message, without repeating, and return what it shows now.

        `content` is asked for it when its turn comes. Raises TelegramError.
        """
        if self.home(destination.chat) != destination.chat:
            raise BadRequest("the chat has moved without its messages")

        async def call() -> Shown:
            html, keyboard = content()
            await self._bot.edit_message_text(
                html,
                destination.chat,
                message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard,
                link_preview_options=_NO_PREVIEW,
            )
            return html, keyboard

        try:
            return await self._pace(destination.chat).edit(rank, call)
        except BadRequest as error:
            # An earlier try was executed, and only its receipt was lost.
            if "not modified" not in error.message.lower():
                raise
            return content()
        except ChatMigrated as error:
            self.moves.note(destination.chat, error.new_chat_id)
            raise BadRequest("the chat has moved without its messages") from error

    async def edit_buttons(self, destination: Destination, message_id: int, keys: Keys) -> None:
        """Put other buttons under a message, without repeating. Raises TelegramError."""

        async def call() -> None:
            await self._bot.edit_message_reply_markup(
                destination.chat, message_id, reply_markup=keys
            )

        try:
            await self._pace(destination.chat).edit(Rank.AT_ONCE, call)
        except BadRequest as error:
            # Two taps may ask for the same.
            if "not modified" not in error.message.lower():
                raise

    async def draft(
        self, destination: Destination, number: int, rank: Rank, content: Callable[[], Shown]
    ) -> Shown:
        """Show a draft, without repeating, and return what it shows now.

        `content` is asked for it when its turn comes. Raises TelegramError.
        """

        async def call() -> Shown:
            html, keyboard = content()
            await self._bot.send_message_draft(
                destination.chat,
                number,
                html,
                parse_mode=ParseMode.HTML,
                message_thread_id=destination.thread,
            )
            return html, keyboard

        return await self._pace(destination.chat).edit(rank, call)

    async def delete(self, destination: Destination, message_id: int) -> None:
        """Delete a message of ours, without repeating. Raises TelegramError."""

        async def call() -> bool:
            return await self._bot.delete_message(destination.chat, message_id)

        await self._pace(destination.chat).edit(Rank.FINAL, call)

    async def channel(self, name: str, *, to_post: bool) -> int:
        """The number of the public channel `name`, such as "@harbour_news".

        Raises TelegramError where there is none, or where the bot is `to_post` and may not.
        """
        chat = await insist(lambda: self._bot.get_chat(name))
        if not to_post:
            return int(chat.id)
        member = await insist(lambda: self._bot.get_chat_member(chat.id, self._bot.id))
        may_post = getattr(member, "can_post_messages", None) is not False
        if member.status != ChatMemberStatus.ADMINISTRATOR or not may_post:
            raise Forbidden("the bot is no administrator who may post")
        return int(chat.id)

    def home(self, chat: int) -> int:
        """The present number of a chat, which may have become a supergroup."""
        return self.moves.home(chat)

    def lock(self, purpose: str, chat: int) -> asyncio.Lock:
        """A lock of this chat for one `purpose`; it is given in the order of asking for it."""
        return self._locks.setdefault((purpose, chat), asyncio.Lock())

    def _pace(self, chat: int) -> Pace:
        if chat not in self._paces:
            if len(self._paces) >= _CHATS_KEPT:
                self._paces = {key: pace for key, pace in self._paces.items() if not pace.at_rest()}
            self._paces[chat] = Pace(self._limits.private if chat > 0 else self._limits.group)
        return self._paces[chat]


async def acknowledge(query: CallbackQuery | None, text: str | None = None) -> None:
    """Stop the circle on a pressed button, and show `text` for a moment."""
    if query is not None:
        # A tap that is too old to be acknowledged still does what it says.
        with contextlib.suppress(TelegramError):
            await insist(lambda: query.answer(text))


def refused(error: BaseException) -> bool:
    """Whether Telegram will never take this call for this chat."""
    too_large = isinstance(error, NetworkError) and "too large" in error.message.lower()
    return too_large or isinstance(error, BadRequest | Forbidden)


def _passing(error: BaseException) -> bool:
    """Whether the same call may succeed later."""
    if refused(error):
        return False  # BadRequest is a NetworkError, yet for good
    return isinstance(error, NetworkError | RetryAfter | ChatMigrated)


def _wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, ChatMigrated):
        return 0
    return seconds(error) + 0.1 if isinstance(error, RetryAfter) else _backoff(state)
