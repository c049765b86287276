"""Reads the quantities of a text: numbers in digits or words, magnitudes, units, whole dates.

Wraps text2num, which reads number words. A quantity is a string that is the same for all of its
spellings: "1200000" for "1.2 million" and "1,200,000", "30 %" for "thirty per cent".
"""

import re
from decimal import Decimal
from functools import lru_cache

from text_to_num import alpha2digit

from bot.language.words import WORD, digits, plain
from index.language_data.en.date_words import MONTH, ORDINAL_ENDINGS, SHORT_MONTHS
from index.language_data.en.numbers import (
    CURRENCY_SIGNS,
    MAGNITUDES,
    NO_NUMBER,
    PERCENT,
    SHORT_MAGNITUDES,
    UNCOUNTED,
    UNITS,
)

_MONTH = rf"(?P<month>{MONTH}|(?:{'|'.join(SHORT_MONTHS)})\b)\.?"
_DAY = rf"(?P<day>\d{{1,2}})(?:{'|'.join(ORDINAL_ENDINGS)})?"
_YEAR = r"(?P<year>\d{4})"
_DATES = (
    re.compile(rf"\b{_DAY} (?:of )?{_MONTH},? {_YEAR}\b"),
    re.compile(rf"\b{_MONTH} {_DAY},? {_YEAR}\b"),
)
_UNIT_OF = {spelling: unit for unit, all_of in UNITS.items() for spelling in all_of.split()}
_PERCENT = re.compile(PERCENT, re.IGNORECASE)
# "Hundreds of" and "no one" are no numbers, but text2num takes them for 100 and 1.
_NO_NUMBER = re.compile(f"({NO_NUMBER})", re.IGNORECASE)
_SEPARATOR = re.compile(r"(?<=\d),(?=\d{3}\b)")
_VALUE = r"\d+(?:\.\d+)?"
_MAGNITUDE = re.compile(rf"(?<![\w.])({_VALUE})[ -]({'|'.join(MAGNITUDES)})\b", re.IGNORECASE)
_LARGE = "|".join(map(str, MAGNITUDES.values()))  # magnitudes as text2num writes them
_HALF = re.compile(rf"\b(?:half an?|a half) ({_LARGE})(?!\d)", re.IGNORECASE)
_AND_A_HALF = re.compile(rf"\b(\d+|an?) and a half(?: ({_LARGE}))?(?!\d)", re.IGNORECASE)
_SHORT = re.compile(
    rf"(?<![\w.])([{CURRENCY_SIGNS}])?({_VALUE})({'|'.join(SHORT_MAGNITUDES)})\b", re.IGNORECASE
)
_RANGE = re.compile(rf"(?<![\w.])({_VALUE})(?= ?(?:to|and|-|–) ?{_VALUE} ?%)")  # "3 to 4 %"
_SPELLINGS = "|".join(sorted(map(re.escape, _UNIT_OF), key=len, reverse=True))
# "30 km" and "30km", but not "the 1990s".
_NUMBER = re.compile(
    rf"(?P<sign>[{CURRENCY_SIGNS}]) ?(?P<money>{_VALUE})(?!\w|\.\d)"
    rf"|(?<![\w.])(?P<value>{_VALUE})(?:{'|'.join(ORDINAL_ENDINGS)})?"
    rf"(?:[ -]?(?P<unit>{_SPELLINGS})(?!\w)|(?!\w|\.\d))",
    re.IGNORECASE,
)


@lru_cache(maxsize=1024)
def in_digits(text: str) -> str:
    """Return `text` with its numbers in digits.

    "Two million" -> "2000000", "30 per cent" -> "30 %". Thousands separators go; decimals are kept.
    """
    text = _SEPARATOR.sub("", _PERCENT.sub("%", text))
    text = _RANGE.sub(r"\1 %", text)
    text = _SHORT.sub(_written_out, text)
    text = _MAGNITUDE.sub(_multiplied, text)
    parts = _NO_NUMBER.split(text)
    # The odd parts are those words themselves.
    parts[::2] = [_numerals(part) for part in parts[::2]]
    text = _MAGNITUDE.sub(_multiplied, "".join(parts))  # "eight trillion" is read half-way
    text = _AND_A_HALF.sub(_with_half, text)
    return _HALF.sub(lambda m: _times("0.5", m[1]), text)


@lru_cache(maxsize=1024)
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
    # "Nine-member" is one word to text2num, and two here.
    words = WORD.findall(_NO_NUMBER.sub(" ", in_digits(text)))
    single = {_plain(number) for word in words if (number := digits(plain(word)))}
    return frozenset(dates | single | {value for value, _ in _found(text)})


@lru_cache(maxsize=1024)
def magnitudes(text: str) -> frozenset[str]:
    """Return the words of `text` for a size without an exact number: "hundreds", "dozens"."""
    words = (word.lower() for word in WORD.findall(in_digits(text)))
    return frozenset(word for word in words if word in MAGNITUDES or word in UNCOUNTED)


@lru_cache(maxsize=1024)
def units(text: str) -> dict[str, frozenset[str]]:
    """Return each number of `text` in digits -> the units that it stands with, "" for none."""
    found: dict[str, set[str]] = {}
    for value, unit in _found(text):
        found.setdefault(value, set()).add(unit)
    return {value: frozenset(all_of) for value, all_of in found.items()}


def _found(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for match in _NUMBER.finditer(in_digits(text)):
        unit = _UNIT_OF.get((match["sign"] or match["unit"] or "").lower(), "")
        found.append((_plain(match["money"] or match["value"]), unit))
    return found


def _numerals(text: str) -> str:
    if not re.search(r"[^\W\d_]{3}", text):
        return text
    digits: str = alpha2digit(text, "en", 0)
    return digits


def _written_out(match: re.Match[str]) -> str:
    sign, value, magnitude = match.groups()
    return f"{sign or ''}{_times(value, str(SHORT_MAGNITUDES[magnitude.lower()]))}"


def _multiplied(match: re.Match[str]) -> str:
    return _times(match[1], str(MAGNITUDES[match[2].lower()]))


def _with_half(match: re.Match[str]) -> str:
    whole = 1 if match[1].lower() in ("a", "an") else int(match[1])
    return _times(f"{whole}.5", match[2] or "1")


def _times(value: str, magnitude: str) -> str:
    return _plain(str(Decimal(value) * Decimal(magnitude)))


def _plain(value: str) -> str:
    """ "3.50" -> "3.5", "2E+6" -> "2000000"."""
    number = f"{Decimal(value):f}"
    return number.rstrip("0").rstrip(".") if "." in number else number
