"""Reads the numbers of a text, and its whole dates."""

import re
from functools import lru_cache

from bot.language.words import WORD, digits, plain
from index.lang.en.calendar import MONTH, ORDINAL_ENDINGS, SHORT_MONTHS

_MONTH = rf"(?P<month>{MONTH}|{'|'.join(SHORT_MONTHS)})\.?"
_DAY = rf"(?P<day>\d{{1,2}})(?:{'|'.join(ORDINAL_ENDINGS)})?"
_YEAR = r"(?P<year>\d{4})"
_DATES = (
    re.compile(rf"\b{_DAY} (?:of )?{_MONTH},? {_YEAR}\b"),
    re.compile(rf"\b{_MONTH} {_DAY},? {_YEAR}\b"),
)


@lru_cache(maxsize=8192)
def numbers(text: str) -> frozenset[str]:
    """Return the numbers of `text` in digits, and each whole date as one more, "2025-may-16".

    A date counts as a whole too: "16 May 2022" must not be put together from "16 May 2025" in a
    byline and "March 2022" in a sentence.
    """
    dates = {
        f"{year}-{month[:3].lower()}-{int(day)}"
        for pattern in _DATES
        for day, month, year in (m.group("day", "month", "year") for m in pattern.finditer(text))
    }
    return frozenset(dates | {n for word in WORD.findall(text) if (n := digits(plain(word)))})
