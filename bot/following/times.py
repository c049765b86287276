"""Reads and compares the times of day that people set (pure).

Times are local to a time zone by its name, such as "Europe/Berlin"; "" is the machine's own.
"""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

_ONE = r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm|h|uhr)?"
_TIME = re.compile(_ONE + r"(?!\S)", re.IGNORECASE)
_HOURS = re.compile(
    _ONE + r"\s*(?:[-–—]|(?!am|pm|h\b|uhr)[^\W\d]{1,5})\s*" + _ONE + r"(?!\S)", re.IGNORECASE
)
_NOON = 12
_LATE = timedelta(hours=4)  # a briefing that is later than this, since the bot was off, is left out


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of a day from `first` on and before `end`; they may pass midnight."""

    first: time
    end: time

    def __contains__(self, moment: time) -> bool:
        """Whether a time of day is in them."""
        if self.first <= self.end:
            return self.first <= moment < self.end
        return moment >= self.first or moment < self.end

    def __str__(self) -> str:
        """Such as "22:00-07:00"."""
        return f"{self.first:%H:%M}-{self.end:%H:%M}"


def read_time(text: str) -> tuple[time | None, str]:
    """The time that `text` begins with, such as "8", "08.30" or "8:00 pm", and what follows it.

    None, and the whole text, where it begins with none.
    """
    found = _TIME.match(text.strip())
    at = _time(*found.groups()) if found else None
    return (at, found.string[found.end() :].strip()) if found and at is not None else (None, text)


def read_hours(text: str) -> tuple[Hours | None, str]:
    """The hours that `text` begins with, such as "22-7" or "10:30 pm to 7", and what follows.

    None, and the whole text, where it begins with none.
    """
    found = _HOURS.match(text.strip())
    first, end = (_time(*found.groups()[:3]), _time(*found.groups()[3:])) if found else (None, None)
    if found is None or first is None or end is None:
        return None, text
    return Hours(first, end), found.string[found.end() :].strip()


def zone_of(text: str) -> str | None:
    """The name of the time zone `text`, whatever its case; None where there is none."""
    name = "/".join(_capital(part) for part in text.strip().split("/"))
    for candidate in (text.strip(), name, text.strip().upper()):
        try:
            return ZoneInfo(candidate).key
        except (KeyError, ValueError, OSError):  # what is not there, or no name at all
            continue
    return None


def local(now: datetime, zone: str) -> datetime:
    """`now`, which knows its time zone, in another one."""
    return now.astimezone(ZoneInfo(zone) if zone else None)


def latest(now: datetime, at: time) -> datetime:
    """The latest moment, `now` or before it, at which it was the time `at`."""
    today = now.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return today if today <= now else today - timedelta(days=1)


def is_due(now: datetime, at: time) -> bool:
    """Whether what is sent each day at the time `at` may be sent at the local time `now`."""
    return now - latest(now, at) < _LATE


def _time(hour: str, minute: str | None, half: str | None) -> time | None:
    """A time from its digits and what stands behind them ("pm"); None where there is none such."""
    number, minutes = int(hour), int(minute or 0)
    if half and half.lower() in ("am", "pm"):
        if not 1 <= number <= _NOON:
            return None
        number = number % _NOON + _NOON * (half.lower() == "pm")
    return time(number, minutes) if number < 2 * _NOON and minutes < 60 else None


def _capital(part: str) -> str:
    words = part.replace(" ", "_").split("_")
    return "_".join(word if word in ("of", "es") else word.capitalize() for word in words)
