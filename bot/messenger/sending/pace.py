"""How fast one chat may be written to: calls are counted, and a flood limit silences all of it.

Knows Telegram's numbers and its "retry after"; knows neither what is said nor in which messages.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from itertools import count
from typing import TypeVar

from telegram.error import RetryAfter

Result = TypeVar("Result")


class Rank(IntEnum):
    """Which call of a chat goes first when several wait for their turn."""

    AT_ONCE = 0  # an edit after a person pressed Stop: need not even keep the distance
    SAY = 1  # a new message
    FINAL = 2
    DRAFT = 3
    MINOR = 4


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one chat bears: `burst` calls at once and `per_second` after that, edits spaced."""

    edits_apart_s: float
    burst: float
    per_second: float


@dataclass(frozen=True, slots=True)
class Limits:
    """What Telegram bears from one bot."""

    private: Allowance
    group: Allowance
    all_per_second: float

    def times(self, factor: float) -> "Limits":
        """The same in a world that runs faster: for tests."""
        private, group = (
            Allowance(a.edits_apart_s / factor, a.burst, a.per_second * factor)
            for a in (self.private, self.group)
        )
        return Limits(private, group, self.all_per_second * factor)


# Telegram's advice: one message a second in a chat, 20 a minute in a group, 30 a second in all,
# edits included. A burst and a minute of what comes after it stay within a group's 20; our edits
# stay well below, so that the last one is never the one too many.
TELEGRAM = Limits(Allowance(1.5, 3, 1.0), Allowance(4.0, 5, 0.25), 28.0)


class Pace:
    """Lets one edit of a chat through at a time, spaced from the end of the one before.

    New messages need not wait for that, but all calls count. When Telegram asks to wait, all wait.
    Drafts leave something of the allowance to what must be said.
    """

    def __init__(self, allowance: Allowance) -> None:
        self._allowance = allowance
        self._silent_until = 0.0
        self._edits_from = 0.0
        self._editing = False
        self._tokens, self._counted_at = allowance.burst, 0.0
        self._line: list[tuple[Rank, int]] = []
        self._numbers = count()
        self._moved = asyncio.Event()

    async def say(self, call: Callable[[], Awaitable[Result]]) -> Result:
        """Make a call that brings a new message."""
        await self._turn(Rank.SAY)
        return await _to_the_end(self._heeding(call))

    async def edit(self, rank: Rank, call: Callable[[], Awaitable[Result]]) -> Result:
        """Make a call that edits a message, when it is its turn."""
        await self._turn(rank)
        try:
            return await _to_the_end(self._heeding(call))
        finally:
            self._editing = False
            self._edits_from = _now() + self._allowance.edits_apart_s
            self._move()

    def at_rest(self) -> bool:
        """Whether nothing is lost when this pace is forgotten."""
        waiting = self._line or self._editing
        full = self._left() >= self._allowance.burst
        return full and not waiting and max(self._silent_until, self._edits_from) < _now()

    async def _turn(self, rank: Rank) -> None:
        mine = (rank, next(self._numbers))
        self._line.append(mine)
        try:
            while True:
                first = min(self._line) == mine and (rank is Rank.SAY or not self._editing)
                wait = self._wait(rank)
                if first and wait <= 0:
                    self._tokens, self._counted_at = self._left() - 1, _now()
                    self._editing = self._editing or rank is not Rank.SAY
                    return
                # Not `wait_for`: up to Python 3.11 it loses a cancellation that comes together
                # with what it waits for.
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(wait if first else None):
                        await self._moved.wait()
        finally:
            self._line.remove(mine)
            self._move()

    def _wait(self, rank: Rank) -> float:
        """Seconds until this call could be made, were it the first in line."""
        spare = self._allowance.burst / 2 if rank >= Rank.DRAFT else 0
        token = (1 + spare - self._left()) / self._allowance.per_second
        from_ = self._silent_until
        if rank >= Rank.FINAL:
            from_ = max(from_, self._edits_from)
        return max(from_ - _now(), token)

    def _left(self) -> float:
        gained = (_now() - self._counted_at) * self._allowance.per_second
        return min(self._allowance.burst, self._tokens + gained)

    def _move(self) -> None:
        """Let everyone in line look whether it is their turn."""
        self._moved.set()
        self._moved = asyncio.Event()

    async def _heeding(self, call: Callable[[], Awaitable[Result]]) -> Result:
        try:
            return await call()
        except RetryAfter as error:
            self._silent_until = max(self._silent_until, _now() + seconds(error))
            raise


def seconds(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    after = error.retry_after  # a timedelta from python-telegram-bot 23 on
    return after.total_seconds() if isinstance(after, timedelta) else float(after)


async def _to_the_end(call: Awaitable[Result]) -> Result:
    """Await `call` to its end even when cancelled meanwhile; then the cancellation goes on."""
    task = asyncio.ensure_future(call)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        if not task.cancelled():
            task.exception()  # seen: whoever asked for the call is gone
        raise


def _now() -> float:
    return asyncio.get_running_loop().time()
