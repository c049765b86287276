"""Remembers what is wrong with the running bot at this moment, and what lately was.

A trouble is logged when it begins and when it ends, not with each try in between: an hour without
Telegram is two lines. Knows nothing of causes. Lives in the event loop.
"""

import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

_LOG = logging.getLogger(__name__)
_PAST = 5  # troubles that are over and still shown


@dataclass(frozen=True, slots=True)
class Trouble:
    """`what` is a line of `phrases`, `why` what a library said; it has lasted `seconds` so far."""

    what: str
    why: str
    seconds: float


class Troubles:
    """The troubles of one bot; `clock` gives seconds, which no change of the time of day moves."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._now: dict[str, tuple[str, float]] = {}
        self._past: deque[Trouble] = deque(maxlen=_PAST)

    def begin(self, what: str, why: str) -> bool:
        """Note that there is this trouble; False when it is known already."""
        if what in self._now:
            return False
        self._now[what] = why, self._clock()
        _LOG.warning("%s: %s", what, why)
        return True

    def end(self, what: str) -> None:
        """Note that this trouble is over, if there was one."""
        if what in self._now:
            why, since = self._now.pop(what)
            self._past.append(Trouble(what, why, self._clock() - since))
            _LOG.info("over after %.0f s: %s", self._clock() - since, what)

    def now(self) -> list[Trouble]:
        """What is wrong at this moment, the oldest first."""
        return [Trouble(what, why, self._clock() - at) for what, (why, at) in self._now.items()]

    def past(self) -> list[Trouble]:
        """The latest that are over, the oldest first."""
        return list(self._past)
