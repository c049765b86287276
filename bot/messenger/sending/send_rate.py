"""How fast one chat may be written to.

Counts calls, as a token bucket does, and stays silent as long as Telegram's "retry after" asks.
Knows Telegram's numbers; does not know what is said or in which messages.
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
    """Which call to a chat goes first when several wait for their turn."""

    AT_ONCE = 0  # an edit after a person pressed Stop; need not keep the distance
    SAY = 1  # a new message
    FINAL = 2
    DRAFT = 3
    MINOR = 4


@dataclass(frozen=True, slots=True)
class Allowance:
    """Calls that one chat may get: `burst` at once, then `per_second`; `edits_apart_s` seconds
    between an edit's end and the next edit."""

    edits_apart_s: float
    burst: float
    per_second: float


@dataclass(frozen=True, slots=True)
class Limits:
    """Calls that Telegram takes from one bot: in a private chat, in a group and in all."""

    private: Allowance
    group: Allowance
    all_per_second: float

    def times(self, factor: float) -> "Limits":
        """The same limits for a world that runs `factor` times as fast, for tests."""
        private, group = (
            Allowance(a.edits_apart_s / factor, a.burst, a.per_second * factor)
            for a in (self.private, self.group)
        )
        return Limits(private, group, self.all_per_second * factor)


# Telegram's advice (core.telegram.org/bots/faq): one message a second in a chat, 20 a minute in a
# group, 30 a second in all, edits included. In a group, 5 at once and then 0.25 a second make 20 in
# the first minute. Edits are spaced further, so that the final one never exceeds a limit.
TELEGRAM = Limits(Allowance(1.5, 3, 1.0), Allowance(4.0, 5, 0.25), 28.0)


class Pace:
    """The pace of one chat. Lives in the event loop, whose clock it uses.

    Lets one edit through at a time, spaced from the end of the last one. New messages need not wait
    for edits, but all calls are counted, and when Telegram asks to wait, all wait. Drafts leave
    half of the burst to other calls.
    """

    def __init__(self, allowance: Allowance) -> None:
        """Start with the whole burst of `allowance`."""
        self._allowance = allowance
        self._silent_until = 0.0
        self._edits_from = 0.0
        self._editing = False
        self._tokens, self._counted_at = allowance.burst, 0.0
        self._line: list[tuple[Rank, int]] = []
        self._numbers = count()
        self._moved = asyncio.Event()

    async def say(self, call: Callable[[], Awaitable[Result]]) -> Result:
        """Make a call that sends a new message, when its turn comes; returns its result."""
        await self._turn(Rank.SAY)
        return await _to_the_end(self._heeding(call))

    async def edit(self, rank: Rank, call: Callable[[], Awaitable[Result]]) -> Result:
        """Make a call that edits a message, when its turn comes; returns its result."""
        await self._turn(rank)
        try:
            return await _to_the_end(self._heeding(call))
        finally:
            self._editing = False
            self._edits_from = _now() + self._allowance.edits_apart_s
            self._move()

    def at_rest(self) -> bool:
        """Whether a new `Pace` would behave the same."""
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
        """Seconds until a call of this rank could be made if it were first in line."""
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
        """Let all calls in line check whether it is their turn."""
        self._moved.set()
        self._moved = asyncio.Event()

    async def _heeding(self, call: Callable[[], Awaitable[Result]]) -> Result:
        try:
            return await call()
        except RetryAfter as error:
            self._silent_until = max(self._silent_until, _now() + seconds(error))
            raise


def seconds(error: RetryAfter) -> float:
    """The seconds that Telegram asks to wait."""
    after = error.retry_after  # a timedelta from python-telegram-bot 23 on
    return after.total_seconds() if isinstance(after, timedelta) else float(after)


async def _to_the_end(call: Awaitable[Result]) -> Result:
    """Await `call` to its end even when cancelled meanwhile; only then raise the cancellation."""
    task = asyncio.ensure_future(call)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        if not task.cancelled():
            task.exception()  # marks it as seen: the caller is gone
        raise


def _now() -> float:
    return asyncio.get_running_loop().time()
