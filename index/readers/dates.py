"""Reads the date of publication as sites, feeds and people write it.

Knows formats. Prefers no date to a guessed one: a wrong date makes a wrong answer.
"""

from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

import dateparser

# No news is older; anything below is a misread number.
_EARLIEST = date(1600, 1, 1)
_STRICT = {
    "STRICT_PARSING": True,  # "May 2025" or "Monday" is no date
    "REQUIRE_PARTS": ["day", "month", "year"],
    "PARSERS": ["absolute-time"],  # not "yesterday", not a bare number of seconds
}
# Beyond this it is a sentence in the wrong field, and the parser would take its time.
_LONGEST = 60


def parse_date(value: object) -> date | None:
    """The day that `value` (text, date or datetime) names in full, as its author wrote it.

    None for anything else: garbage, parts of a date, years before 1600, days after tomorrow
    (somewhere on earth it is already tomorrow).
    """
    day = _day(value)
    if day is None or not _EARLIEST <= day <= datetime.now(UTC).date() + timedelta(days=1):
        return None
    return day


def date_remark(value: object) -> tuple[str, ...]:
    """What there is to say of a day that `value` names in full and that cannot be: at most one."""
    day = _day(value)
    if day is None or parse_date(value) is not None:
        return ()
    return (f"its date {day} cannot be: the article is kept without a date",)


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not 6 <= len(value.strip()) <= _LONGEST:
        return None
    text = value.strip()
    for parse in (datetime.fromisoformat, parsedate_to_datetime, _in_words):
        try:
            moment = parse(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        if moment is not None:
            return moment.date()
    return None


def _in_words(text: str) -> datetime | None:
    if not any(map(str.isdigit, text)):
        return None
    found = dateparser.parse(text, settings=_STRICT)
    return found if isinstance(found, datetime) else None
