"""Looks every few seconds whether a part of the bot stands still, and starts that part again.

Knows neither what the parts are (`watched_parts.py`) nor how they are started again.
"""

import asyncio
import logging
import os
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.messenger.troubles import Troubles

_LOG = logging.getLogger(__name__)
_LATE_S = 10.0  # no look comes so late by itself
_LONGEST_PAUSE_S = 60.0  # between two tries to mend a part


@dataclass(frozen=True, slots=True)
class Watched:
    """A part of the bot. `what` is the line of `owner_phrases` when it stands still.

    `stalled` gives why it is taken to do so, "" when all is well; `mend` starts it again.
    """

    what: str
    stalled: Callable[[], str]
    mend: Callable[[], Awaitable[None]]


class Watchdog:
    """`start` it within a running loop, `close` it at the end."""

    def __init__(
        self,
        parts: Sequence[Watched],
        troubles: Troubles,
        look_s: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Look at all `parts` every `look_s` seconds, and note in `troubles` what is found.

        `clock` gives seconds.
        """
        self._clock = clock
        self._parts = parts
        self._troubles = troubles
        self._look_s = look_s
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Look from now on."""
        self._task = asyncio.create_task(self._run())

    def close(self) -> None:
        """Look no more."""
        if self._task is not None:
            self._task.cancel()

    async def _run(self) -> None:
        # Each by itself, since one part may take minutes to mend.
        await asyncio.gather(*map(self._watch, self._parts))

    async def _watch(self, part: Watched) -> None:
        pause_s, skipped = self._look_s, False
        while True:
            before = self._clock()
            await asyncio.sleep(pause_s)
            # Where all stood still, as on a machine that was paused, no part is at fault.
            skipped = not skipped and self._clock() - before > pause_s + _LATE_S
            if skipped:
                continue
            mended = await self._look_at(part)
            pause_s = self._look_s if mended else min(2 * pause_s, _LONGEST_PAUSE_S)

    async def _look_at(self, part: Watched) -> bool:
        """Mend a part that stands still; False when that failed."""
        new = False
        try:
            why = part.stalled()
            if why:
                new = self._troubles.begin(part.what, why)
                await part.mend()
            else:
                self._troubles.end(part.what)
        except Exception:
            if new:  # what cannot be mended now is tried again, and logged once
                _LOG.exception("could not be mended: %s", part.what)
            return False
        return True


def start_process_again() -> None:
    """Put a new process in place of this one, with the same number and arguments."""
    _LOG.warning("a part of the bot hangs: the process is started again")
    logging.shutdown()
    try:
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - ours
    except OSError:
        os._exit(1)  # and whoever looks after the process starts it
