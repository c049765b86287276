"""Computes figures from measurements: medians, rates, the floor, tables (pure)."""

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Row = dict[str, Any]


@dataclass(frozen=True)
class Section:
    """One table of a run: rows with the same columns, and `details`, the single measurements.

    `notes` are lines for the reader, such as why something was left out.
    """

    name: str
    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    details: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Rates:
    """Rates of the bare model in tokens a second: reading a prompt, writing a reply.

    `short` maps a small number of tokens to the seconds that reading them takes.
    """

    reading: float
    writing: float
    short: Mapping[int, float] = field(default_factory=dict)

    def floor_s(self, read: int, written: int) -> float:
        """Return the least seconds in which so many tokens can be read and written."""
        return read / self.reading + written / self.writing

    def bare_s(self, read: int, written: int) -> float:
        """Return the seconds of the bare model, which reads few tokens at a lower rate."""
        numbers = sorted(self.short)
        if not numbers or read > numbers[-1]:
            return self.floor_s(read, written)
        times = [self.short[number] for number in numbers]
        return float(np.interp(read, [0, *numbers], [0, *times])) + written / self.writing


def mean(taken: Sequence[Rates]) -> Rates:
    """Return the mean of rates that were measured at several times."""
    return Rates(
        statistics.fmean(rates.reading for rates in taken),
        statistics.fmean(rates.writing for rates in taken),
        {n: statistics.fmean(rates.short[n] for rates in taken) for n in taken[0].short},
    )


def median(values: Iterable[float | None]) -> float | None:
    """Return the median of the values that are not None; None if there are none."""
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else None


def p95(values: Iterable[float | None]) -> float | None:
    """Return the smallest value that 95 % of the known values do not exceed; None without any."""
    known = sorted(value for value in values if value is not None)
    return known[-(-95 * len(known) // 100) - 1] if known else None


def share(verdicts: Sequence[bool]) -> float | None:
    """Return the share of true verdicts, from 0 to 1; None without any."""
    return statistics.fmean(verdicts) if verdicts else None


def ratio(ours: float | None, other: float | None) -> float | None:
    """Return `other` / `ours`; None where either is missing or zero."""
    return other / ours if ours and other else None


def cells(rows: Sequence[Row]) -> list[list[str]]:
    """Return rows as text, column names first; a missing value is a dash."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return [names, *([_shown(row.get(name)) for name in names] for row in rows)]


def _shown(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return f"{value:,}" if type(value) is int else str(value)
