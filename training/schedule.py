"""What is learned when: how far the training is, how fast it learns, what it is shown."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from training.pools import Pools
from training.rows import Row

# From which part of the training on: shares of broad questions, look-alikes and claims. What goes
# on from the shipped reader has the first stage behind it.
STAGES = ((0.0, (0.60, 0.15, 0.25)), (0.3, (0.25, 0.37, 0.38)))


@dataclass(frozen=True)
class Budget:
    """How long to train: `minutes` by the clock or `rows`, whichever is over first."""

    minutes: float
    rows: int

    def progress(self, elapsed: float, rows: int) -> float:
        """Tell which part is done, 0 to 1, after `elapsed` seconds and `rows` rows."""
        return min(1.0, max(elapsed / (60 * self.minutes), rows / self.rows))


def rate(progress: float, step: int, warmup: int = 60) -> float:
    """Give the factor of the learning rate: up for `warmup` steps, then down to 0 at the end.

    It hangs on the progress and not on a planned number of steps, so that a machine that turns
    out slower ends with a small rate all the same.
    """
    return min(1.0, (step + 1) / warmup) * max(0.0, 1.0 - progress)


class Feed:
    """Draws rows from the pools by the shares of the stage; begins a pool anew when it is out."""

    def __init__(self, pools: Pools, rng: random.Random) -> None:
        self._rng = rng
        self._streams = [self._endless(p) for p in (pools.broad, pools.alike, pools.claims)]

    def _endless(self, pool: Sequence[Row]) -> Iterator[Row]:
        rows = list(pool)
        while True:
            yield from rows
            self._rng.shuffle(rows)

    def draw(self, progress: float, count: int) -> list[Row]:
        """Draw `count` rows for a training that is `progress` (0 to 1) of its way along."""
        shares = [s for begin, s in STAGES if progress >= begin][-1]
        kinds = self._rng.choices(self._streams, shares, k=count)
        return [next(stream) for stream in kinds]
