"""What is learned when: how far the training is, how fast it learns, what it is shown."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from training.pools import Pools
from training.rows import Row

# From which part of the training on: shares of broad questions, look-alikes, claims and rivals. A
# group of rivals counts as one, and has three rows or more. What goes on from the shipped reader
# has the first stage behind it.
STAGES = ((0.0, (0.60, 0.15, 0.25, 0.0)), (0.3, (0.22, 0.30, 0.28, 0.20)))


@dataclass(frozen=True)
class Budget:
    """How long to train: `minutes` by the clock or `steps`, whichever is over first."""

    minutes: float
    steps: int

    def progress(self, elapsed: float, step: int) -> float:
        """Tell which part is done, 0 to 1, after `elapsed` seconds and `step` steps."""
        return min(1.0, max(elapsed / (60 * self.minutes), step / self.steps))


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
        drawn: list[Sequence[Sequence[Row]]] = [
            [(row,) for row in pool] for pool in (pools.broad, pools.alike, pools.claims)
        ]
        self._streams = [self._endless(pool) for pool in (*drawn, pools.rivals)]

    def _endless(self, pool: Sequence[Sequence[Row]]) -> Iterator[Sequence[Row]]:
        groups = list(pool)
        while True:
            yield from groups
            self._rng.shuffle(groups)

    def draw(self, progress: float, count: int) -> list[Sequence[Row]]:
        """Draw `count` groups for a training that is `progress` (0 to 1) of its way along."""
        shares = [s for begin, s in STAGES if progress >= begin][-1]
        kinds = self._rng.choices(self._streams, shares, k=count)
        return [next(stream) for stream in kinds]
