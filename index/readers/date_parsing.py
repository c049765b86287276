"""Wraps dateparser: reads dates of publication as sites, feeds and people write them.

Prefers no date to a guessed one, because a wrong date makes a wrong answer.
"""

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

from dateparser import DateDataParser

from index.readers.day_or_month_first import numeric_day

# There is no older news; an earlier date is a misread number.
_EARLIEST = date(1600, 1, 1)
_STRICT = {
    "STRICT_PARSING": True,  # "May 2025" or "Monday" is not a date
    "REQUIRE_PARTS": ["day", "month", "year"],
    "PARSERS": ["absolute-time"],  # not "yesterday", not a bare number of seconds
}
# Characters. A longer text is a sentence in the wrong field, over which the parser takes long.
_LONGEST = 60

# A date has the numbers of a day and a year, apart or in one. Without both ("March 2024") the
# parser would load the words of all languages to say so: 1.6 s of processor time in a new process.
_MAY_BE_WHOLE = re.compile(r"\d\D+\d|\d{5}")

# Trying the words of two hundred languages on a text that is not a date takes 10 to 60 ms. After
# this many failures in a file, only the languages of the dates found so far are tried.
_MOST_FAILURES = 100


def parse_date(value: object) -> date | None:
    """The day that `value` (text, date or datetime) names in full, in its author's time zone.

    None for anything else: garbage, parts of a date, years before 1600, and days after tomorrow
    (tomorrow has begun somewhere on earth).
    """
    return Dates().parse(value)


def date_remark(value: object) -> tuple[str, ...]:
    """At most one remark: that `value` names an impossible day, or may name two."""
    return Dates().remark(value)


class Dates:
    """Reads the dates of one file, which may have a hundred thousand and many that are invalid."""

    def __init__(self) -> None:
        self._languages: list[str] = []  # of the dates found so far
        self._failures = 0
        self._last: tuple[str, datetime | None] = ("", None)

    def parse(self, value: object) -> date | None:
        """As `parse_date`."""
        day = self._day(value)
        return day if day is not None and _can_be(day) else None

    def remark(self, value: object) -> tuple[str, ...]:
        """As `date_remark`."""
        if isinstance(value, str) and numeric_day(value) == "":
            return (
                f"its date {value.strip()[:_LONGEST]} does not tell which day it is: the article "
                "is kept without a date; write it as 2026-12-31",
            )
        day = self._day(value)
        if day is None or _can_be(day):
            return ()
        return (f"its date {day} cannot be: the article is kept without a date",)

    def _day(self, value: object) -> date | None:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        if not isinstance(value, str) or not 6 <= len(value.strip()) <= _LONGEST:
            return None
        text = value.strip()
        numbers = numeric_day(text)
        if numbers is not None:
            return date.fromisoformat(numbers) if numbers else None
        for parse in (datetime.fromisoformat, parsedate_to_datetime, self._in_words):
            try:
                moment = parse(text)
            except (ValueError, TypeError, IndexError, OverflowError):
                continue
            if moment is not None:
                return moment.date()
        return None

    def _in_words(self, text: str) -> datetime | None:
        if not _MAY_BE_WHOLE.search(text):
            return None
        if text != self._last[0]:  # each date is looked up twice: for `parse` and for `remark`
            self._last = (text, None)
            self._last = (text, self._looked_up(text))
        return self._last[1]

    def _looked_up(self, text: str) -> datetime | None:
        given_up = self._failures >= _MOST_FAILURES
        if given_up and not self._languages:
            return None
        parser = DateDataParser(languages=self._languages if given_up else None, settings=_STRICT)
        found = parser.get_date_data(text)
        if not isinstance(found.date_obj, datetime):
            self._failures += 1
            return None
        if found.locale and found.locale not in self._languages:
            self._languages.append(found.locale)
        return found.date_obj


def _can_be(day: date) -> bool:
    return _EARLIEST <= day <= datetime.now(UTC).date() + timedelta(days=1)
