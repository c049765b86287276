"""Reads the date of publication as sites, feeds and people write it.

Knows formats. Prefers no date to a guessed one: a wrong date makes a wrong answer.
"""

from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

from dateparser import DateDataParser

# No news is older; anything below is a misread number.
_EARLIEST = date(1600, 1, 1)
_STRICT = {
    "STRICT_PARSING": True,  # "May 2025" or "Monday" is no date
    "REQUIRE_PARTS": ["day", "month", "year"],
    "PARSERS": ["absolute-time"],  # not "yesterday", not a bare number of seconds
}
# Beyond this it is a sentence in the wrong field, and the parser would take its time.
_LONGEST = 60


# Looking for the words of two hundred languages in what is no date takes 10 to 60 ms. So many lines
# of a file are searched for all of them in vain; after that for those that its dates are in.
_MOST_IN_VAIN = 100


def parse_date(value: object) -> date | None:
    """The day that `value` (text, date or datetime) names in full, as its author wrote it.

    None for anything else: garbage, parts of a date, years before 1600, days after tomorrow
    (somewhere on earth it is already tomorrow).
    """
    return Dates().parse(value)


def date_remark(value: object) -> tuple[str, ...]:
    """What there is to say of a day that `value` names in full and that cannot be: at most one."""
    return Dates().remark(value)


class Dates:
    """The dates of one file, which may hold a hundred thousand, many of them none."""

    def __init__(self) -> None:
        self._languages: list[str] = []  # in which dates were found
        self._in_vain = 0
        self._last: tuple[str, datetime | None] = ("", None)

    def parse(self, value: object) -> date | None:
        """As `parse_date`."""
        day = self._day(value)
        return day if day is not None and _can_be(day) else None

    def remark(self, value: object) -> tuple[str, ...]:
        """As `date_remark`."""
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
        for parse in (datetime.fromisoformat, parsedate_to_datetime, self._in_words):
            try:
                moment = parse(text)
            except (ValueError, TypeError, IndexError, OverflowError):
                continue
            if moment is not None:
                return moment.date()
        return None

    def _in_words(self, text: str) -> datetime | None:
        if not any(map(str.isdigit, text)):
            return None
        if text != self._last[0]:  # a date is parsed and remarked on
            self._last = (text, None)
            self._last = (text, self._looked_up(text))
        return self._last[1]

    def _looked_up(self, text: str) -> datetime | None:
        tired = self._in_vain >= _MOST_IN_VAIN
        if tired and not self._languages:
            return None
        parser = DateDataParser(languages=self._languages if tired else None, settings=_STRICT)
        found = parser.get_date_data(text)
        if not isinstance(found.date_obj, datetime):
            self._in_vain += 1
            return None
        if found.locale and found.locale not in self._languages:
            self._languages.append(found.locale)
        return found.date_obj


def _can_be(day: date) -> bool:
    return _EARLIEST <= day <= datetime.now(UTC).date() + timedelta(days=1)
