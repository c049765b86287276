"""How fast one chat may be written to: edits are spaced, and a flood limit silences all of it.

Knows Telegram's "retry after"; knows neither what is said nor in which messages.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import timedelta
from enum import IntEnum
from itertools import count
from typing import TypeVar

from telegram.error import RetryAfter

Result = TypeVar("Result")


class Rank(IntEnum):
    """Which edit of a chat goes first when several wait for their turn."""

    AT_ONCE = 0  # a person pressed Stop: need not even keep the distance
    FINAL = 1
    DRAFT = 2
    MINOR = 3


class Pace:
    """Lets one edit of a chat through at a time, `interval_s` after the one before has ended.

    New messages need not wait for that. When Telegram asks to wait, all wait.
    """

    def __init__(self, interval_s: float) -> None:
        self._interval_s = interval_s
        self._silent_until = 0.0
        self._edits_from = 0.0
        self._editing = False
        self._line: list[tuple[Rank, int]] = []
        self._numbers = count()
        self._moved = asyncio.Event()

    async def say(self, call: Callable[[], Awaitable[Result]]) -> Result:
        """Make a call that brings a new message."""
        while (wait := self._silent_until - _now()) > 0:  # noqa: ASYNC110 - it may grow meanwhile
            await asyncio.sleep(wait)
        return await _to_the_end(self._heeding(call))

    async def edit(self, rank: Rank, call: Callable[[], Awaitable[Result]]) -> Result:
        """Make a call that edits a message, when it is its turn."""
        await self._turn(rank)
        try:
            return await _to_the_end(self._heeding(call))
        finally:
            self._editing = False
            self._edits_from = _now() + self._interval_s
            self._move()

    def at_rest(self) -> bool:
        """Whether nothing is lost when this pace is forgotten."""
        waiting = self._line or self._editing
        return not waiting and max(self._silent_until, self._edits_from) < _now()

    async def _turn(self, rank: Rank) -> None:
        mine = (rank, next(self._numbers))
        self._line.append(mine)
        try:
            while True:
                from_ = self._silent_until
                if rank is not Rank.AT_ONCE:
                    from_ = max(from_, self._edits_from)
                wait = from_ - _now()
                next_ = min(self._line) == mine and not self._editing
                if next_ and wait <= 0:
                    self._editing = True
                    return
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._moved.wait(), wait if next_ else None)
        finally:
            self._line.remove(mine)
            self._move()

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
