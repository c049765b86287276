"""Reads dates that are numbers only, such as 05/09/2026: day or month first? (pure)."""

import re
from datetime import date

_NUMERIC = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2((?:1[6-9]|20)\d\d)\b")
_SHORT_YEAR = re.compile(r"(\d{1,2}\.\d{1,2}\.)(\d\d)(?![\d.])")
# Of the languages that we know of, only American English writes the month first.
_MONTH_FIRST = ("en-us", "en_us")
_UNSURE = ("", "en")


def numeric_day(text: str, language: str = "") -> str | None:
    """The ISO date that `text` begins with in numbers; None if it begins with no such date.

    "" if it cannot be told whether day or month stands first. `language` is the page's, such as
    "de" or "en-GB", or "". Dots put the day first, also before a year of two digits ("9.5.26").
    """
    found = _NUMERIC.match(_SHORT_YEAR.sub(_with_century, text.strip(), count=1))
    if not found:
        return None
    one, two, year = int(found[1]), int(found[3]), int(found[4])
    code = language.lower()
    if one > 12 or one == two or found[2] == ".":
        day, month = one, two
    elif two > 12 or code.startswith(_MONTH_FIRST):
        day, month = two, one
    elif code in _UNSURE:
        return ""
    else:
        day, month = one, two
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _with_century(found: re.Match[str]) -> str:
    """ "9.5.26" -> "9.5.2026"; a year that would lie ahead is of the last century."""
    ahead = 2000 + int(found[2]) > date.today().year + 1
    return f"{found[1]}{'19' if ahead else '20'}{found[2]}"
