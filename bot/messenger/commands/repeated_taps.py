"""Tells a second tap on a button, by a person who did not see yet that the first one worked.

Lives in the event loop.
"""

import time
from collections.abc import Callable

from bot.messenger.incoming.events import Tapped
from bot.messenger.sending.outbox import acknowledge
from bot.messenger.text import phrases
from bot.messenger.text.translation import say

_SAME_TAP_S = 10.0  # a second tap on the same button within this time is one


class RepeatedTaps:
    """Knows the taps of the last seconds; `now` gives seconds."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._at: dict[tuple[int, str], float] = {}

    async def is_one(self, tapped: Tapped) -> bool:
        """Whether the same person pressed the same button a moment ago; they are told so."""
        now = self._now()
        self._at = {key: at for key, at in self._at.items() if now - at < _SAME_TAP_S}
        if _key(tapped) in self._at:
            await acknowledge(tapped.query, say(phrases.BELOW))
            return True
        self._at[_key(tapped)] = now
        return False

    def forget(self, tapped: Tapped) -> None:
        """Take the next tap for a first one: this one sent nothing."""
        self._at.pop(_key(tapped), None)


def _key(tapped: Tapped) -> tuple[int, str]:
    return tapped.query.from_user.id, tapped.data.text
