"""Gets messages to a chat whole, whatever the network and Telegram's flood limits do.

Knows Telegram's refusals; does not know what is said. Streaming edits are only ever a preview: they
are spaced, skipped when late and never retried. What counts is retried until it is through.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import TypeVar

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError
from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    stop_after_attempt,
    wait_exponential,
)

Result = TypeVar("Result")

_LOG = logging.getLogger(__name__)

# Telegram allows about one message a second in a private chat and 20 a minute in a group, edits
# included; previews stay well below, so that the final edit is never the one too many.
PRIVATE_INTERVAL_S = 1.5
GROUP_INTERVAL_S = 4.0
_ATTEMPTS = 8
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_backoff = wait_exponential(multiplier=0.5, max=20)


async def insist(call: Callable[[], Awaitable[Result]]) -> Result:
    """Make `call` until it goes through: waits as long as Telegram asks, longer with each fault.

    Raises the last TelegramError when Telegram refuses for good or after 8 attempts.
    """
    attempts = AsyncRetrying(
        retry=retry_if_exception(_passing),
        wait=_wait,
        stop=stop_after_attempt(_ATTEMPTS),
        reraise=True,
    )
    async for attempt in attempts:
        with attempt:
            return await call()
    raise AssertionError("unreachable: the last attempt returns or raises")


async def send(
    bot: Bot,
    chat_id: int,
    parts: Sequence[str],
    *,
    reply_to: int | None = None,
    keyboard: InlineKeyboardMarkup | None = None,
) -> None:
    """Send HTML messages in order; the first replies to `reply_to`, the last has the buttons."""
    for place, part in enumerate(parts):
        last = place == len(parts) - 1
        await insist(
            lambda part=part, place=place, last=last: _send_one(  # type: ignore[misc]
                bot, chat_id, part, reply_to if place == 0 else None, keyboard if last else None
            )
        )


class LiveMessage:
    """One message that shows what is going on and ends as the answer."""

    def __init__(self, bot: Bot, chat_id: int, reply_to: int | None) -> None:
        self._bot = bot
        self._chat_id = chat_id
        self._reply_to = reply_to
        self._id: int | None = None
        self._shown: tuple[str, InlineKeyboardMarkup | None] | None = None
        self._wanted: tuple[str, InlineKeyboardMarkup | None] | None = None
        self._changed = asyncio.Event()
        self._finished = False
        self._pump: asyncio.Task[None] | None = None
        self._interval = PRIVATE_INTERVAL_S if chat_id > 0 else GROUP_INTERVAL_S

    def show(self, html: str, keyboard: InlineKeyboardMarkup | None = None) -> None:
        """Show this as soon as the flood limits allow, unless something newer comes first."""
        if self._finished:
            return
        self._wanted = (html, keyboard)
        self._changed.set()
        if self._pump is None:
            self._pump = asyncio.create_task(self._keep_showing())

    async def finish(
        self, parts: Sequence[str], keyboard: InlineKeyboardMarkup | None = None
    ) -> None:
        """Put the final text in place, with further messages behind it if it needs them.

        Raises TelegramError only when the chat cannot be reached at all.
        """
        self._finished = True
        if self._pump is not None:
            self._pump.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._pump
        first, rest = parts[0], parts[1:]
        own = None if rest else keyboard
        try:
            await insist(lambda: self._put(first, own))
        except BadRequest as error:
            # The reader deleted our message, or it is too old: say it in a new one.
            _LOG.info("final edit refused (%s), sending anew", error.message)
            await send(self._bot, self._chat_id, [first], keyboard=own)
        if rest:
            await send(self._bot, self._chat_id, rest, keyboard=keyboard)

    async def _keep_showing(self) -> None:
        while True:
            await self._changed.wait()
            self._changed.clear()
            wanted = self._wanted
            if wanted is None or wanted == self._shown:
                continue
            pause = self._interval
            try:
                # Not cut off halfway by `finish`: an unfinished call could land after the answer.
                await _finishing(self._put(*wanted))
            except RetryAfter as error:
                pause = max(pause, _seconds(error))
            except TelegramError as error:
                _LOG.debug("preview not shown: %s", error)
            await asyncio.sleep(pause)

    async def _put(self, html: str, keyboard: InlineKeyboardMarkup | None) -> None:
        if self._id is None:
            message = await _send_one(self._bot, self._chat_id, html, self._reply_to, keyboard)
            self._id = message.message_id
        else:
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
                if "not modified" not in error.message.lower():
                    raise
        self._shown = (html, keyboard)


async def _finishing(call: Awaitable[None]) -> None:
    """Await `call` to its end even when cancelled meanwhile; then the cancellation goes on."""
    task = asyncio.ensure_future(call)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        with contextlib.suppress(TelegramError):
            await task
        raise


async def _send_one(
    bot: Bot,
    chat_id: int,
    html: str,
    reply_to: int | None,
    keyboard: InlineKeyboardMarkup | None,
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
    return _seconds(error) + 0.1 if isinstance(error, RetryAfter) else _backoff(state)


def _seconds(error: RetryAfter) -> float:
    after = error.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)
