"""One message that shows what is going on and ends as the answer.

What is shown on the way is only ever a preview: spaced, skipped when late, never retried. What it
ends as is put there until it is through, and always as an edit of a message that is ours already:
a sent message whose receipt is lost could only be sent twice, an edit may be repeated.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence

from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.messenger.sending.outbox import Keys, Outbox, Place, Shown, insist
from bot.messenger.sending.pace import Rank

_LOG = logging.getLogger(__name__)

_AFTER_FAULT_S = 1.5
_EMPTY: Shown = ("…", None)


class LiveMessage:
    """`ids` are messages of ours that a former run has shown it in, in order."""

    def __init__(
        self,
        outbox: Outbox,
        place: Place,
        reply_to: int | None,
        ids: Sequence[int] = (),
    ) -> None:
        self._outbox = outbox
        self._place = place
        self._reply_to = reply_to
        self._ids = list(ids)
        self._shown: Shown | None = None
        self._offered = ""
        self._wanted: Shown | None = None
        self._rank = Rank.MINOR
        self._changed = asyncio.Event()
        self._finished = False
        self._pump: asyncio.Task[None] | None = None
        self.on_shown: Callable[[list[int]], None] = lambda ids: None
        """Called with all messages that it consists of, whenever there is one more."""
        self.on_blocked: Callable[[], None] = lambda: None
        """Called once when it turns out that nobody is there to read this."""

    @property
    def shown(self) -> str:
        """What the reader saw last, or sees in a moment; "" when nothing yet."""
        return self._offered

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

        `at_once`, as when a person pressed Stop, does not wait for the next edit's time. Returns
        only when all is there; raises TelegramError when Telegram refuses for good.
        """
        self._finished = True
        if self._pump is not None:
            # A call in flight is let finish: it could land after the answer, or lose us its id.
            self._pump.cancel()
            await asyncio.wait({self._pump})
        rank = Rank.AT_ONCE if at_once else Rank.FINAL
        for number, part in enumerate(parts):
            await self._settle(number, (part, keyboard if number == len(parts) - 1 else None), rank)
        while len(self._ids) > len(parts):  # what it was before took more messages
            with contextlib.suppress(BadRequest):
                await insist(lambda: self._outbox.delete(self._place, self._ids[-1]))
            self._ids.pop()
            self.on_shown(self._ids)

    async def _settle(self, number: int, final: Shown, rank: Rank) -> None:
        try:
            await self._end_as(number, final, rank)
        except BadRequest as error:
            # The reader deleted our message, or it is too old: say it in a new one.
            _LOG.info("final edit refused (%s), sending anew", error.message)
            del self._ids[number:]
            await self._end_as(number, final, rank)

    async def _end_as(self, number: int, final: Shown, rank: Rank) -> None:
        if number == len(self._ids):
            async with self._turn_to_open():
                await insist(self._open, patience_s=None)
        id = self._ids[number]
        await insist(
            lambda: self._outbox.edit(self._place, id, rank, lambda: final), patience_s=None
        )

    def _turn_to_open(self) -> asyncio.Lock:
        """New messages of a chat come in the order in which they were wanted."""
        return self._outbox.lock("open", self._place.chat)

    async def _open(self) -> None:
        """Have one more message."""
        first = not self._ids
        self._place = Place(self._outbox.home(self._place.chat), self._place.thread)
        await self._outbox.say(
            self._place,
            self._newest if first else lambda: _EMPTY,
            self._reply_to if first else None,
            self._opened,
        )

    def _opened(self, id: int, shown: Shown) -> None:
        self._ids.append(id)
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
        self._shown = await self._outbox.edit(self._place, self._ids[0], self._rank, self._newest)

    async def _tried(self, step: Callable[[], Awaitable[None]]) -> bool:
        """Take one step of previewing; False when there is no sense in going on."""
        try:
            await step()
        except RetryAfter:
            self._changed.set()  # the pace knows when; by then something newer may be wanted
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
