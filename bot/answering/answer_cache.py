"""Remembers checked answers: the same question over the same evidence gets the same answer."""

import re
from collections.abc import Callable
from dataclasses import replace

from cachetools import LRUCache

from bot.answering.citations import Checked
from bot.answering.retrieval import Found
from bot.types import Evidence

_ANSWERS = 512

# A question in lower case without punctuation, and its evidence without likeness and words, which
# are those of the wording.
_Key = tuple[str, tuple[Evidence, ...]]


class AnswerCache:
    """Keeps the answers used last; the one unused for the longest time is evicted."""

    def __init__(self) -> None:
        self._answers: LRUCache[_Key, Checked] = LRUCache(_ANSWERS)

    def get(self, found: Found, answer: Callable[[], Checked]) -> Checked:
        """Return the answer kept for what was `found`, else make it with `answer` and keep it."""
        key = _key(found)
        if key not in self._answers:
            self._answers[key] = answer()
        return self._answers[key]


def _key(found: Found) -> _Key:
    words = " ".join(re.findall(r"\w+", found.question.whole.casefold()))
    return words, tuple(replace(item, likeness=0.0, words=None) for item in found.evidence)
