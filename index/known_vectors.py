"""Remembers vectors of texts encoded lately: questions meet the same sentences again."""

import threading
from collections.abc import Callable, Sequence

import numpy as np
from cachetools import LRUCache

from index.types import Vectors


class KnownVectors:
    """Encodes texts with `encode`, and keeps the vectors of the last `count` of them.

    May be used from any thread; they encode one after the other.
    """

    def __init__(self, encode: Callable[[Sequence[str]], Vectors], count: int) -> None:
        self._encode = encode
        self._kept: LRUCache[str, Vectors] = LRUCache(count)
        self._one_at_a_time = threading.Lock()

    def of(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of `texts`, at least one, shape (len(texts), dimensions)."""
        with self._one_at_a_time:
            known = {text: self._kept[text] for text in texts if text in self._kept}
            new = [text for text in dict.fromkeys(texts) if text not in known]
            if new:
                known |= zip(new, self._encode(new), strict=True)
                self._kept.update((text, known[text]) for text in new)
        return np.stack([known[text] for text in texts])
