"""An event loop whose clock is not the machine's: time leaps to whatever is waited for next.

For code that only waits for timers and events of its own loop, such as the pace of a chat: an hour
of it takes no time, and moments are exact to a millisecond. Not for code that waits for threads or
the network.
"""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")


class LeapingLoop(asyncio.SelectorEventLoop):
    """Its `time()` leaps when nothing is left to do but to wait."""

    def __init__(self, start: float = 0.0) -> None:
        """Begin at `start` seconds."""
        self._now = start
        super().__init__(_LeapingSelector(self))

    def time(self) -> float:
        """The seconds of this loop's own clock."""
        return self._now

    def leap(self, seconds: float) -> None:
        """Move the clock forward."""
        self._now += seconds


class _LeapingSelector(selectors.SelectSelector):
    """Leaps where others wait for files."""

    def __init__(self, loop: LeapingLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            return super().select(None)  # no timer at all: only a thread can wake the loop
        ready = super().select(0)
        if not ready:
            # A nanosecond at least: code that waits until a moment may wake a rounding error early.
            self._loop.leap(max(timeout, 1e-9))
        return ready


def run(main: Coroutine[Any, Any, Result], start: float = 0.0) -> Result:
    """Run `main` on a new `LeapingLoop` that begins at `start`, and return its result."""
    with asyncio.Runner(loop_factory=lambda: LeapingLoop(start)) as runner:
        return runner.run(main)
