"""Keeps the latest answers that were asked for on the page, for its links; a restart forgets them.

Nothing is written to disk.
"""

import threading
from dataclasses import dataclass
from secrets import token_urlsafe

from cachetools import LRUCache

from bot.types import Answer, Turn

_ANSWERS = 200
_TURNS = 4  # that a follow-up sees


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer, and the turns before it and with it, the oldest first."""

    answer: Answer
    turns: tuple[Turn, ...]


class KeptAnswers:
    """The answers by their keys, which nobody can guess. May be used from any thread."""

    def __init__(self) -> None:
        self._kept: LRUCache[str, Kept] = LRUCache(_ANSWERS)
        self._lock = threading.Lock()

    def keep(self, answer: Answer, after: str = "") -> str:
        """Keep an answer, which came `after` another one, and return its key."""
        before = self.find(after)
        turns = (*(before.turns if before else ()), answer.turn)[-_TURNS:]
        key = token_urlsafe(9)
        with self._lock:
            self._kept[key] = Kept(answer, turns)
        return key

    def find(self, key: str) -> Kept | None:
        """What is kept under `key`; None when it is not kept any more."""
        with self._lock:
            return self._kept.get(key)
