"""Reads dates in words: "yesterday" in a question, "on Friday" in an article (pure).

A question is read against the day it was asked on, an article against the day it was published.
Knows nothing of search or answers.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from index.language_data.en.calendar import AHEAD, DATES, MONTHS, WEEKDAYS
from index.language_data.en.numbers import CARDINALS


@dataclass(frozen=True, slots=True)
class Span:
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    def __str__(self) -> str:
        """ "16 May 2025", "12 to 18 May 2025", "May 2025" or "2025": as short as it can be said."""
        last = f"{self.last:%-d %B %Y}"
        if self.first == self.last:
            return last
        for unit, short in (("month", f"{self.last:%B %Y}"), ("year", f"{self.last.year}")):
            if self == _whole(self.first, unit):
                return short
        if self.first.year != self.last.year:
            return f"{self.first:%-d %B %Y} to {last}"
        same_month = self.first.month == self.last.month
        return f"{self.first:{'%-d' if same_month else '%-d %B'}} to {last}"


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a text that say when, where they stand in it, and the days they mean."""

    start: int
    end: int
    span: Span
    relative: bool  # whether the words depend on the day of reading and name no month


DateRule = Callable[[re.Match[str], date], Span | None]


def _day(day: date) -> Span:
    return Span(day, day)


def _back(today: date, count: int, unit: str) -> date:
    if unit in ("day", "week"):
        return today - timedelta(days=count * (7 if unit == "week" else 1))
    months = today.year * 12 + today.month - 1 - count * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _whole(day: date, unit: str) -> Span:
    """The week (from Monday), month or year that holds `day`."""
    if unit == "day":
        return _day(day)
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return Span(monday, monday + timedelta(days=6))
    if unit == "month":
        return Span(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))
    return Span(date(day.year, 1, 1), date(day.year, 12, 31))


def _count(word: str) -> int:
    word = word.lower()
    if word in ("a", "an"):
        return 1
    return int(word) if word.isdigit() else CARDINALS[word]


def _ago(match: re.Match[str], today: date) -> Span:
    unit = match["unit"].lower()
    day = _back(today, _count(match["number"]), unit)
    # "Three weeks ago" is a week, not a day; only days are counted to the day.
    return _day(day) if unit == "day" else _whole(day, unit)


def _past(match: re.Match[str], today: date) -> Span:
    return Span(_back(today, _count(match["number"]), match["unit"].lower()), today)


def _this(match: re.Match[str], today: date) -> Span:
    return Span(_whole(today, match["unit"].lower()).first, today)


def _last(match: re.Match[str], today: date) -> Span:
    unit = match["unit"].lower()
    return _whole(_back(today, 1, unit), unit)


def _weekday(match: re.Match[str], today: date) -> Span:
    """The latest such day up to today; "last Friday" on a Friday is the one before."""
    back = (today.weekday() - WEEKDAYS.index(match["weekday"].capitalize())) % 7
    if back == 0 and match["last"]:
        back = 7
    return _day(today - timedelta(days=back))


def _calendar(match: re.Match[str], today: date) -> Span | None:
    """A date or month of the calendar; without a year it is the latest up to today, and the latest
    that fell on the weekday that is named with it."""
    named = match.groupdict()
    if named.get("year"):
        return _of_year(int(named["year"]), named)
    weekday, latest = named.get("weekday"), None
    for year in range(today.year, today.year - _YEARS, -1):
        span = _of_year(year, named)
        if span is None or span.first > today:
            continue
        if not weekday or span.first.weekday() == WEEKDAYS.index(weekday.capitalize()):
            return span
        latest = latest or span
    return latest


def _of_year(year: int, named: Mapping[str, str | None]) -> Span | None:
    month = MONTHS.index((named["month"] or "").replace("ſ", "s").capitalize()) + 1
    if not (day := named.get("day")):
        return _whole(date(year, month, 1), "month")
    try:
        return _day(date(year, month, int(day)))
    except ValueError:  # 31 June, or 29 February in another year
        return None


_YEARS = 12  # within so many a date falls on every day of the week

# What the patterns of `index.language_data.en.calendar` mean.
_RULES: dict[str, DateRule] = {
    "date": _calendar,
    "two days before": lambda _, today: _day(today - timedelta(days=2)),
    "the day before": lambda _, today: _day(today - timedelta(days=1)),
    "the day itself": lambda _, today: _day(today),
    "so long before": _ago,
    "since so long before": _past,
    "the current one so far": _this,
    "the one before": _last,
    "the latest such weekday": _weekday,
}
_PATTERNS = [
    (re.compile(rf"\b{pattern}\b", re.IGNORECASE), _RULES[meaning], relative)
    for pattern, meaning, relative in DATES
]
_AHEAD = re.compile(AHEAD, re.IGNORECASE)


def mentions(text: str, today: date) -> list[Mention]:
    """Return what `text`, read on the day `today`, says about when, in reading order."""
    found: list[Mention] = []
    for pattern, rule, relative in _PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < m.end and m.start < match.end() for m in found):
                continue
            span = rule(match, today)
            if span:
                found.append(Mention(match.start(), match.end(), span, relative))
    return sorted(found, key=lambda mention: mention.start)


def spelled_out(text: str, today: date) -> str:
    """Return `text` with its relative days written out: "yesterday (16 May 2025)"."""
    return _with_dates(text, mentions(text, today))


def dated(claim: str, published: date | None) -> str:
    """Return `claim` with its day written out: "They met on Friday (16 May 2025)."

    `published` is the day of its article. Only days that lie behind are written out, and only
    where the claim has no date yet: a reader a year later must not have to count.
    """
    if published is None or _AHEAD.search(claim):
        return claim
    found = mentions(claim, published)
    if any(not mention.relative for mention in found):
        return claim
    days = [mention for mention in found if mention.span.first == mention.span.last]
    return _with_dates(claim, days[:1])


def _with_dates(text: str, found: list[Mention]) -> str:
    for mention in reversed(found):
        if not mention.relative:
            continue
        before, words, after = (
            text[: mention.start],
            text[mention.start : mention.end],
            text[mention.end :],
        )
        owner = re.match(r"['’]s\b", after)  # "yesterday's talks"
        words += owner.group() if owner else ""
        text = f"{before}{words} ({mention.span}){after[owner.end() if owner else 0 :]}"
    return text
