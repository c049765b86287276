"""One message that shows the progress of an answer and ends as the answer.

Previews are edits that are spaced, skipped when late and never repeated. The end is repeated until
Telegram has it, and always as an edit of a message that exists: a message whose receipt is lost
would be sent twice, an edit may be repeated.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence

from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.messenger.sending.outbox import Destination, Keys, Outbox, Shown, insist
from bot.messenger.sending.send_rate import Rank

_LOG = logging.getLogger(__name__)

_AFTER_FAULT_S = 1.5  # pause of previews after a network fault
_EMPTY: Shown = ("…", None)


class LiveMessage:
    """`show` previews, then `finish` it. Lives in the event loop."""

    def __init__(
        self,
        outbox: Outbox,
        destination: Destination,
        reply_to: int | None,
        message_ids: Sequence[int] = (),
    ) -> None:
        """Reply to the message `reply_to`, or go on in the messages that a former run sent.

        `message_ids` are those messages, in order.
        """
        self._outbox = outbox
        self._destination = destination
        self._reply_to = reply_to
        self._ids = list(message_ids)
        self._shown: Shown | None = None
        self._offered = ""
        self._wanted: Shown | None = None
        self._rank = Rank.MINOR
        self._changed = asyncio.Event()
        self._finished = False
        self._pump: asyncio.Task[None] | None = None
        self.on_shown: Callable[[list[int]], None] = lambda message_ids: None
        """Called with the ids of all its messages whenever their number changes."""
        self.on_blocked: Callable[[], None] = lambda: None
        """Called when it turns out that the reader has blocked the bot."""

    @property
    def message_ids(self) -> tuple[int, ...]:
        """The ids of its messages, in order."""
        return tuple(self._ids)

    @property
    def shown(self) -> str:
        """The HTML that the reader sees or is about to see; "" when there is none yet."""
        return self._offered

    def show(self, html: str, keyboard: Keys = None, *, minor: bool = False) -> None:
        """Show a preview as soon as the flood limits allow, unless a newer one comes first.

        A `minor` preview lets the chat's other messages go first. After `finish` does nothing.
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
        """Replace the preview by the final HTML, one message for each of `parts`.

        With `at_once`, as after Stop, the first edit need not keep its distance to the last one.
        Returns when all is delivered; raises TelegramError when Telegram refuses for good.
        """
        await self.leave()
        rank = Rank.AT_ONCE if at_once else Rank.FINAL
        for number, part in enumerate(parts):
            await self._settle(number, (part, keyboard if number == len(parts) - 1 else None), rank)
        while len(self._ids) > len(parts):  # an earlier answer needed more messages
            with contextlib.suppress(BadRequest):
                await insist(lambda: self._outbox.delete(self._destination, self._ids[-1]))
            self._ids.pop()
            self.on_shown(self._ids)

    async def leave(self) -> None:
        """Show no more previews. Returns when nothing is under way: another bot may go on."""
        self._finished = True
        if self._pump is not None:
            # Wait for a call in flight: it could arrive after the answer, or its id be lost.
            self._pump.cancel()
            await asyncio.wait({self._pump})

    async def _settle(self, number: int, final: Shown, rank: Rank) -> None:
        try:
            await self._end_as(number, final, rank)
        except BadRequest as error:
            # The reader deleted our message, or it is too old: send a new one.
            _LOG.info("final edit refused (%s), sending a new message", error.message)
            del self._ids[number:]
            await self._end_as(number, final, rank)

    async def _end_as(self, number: int, final: Shown, rank: Rank) -> None:
        if number == len(self._ids):
            async with self._turn_to_open():
                await insist(self._open, patience_s=None)
        message_id = self._ids[number]
        await insist(
            lambda: self._outbox.edit(self._destination, message_id, rank, lambda: final),
            patience_s=None,
        )

    def _turn_to_open(self) -> asyncio.Lock:
        """The lock that keeps the new messages of a chat in the order of their questions."""
        return self._outbox.lock("open", self._destination.chat)

    async def _open(self) -> None:
        """Send one more message, to be edited later."""
        first = not self._ids
        chat = self._outbox.home(self._destination.chat)
        self._destination = Destination(chat, self._destination.thread)
        await self._outbox.say(
            self._destination,
            self._newest if first else lambda: _EMPTY,
            self._reply_to if first else None,
            self._opened,
        )

    def _opened(self, message_id: int, shown: Shown) -> None:
        self._ids.append(message_id)
        self._shown = shown
        self.on_shown(self._ids)

    async def _keep_showing(self) -> None:
        if not self._ids:
            async with self._turn_to_open():
                while not self._ids:
                    if not await self._tried(self._open):
                        return
        while True:
            await self._changed.wait()
            self._changed.clear()
            if self._wanted != self._shown and not await self._tried(self._refresh):
                return

    async def _refresh(self) -> None:
        self._shown = await self._outbox.edit(
            self._destination, self._ids[0], self._rank, self._newest
        )

    async def _tried(self, step: Callable[[], Awaitable[None]]) -> bool:
        """Send one preview; False when further previews make no sense."""
        try:
            await step()
        except RetryAfter:
            self._changed.set()  # the pace knows when; by then there may be a newer preview
        except Forbidden:
            self.on_blocked()
            return False
        except BadRequest as error:
            _LOG.debug("preview refused: %s", error)
            return False  # `finish` finds out whether a new message is needed
        except TelegramError as error:
            _LOG.debug("preview not shown: %s", error)
            await asyncio.sleep(_AFTER_FAULT_S)
            self._changed.set()
        except Exception:
            _LOG.exception("preview failed")
            return False
        return True

    def _newest(self) -> Shown:
        newest = self._wanted or _EMPTY
        self._offered = newest[0]
        return newest
