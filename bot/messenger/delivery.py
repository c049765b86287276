"""Gets messages to a chat whole, whatever the network and Telegram's flood limits do.

Knows Telegram's refusals; does not know what is said. Streaming edits are only ever a preview: they
are spaced, skipped when late and never retried. What counts is retried until it is through.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError
from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    stop_after_delay,
    wait_exponential,
)

from bot.messenger.pace import Pace, Rank, Result, seconds

_LOG = logging.getLogger(__name__)

# Telegram allows about one message a second in a private chat and 20 a minute in a group, edits
# included; our edits stay well below, so that the last one is never the one too many.
PRIVATE_INTERVAL_S = 1.5
GROUP_INTERVAL_S = 4.0
_PATIENCE_S = 600.0  # an answer that took minutes to write is worth waiting out an outage
_CHATS_KEPT = 500  # paces of chats; those at rest are forgotten beyond this
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_backoff = wait_exponential(multiplier=0.5, max=20)

Keys = InlineKeyboardMarkup | None
Shown = tuple[str, Keys]


async def insist(call: Callable[[], Awaitable[Result]]) -> Result:
    """Make `call` until it goes through: waits as long as Telegram asks, longer with each fault.

    Raises the last TelegramError when Telegram refuses for good or after ten minutes.
    """
    attempts = AsyncRetrying(
        retry=retry_if_exception(_passing),
        wait=_wait,
        stop=stop_after_delay(_PATIENCE_S),
        reraise=True,
    )
    async for attempt in attempts:
        with attempt:
            return await call()
    raise AssertionError("unreachable: the last attempt returns or raises")


class Outbox:
    """All that one bot says: every chat at a pace of its own."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._paces: dict[int, Pace] = {}

    async def send(
        self,
        chat_id: int,
        parts: Sequence[str],
        *,
        reply_to: int | None = None,
        keyboard: Keys = None,
    ) -> None:
        """Send HTML messages in order; the first replies to `reply_to`, the last has the buttons.

        Raises TelegramError when the chat cannot be reached.
        """
        pace = self._pace(chat_id)
        for place, part in enumerate(parts):
            reply = reply_to if place == 0 else None
            keys = keyboard if place == len(parts) - 1 else None

            async def once(part: str = part, reply: int | None = reply, keys: Keys = keys) -> None:
                await pace.say(lambda: _send_one(self._bot, chat_id, part, reply, keys))

            await insist(once)

    def live(self, chat_id: int, reply_to: int | None) -> "LiveMessage":
        """A message to come that changes while it is worked on."""
        return LiveMessage(self, self._bot, self._pace(chat_id), chat_id, reply_to)

    def _pace(self, chat_id: int) -> Pace:
        if chat_id not in self._paces:
            if len(self._paces) >= _CHATS_KEPT:
                self._paces = {id: pace for id, pace in self._paces.items() if not pace.at_rest()}
            interval = PRIVATE_INTERVAL_S if chat_id > 0 else GROUP_INTERVAL_S
            self._paces[chat_id] = Pace(interval)
        return self._paces[chat_id]


class LiveMessage:
    """One message that shows what is going on and ends as the answer."""

    def __init__(
        self, outbox: Outbox, bot: Bot, pace: Pace, chat_id: int, reply_to: int | None
    ) -> None:
        self._outbox = outbox
        self._bot = bot
        self._pace = pace
        self._chat_id = chat_id
        self._reply_to = reply_to
        self._id: int | None = None
        self._shown: Shown | None = None
        self._wanted: Shown | None = None
        self._rank = Rank.MINOR
        self._changed = asyncio.Event()
        self._finished = False
        self._pump: asyncio.Task[None] | None = None
        self.on_blocked: Callable[[], None] = lambda: None
        """Called once when it turns out that nobody is there to read this."""

    def show(self, html: str, keyboard: Keys = None, *, minor: bool = False) -> None:
        """Show this as soon as the flood limits allow, unless something newer comes first.

        What is `minor` lets the chat's other messages go first.
        """
        if self._finished:
            return
        self._wanted = (html, keyboard)
        self._rank = Rank.MINOR if minor else Rank.DRAFT
        self._changed.set()
        if self._pump is None:
            self._pump = asyncio.create_task(self._keep_showing())

    async def finish(
        self,
        parts: Sequence[str],
        keyboard: Keys = None,
        *,
        at_once: bool = False,
    ) -> None:
        """Put the final text in place, with further messages behind it if it needs them.

        `at_once`, as when a person pressed Stop, does not wait for the next edit's time. Raises
        TelegramError only when the chat cannot be reached at all.
        """
        self._finished = True
        if self._pump is not None:
            # A call in flight is let finish: it could land after the answer, or lose us its id.
            self._pump.cancel()
            await asyncio.wait({self._pump})
        first, rest = parts[0], parts[1:]
        own = None if rest else keyboard
        rank = Rank.AT_ONCE if at_once else Rank.FINAL
        try:
            await insist(lambda: self._put(rank, lambda: (first, own)))
        except BadRequest as error:
            # The reader deleted our message, or it is too old: say it in a new one.
            _LOG.info("final edit refused (%s), sending anew", error.message)
            await self._outbox.send(self._chat_id, [first], reply_to=self._reply_to, keyboard=own)
        if rest:
            await self._outbox.send(self._chat_id, rest, keyboard=keyboard)

    async def _keep_showing(self) -> None:
        while True:
            await self._changed.wait()
            self._changed.clear()
            if self._wanted == self._shown:
                continue
            try:
                await self._put(self._rank, self._newest)
            except RetryAfter:
                self._changed.set()  # the pace knows when; by then something newer may be wanted
            except Forbidden:
                self.on_blocked()
                return
            except BadRequest as error:
                _LOG.debug("preview refused: %s", error)
                return  # `finish` finds out whether a new message is needed
            except TelegramError as error:
                _LOG.debug("preview not shown: %s", error)
                await asyncio.sleep(PRIVATE_INTERVAL_S)
            except Exception:
                _LOG.exception("preview failed")
                return

    def _newest(self) -> Shown:
        assert self._wanted is not None  # `show` sets it before it starts the pump
        return self._wanted

    async def _put(self, rank: Rank, content: Callable[[], Shown]) -> None:
        """Send or edit once, with what `content` gives when it is this message's turn."""
        if self._id is None:
            await self._pace.say(lambda: self._send(*content()))
        else:
            await self._pace.edit(rank, lambda: self._edit(*content()))

    async def _send(self, html: str, keyboard: Keys) -> None:
        message = await _send_one(self._bot, self._chat_id, html, self._reply_to, keyboard)
        self._id = message.message_id
        self._shown = (html, keyboard)

    async def _edit(self, html: str, keyboard: Keys) -> None:
        try:
            await self._bot.edit_message_text(
                html,
                self._chat_id,
                self._id,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard,
                link_preview_options=_NO_PREVIEW,
            )
        except BadRequest as error:
            # It got through before, and only the reply was lost.
            if "not modified" not in error.message.lower():
                raise
        self._shown = (html, keyboard)


async def _send_one(
    bot: Bot, chat_id: int, html: str, reply_to: int | None, keyboard: Keys
) -> Message:
    # A question that was deleted meanwhile is no reason not to answer it.
    reply = ReplyParameters(reply_to, allow_sending_without_reply=True) if reply_to else None
    return await bot.send_message(
        chat_id,
        html,
        parse_mode=ParseMode.HTML,
        reply_parameters=reply,
        reply_markup=keyboard,
        link_preview_options=_NO_PREVIEW,
    )


def _passing(error: BaseException) -> bool:
    """Whether the same call may go through later. BadRequest is a NetworkError and never does."""
    if isinstance(error, BadRequest | Forbidden):
        return False
    return isinstance(error, NetworkError | RetryAfter)


def _wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    return seconds(error) + 0.1 if isinstance(error, RetryAfter) else _backoff(state)
