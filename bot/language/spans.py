"""Days of the calendar: spans of them, steps by units, the unit that holds a day (pure)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Unit = Literal["day", "week", "weekend", "month", "year"]

_SATURDAY = 5
_LARGER: tuple[Unit, ...] = ("week", "month", "year")


@dataclass(frozen=True, slots=True)
class Span:
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    def __str__(self) -> str:
        """ "16 May 2025", "12 to 18 May 2025", "May 2025" or "2025": as short as it can be said."""
        last = f"{self.last:%-d %B %Y}"
        unit = self.unit
        if unit == "day":
            return last
        if unit in ("month", "year"):
            return f"{self.last:%B %Y}" if unit == "month" else f"{self.last.year}"
        if self.first.year != self.last.year:
            return f"{self.first:%-d %B %Y} to {last}"
        same_month = self.first.month == self.last.month
        return f"{self.first:{'%-d' if same_month else '%-d %B'}} to {last}"

    @property
    def unit(self) -> Unit | None:
        """The unit of the calendar that it is: "day", "week", "month", "year"; None for others."""
        if self.first == self.last:
            return "day"
        return next((unit for unit in _LARGER if self == whole(self.first, unit)), None)

    def overlaps(self, other: "Span") -> bool:
        """Return whether both have a day in common."""
        return self.first <= other.last and other.first <= self.last

    def within(self, other: "Span") -> bool:
        """Return whether all of its days are days of `other`."""
        return other.first <= self.first and self.last <= other.last


def shifted(day: date, steps: int, unit: Unit) -> date:
    """Return the day so many units after `day` (before it, below 0).

    A day that its month does not have becomes the last one. Raises ValueError and OverflowError
    outside the calendar's years, 1 to 9999.
    """
    if unit == "day":
        return day + timedelta(days=steps)
    if unit in ("week", "weekend"):
        return day + timedelta(days=7 * steps)
    months = day.year * 12 + day.month - 1 + steps * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def whole(day: date, unit: Unit) -> Span:
    """Return the week (from Monday), its weekend, the month or the year that holds `day`."""
    if unit == "day":
        return Span(day, day)
    if unit in ("week", "weekend"):
        monday = day - timedelta(days=day.weekday())
        first = _SATURDAY if unit == "weekend" else 0
        return Span(monday + timedelta(days=first), monday + timedelta(days=6))
    if unit == "month":
        return Span(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))
    return Span(date(day.year, 1, 1), date(day.year, 12, 31))
