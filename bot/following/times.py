"""Reads and compares the times of day that people set (pure).

Times are local to a time zone by its name, such as "Europe/Berlin"; "" is the machine's own.
"""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?")
_HOURS = re.compile(r"(\d{1,2}(?:[:.]\d{2})?)\s*(?:-|–|to)\s*(\d{1,2}(?:[:.]\d{2})?)")
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


def time_of(text: str) -> time | None:
    """The time that "8", "8:00" or "08.30" names; None where it names none."""
    found = _TIME.fullmatch(text.strip())
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return None
    return time(int(found[1]), int(found[2] or 0))


def hours_of(text: str) -> Hours | None:
    """The hours that "22-7" or "22:30-7:00" names; None where it names none."""
    found = _HOURS.fullmatch(text.strip())
    first, end = (time_of(found[1]), time_of(found[2])) if found else (None, None)
    return Hours(first, end) if first is not None and end is not None else None


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


def is_due(now: datetime, at: time) -> bool:
    """Whether what is sent each day at the time `at` is to be sent at the local time `now`."""
    due = now.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return due <= now < due + _LATE


def _capital(part: str) -> str:
    words = part.replace(" ", "_").split("_")
    return "_".join(word if word in ("of", "es") else word.capitalize() for word in words)
