"""What measurements come to: medians, rates, the floor, tables (pure)."""

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Row = dict[str, Any]


@dataclass(frozen=True)
class Section:
    """One table of a run: rows with the same columns, and the single measurements behind them.

    `notes` are lines for the person, such as why something was left out.
    """

    name: str
    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    details: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Rates:
    """Tokens a second of the bare model: reading a prompt, writing a reply.

    `short` are the seconds that it takes to read few tokens, by their number.
    """

    reading: float
    writing: float
    short: Mapping[int, float] = field(default_factory=dict)

    def floor_s(self, read: int, written: int) -> float:
        """The least seconds in which so many tokens can be read and written."""
        return read / self.reading + written / self.writing

    def bare_s(self, read: int, written: int) -> float:
        """Seconds that the bare model takes for them, few tokens being read at a lower rate."""
        numbers = sorted(self.short)
        if not numbers or read > numbers[-1]:
            return self.floor_s(read, written)
        times = [self.short[number] for number in numbers]
        return float(np.interp(read, [0, *numbers], [0, *times])) + written / self.writing


def mean(taken: Sequence[Rates]) -> Rates:
    """What rates taken at several times come to."""
    return Rates(
        statistics.fmean(rates.reading for rates in taken),
        statistics.fmean(rates.writing for rates in taken),
        {n: statistics.fmean(rates.short[n] for rates in taken) for n in taken[0].short},
    )


def median(values: Iterable[float | None]) -> float | None:
    """Of the values that there are; None of none."""
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else None


def p95(values: Iterable[float | None]) -> float | None:
    """The smallest value that 95 % of those that there are do not exceed; None of none."""
    known = sorted(value for value in values if value is not None)
    return known[-(-95 * len(known) // 100) - 1] if known else None


def share(verdicts: Sequence[bool]) -> float | None:
    """Of how many the verdict is true, from 0 to 1; None of none."""
    return statistics.fmean(verdicts) if verdicts else None


def ratio(ours: float | None, other: float | None) -> float | None:
    """How many times `ours` goes into `other`; None where either is missing or zero."""
    return other / ours if ours and other else None


def cells(rows: Sequence[Row]) -> list[list[str]]:
    """Rows as text, the names of their columns first; what is missing is a dash."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return [names, *([_shown(row.get(name)) for name in names] for row in rows)]


def _shown(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return f"{value:,}" if type(value) is int else str(value)
