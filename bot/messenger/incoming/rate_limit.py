"""Limits how much one person or chat may ask for in a minute.

A token bucket for each key. aiolimiter, which python-telegram-bot installs, makes callers wait for
their turn; here the caller is refused at once and told in how many seconds to come back.
"""

from collections.abc import Callable, Hashable
from typing import Protocol

from bot.memory.allowances import Allowances

_KEYS_KEPT = 1000  # beyond this, full buckets are dropped


class AnyLimit(Protocol):
    """Allows so many a minute for each key, a person's or chat's id."""

    def take(self, key: int) -> float:
        """Take one for `key` and give 0.0; where none is left, the seconds until there is."""


class SharedLimit:
    """Allows `per_minute` for each key with all bots together that share `allowances`."""

    def __init__(self, name: str, per_minute: float, allowances: Allowances) -> None:
        self._name = name
        self._per_minute = per_minute
        self._allowances = allowances

    def take(self, key: int) -> float:
        """Take one for `key` and give 0.0; where none is left, the seconds until there is.

        Raises LibraryError when it cannot be counted.
        """
        return self._allowances.take(self._name, key, self._per_minute)


class Limit:
    """Allows `per_minute` for each key, that many at once; `now` gives seconds."""

    def __init__(self, per_minute: float, now: Callable[[], float]) -> None:
        self._most = max(1.0, per_minute)
        self._per_second = per_minute / 60
        self._now = now
        self._left: dict[Hashable, tuple[float, float]] = {}

    def take(self, key: Hashable) -> float:
        """Take one for `key` and give 0.0; where none is left, give the seconds until there is."""
        left = self._count(key)
        if left < 1:
            return (1 - left) / self._per_second
        if len(self._left) >= _KEYS_KEPT:
            self._left = {k: v for k, v in self._left.items() if self._count(k) < self._most}
        self._left[key] = (left - 1, self._now())
        return 0.0

    def _count(self, key: Hashable) -> float:
        left, at = self._left.get(key, (self._most, 0.0))
        return min(self._most, left + (self._now() - at) * self._per_second)
