"""Tells how far stated confidence can be believed, from (confidence, right) pairs (pure)."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

# How sure an answer was said to be, from 0 to 1, and whether it was right.
Pair = tuple[float, bool]

_BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """The pairs whose confidence is from `low` to `high`: their number, mean and share right.

    `confidence` and `right` are None where there are no pairs. A confidence on a border belongs to
    the upper bin; 1.0 belongs to the last one.
    """

    low: float
    high: float
    count: int
    confidence: float | None
    right: float | None


def reliability(pairs: Sequence[Pair]) -> list[Bin]:
    """Return ten bins of equal width. Raises ValueError for a confidence outside 0 to 1."""
    groups: list[list[Pair]] = [[] for _ in range(_BINS)]
    for confidence, right in pairs:
        if not 0 <= confidence <= 1:
            raise ValueError(f"a confidence lies between 0 and 1, not {confidence}")
        groups[min(int(confidence * _BINS), _BINS - 1)].append((confidence, right))
    return [_bin(place, group) for place, group in enumerate(groups)]


def brier(pairs: Sequence[Pair]) -> float:
    """Return the mean squared distance of confidence and outcome: 0 is best, 0.25 a coin.

    Raises ValueError without pairs.
    """
    return statistics.fmean((confidence - right) ** 2 for confidence, right in pairs)


def expected_calibration_error(pairs: Sequence[Pair]) -> float:
    """Return how far confidence and share right lie apart, averaged over the pairs by their bins.

    0 is best. Raises ValueError without pairs, and for a confidence outside 0 to 1.
    """
    if not pairs:
        raise ValueError("there are no pairs")
    apart = (
        each.count * abs(each.confidence - each.right)
        for each in reliability(pairs)
        if each.confidence is not None and each.right is not None
    )
    return sum(apart) / len(pairs)


def _bin(place: int, group: Sequence[Pair]) -> Bin:
    return Bin(
        low=place / _BINS,
        high=(place + 1) / _BINS,
        count=len(group),
        confidence=statistics.fmean(c for c, _ in group) if group else None,
        right=statistics.fmean(r for _, r in group) if group else None,
    )
