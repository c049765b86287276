"""Resolves the time expressions of one language against a day of reading (pure).

The words are data, `index.language_data.<code>.calendar`; the rules here say what they mean. A rule
that cannot be sure ("more than two years ago", "next Friday" on a Wednesday, which may be in two
days or in nine) gives nothing.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import ModuleType
from typing import Literal, NamedTuple, cast

from bot.language.spans import Span, Unit, shifted, whole

Tense = Literal[-1, 0, 1]
"""Whether what is told lies behind the day of reading, cannot be told, or lies ahead."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a text that say when, where they stand in it, and the days they mean.

    `language` is that of the words: a code such as "en".
    """

    start: int
    end: int
    span: Span
    relative: bool  # whether the words depend on the day of reading and name no month
    language: str = "en"


@dataclass(frozen=True, slots=True)
class _Read:
    """One match, with what its rule may look at; `sure` says whether its tense is."""

    groups: Mapping[str, str | None]
    today: date
    steps: int
    tense: Tense
    sure: bool


class _Hint(NamedTuple):
    """Where words stand that tell the tense of a time before them, and of one behind them."""

    start: int
    end: int
    before: Tense
    behind: Tense


_SENTENCE_BREAK = re.compile(r"[.!?;:](?=\s)|\n")
_GROUP = re.compile(r"\(\?P<\w+>")
_YEARS = 12  # within so many a date falls on every day of the week
_TENS = 20  # from here on a number word may be the first of two: "twenty-five"
_GROUP_DIGITS = 3  # behind a space in "2 000"
_HEAD_CHARS = 24  # before a number in which the rest of it may stand
_SMALL_WORD = re.compile(r"\b[^\W\d_A-ZÀ-ÞА-ЯЁІЇЄҐ]{2,}", re.UNICODE)
_CALENDAR = ("date", "calendar year")  # rules for what no day of reading is needed


class TimeWords:
    """The time expressions of one language."""

    def __init__(self, code: str, data: ModuleType) -> None:
        """`data` is `index.language_data.<code>.calendar`."""
        self._code = code
        self._months = [re.compile(name, re.IGNORECASE) for name in data.MONTHS]
        self._weekdays = [re.compile(name, re.IGNORECASE) for name in data.WEEKDAYS]
        self._units = {
            cast(Unit, unit): re.compile(forms, re.IGNORECASE) for unit, forms in data.UNITS.items()
        }
        self._numbers: Mapping[str, int] = data.NUMBERS
        self._times = [
            (re.compile(rf"(?<!\w)(?:{pattern})(?!\w|-\w)", re.IGNORECASE), rule, steps)
            for pattern, rule, steps in data.TIMES
        ]
        tens = "|".join(word for word, value in self._numbers.items() if value >= _TENS)
        units = "|".join(data.UNITS.values())
        self._heads = re.compile(
            rf"(?:\d[.,–-]|\w-|\d (?:{data.RANGE}) |(?<!\w)(?:{tens})[ -]"
            rf"|(?:{units}) (?:{data.RANGE}) )$",
            re.IGNORECASE,
        )
        # One look tells that a text has none of them, as most have.
        every = "|".join(pattern for pattern, _, _ in data.TIMES)
        self._any = re.compile(rf"(?<!\w)(?:{_GROUP.sub('(?:', every)})", re.IGNORECASE)
        self._hints = re.compile(f"(?P<ahead>{data.AHEAD})|(?:{data.BEHIND})", re.IGNORECASE)
        self._behind = re.compile(data.BEHIND, re.IGNORECASE)
        self._rules: dict[str, Callable[[_Read], Span | None]] = {
            "date": self._date,
            "calendar year": _years,
            "unit": lambda read: self._unit(read, self._which_unit(read)),
            "counted": self._counted,
            "counted if ahead": lambda read: self._counted(read) if read.tense > 0 else None,
            "so far": self._so_far,
            "weekend by tense": self._weekend,
            "coming weekend": self._coming_weekend,
            "next weekend": self._next_weekend,
            "unsure": lambda read: None,
            "weekday": self._nearest_weekday,
            "next weekday": self._next_weekday,
            "weekday by tense": self._weekday_by_tense,
        }

    def mentions(self, text: str, today: date) -> Iterator[Mention]:
        """Yield what `text`, read on the day `today`, says about when, in no order.

        Words belong to the first pattern that they fit, also where its rule cannot be sure.
        """
        if not self._any.search(text):
            return
        taken: list[tuple[int, int]] = []
        hints = list(self._tenses(text))
        for pattern, rule, steps in self._times:
            for match in pattern.finditer(text):
                if any(match.start() < end and start < match.end() for start, end in taken):
                    continue
                taken.append(match.span())
                if self._is_tail(text, match):
                    continue
                read = _Read(match.groupdict(), today, steps, *_tense(text, match, hints))
                try:
                    span = self._span(rule, read)
                except (ValueError, OverflowError):  # 31 June, or thousands of years away
                    continue
                if span:
                    relative = rule not in _CALENDAR
                    yield Mention(match.start(), match.end(), span, relative, self._code)

    def _is_tail(self, text: str, match: re.Match[str]) -> bool:
        """Whether the number of `match` is a part of one: "1,000", "twenty-five", "10 to 15"."""
        number = match.groupdict().get("number")
        if not number:
            return False
        before = text[max(match.start("number") - _HEAD_CHARS, 0) : match.start("number")]
        is_group = number.isdigit() and len(number) == _GROUP_DIGITS and before[-1:].isspace()
        return bool(self._heads.search(before) or (is_group and before[-2:-1].isdigit()))

    def _tenses(self, text: str) -> Iterator[_Hint]:
        for hint in self._hints.finditer(text):
            words = hint["ahead"]
            # "They agreed to meet on Friday", but "on Friday they agreed to meet".
            first: Tense = 1 if words and not self._behind.match(words) else -1
            yield _Hint(hint.start(), hint.end(), first, 1 if words else -1)

    def _span(self, rule: str, read: _Read) -> Span | None:
        known = self._rules.get(rule)
        return known(read) if known else self._unit(read, cast(Unit, rule))

    def _unit(self, read: _Read, unit: Unit) -> Span:
        return whole(shifted(read.today, read.steps, unit), unit)

    def _which_unit(self, read: _Read) -> Unit:
        word = read.groups["unit"] or ""
        return next(unit for unit, forms in self._units.items() if forms.fullmatch(word))

    def _count(self, read: _Read) -> int:
        word = (read.groups.get("number") or "1").lower()
        return int(word) if word.isdigit() else self._numbers[word]

    def _counted(self, read: _Read) -> Span | None:
        """ "Three weeks ago" is a week, not a day; only days are counted to the day."""
        if read.groups.get("vague"):
            return None
        unit = self._which_unit(read)
        return whole(shifted(read.today, read.steps * self._count(read), unit), unit)

    def _so_far(self, read: _Read) -> Span:
        return Span(shifted(read.today, -self._count(read), self._which_unit(read)), read.today)

    def _weekend(self, read: _Read) -> Span | None:
        """The weekend that lasts or is nearest, by tense; without one, the last to have begun."""
        if not read.sure:
            return None
        this = whole(read.today, "weekend")
        if read.tense <= 0 and this.first > read.today:
            return whole(shifted(read.today, -1, "week"), "weekend")
        return this

    def _coming_weekend(self, read: _Read) -> Span:
        this = whole(read.today, "weekend")
        return this if this.first > read.today else whole(shifted(this.first, 1, "week"), "weekend")

    def _next_weekend(self, read: _Read) -> Span | None:
        # From Monday to Friday it may be the coming one or the one after it.
        begun = whole(read.today, "weekend").first <= read.today
        return self._coming_weekend(read) if begun else None

    def _nearest_weekday(self, read: _Read) -> Span:
        """ "Last Friday" is the latest before today, the "coming" one the first after it."""
        ahead = (self._weekday(read) - read.today.weekday()) % 7
        if read.steps < 0:
            return whole(read.today + timedelta(days=ahead - 7), "day")
        return whole(read.today + timedelta(days=ahead or 7), "day")

    def _next_weekday(self, read: _Read) -> Span | None:
        # One that is still to come this week may be meant, or the one of next week.
        return None if self._weekday(read) > read.today.weekday() else self._nearest_weekday(read)

    def _weekday_by_tense(self, read: _Read) -> Span | None:
        """The first such day from today on where it lies ahead, else the latest up to today."""
        if not read.sure:
            return None
        ahead = (self._weekday(read) - read.today.weekday()) % 7
        return whole(read.today + timedelta(days=ahead - 7 * (read.tense <= 0 < ahead)), "day")

    def _weekday(self, read: _Read) -> int:
        return _index(self._weekdays, read.groups["weekday"] or "")

    def _date(self, read: _Read) -> Span | None:
        """A date or month of the calendar. Without a year it is the nearest by tense, the latest up
        to today where that cannot be told, and the latest on the weekday that is named with it."""
        if year := read.groups.get("year"):
            return self._of_year(int(year), read)
        weekday, nearest = read.groups.get("weekday"), None
        step = 1 if read.tense > 0 or read.steps > 0 else -1
        for year_ in range(read.today.year, read.today.year + step * _YEARS, step):
            span = self._of_year(year_, read)
            if span is None or _is_past(span, read, step):
                continue
            if not weekday or span.first.weekday() == _index(self._weekdays, weekday):
                return span
            nearest = nearest or span
        return nearest

    def _of_year(self, year: int, read: _Read) -> Span | None:
        month = _index(self._months, (read.groups["month"] or "").replace("ſ", "s")) + 1
        day = read.groups.get("day")
        try:
            return whole(date(year, month, int(day or 1)), "day" if day else "month")
        except ValueError:  # 31 June, or 29 February in another year
            return None


def _years(read: _Read) -> Span:
    first = int(read.groups["year"] or 0)
    last = int(read.groups.get("last_year") or first)
    return Span(date(first, 1, 1), date(max(first, last), 12, 31))


def _is_past(span: Span, read: _Read, step: int) -> bool:
    """Whether `span` lies on the other side of today than is looked for.

    "In May" may be this month, "last May" may not.
    """
    if step > 0:
        return span.last < read.today or (read.steps > 0 and span.first <= read.today)
    return span.first > read.today or (read.steps < 0 and span.last >= read.today)


def _index(names: list[re.Pattern[str]], word: str) -> int:
    return next(index for index, name in enumerate(names) if name.fullmatch(word))


def _tense(text: str, match: re.Match[str], hints: Sequence[_Hint]) -> tuple[Tense, bool]:
    """By the nearest word before `match` in its sentence that tells it, else by the first behind.

    "The office said on Friday that the road will open on Sunday": behind, ahead. And whether that
    is sure: the day in "the loss on Sunday could cost him his job" need not be that of the verb.
    """
    if not hints:
        return 0, True
    breaks = [gap.end() for gap in _SENTENCE_BREAK.finditer(text)]
    begin = max((at for at in breaks if at <= match.start()), default=0)
    until = min((at for at in breaks if at >= match.end()), default=len(text))
    before = [hint for hint in hints if begin <= hint.start and hint.end <= match.start()]
    if before:
        return before[-1].behind, True
    behind = (hint.before for hint in hints if match.end() <= hint.start and hint.end <= until)
    tense: Tense = next(behind, 0)
    opens = not _SMALL_WORD.search(text[begin : match.start()]) or text[match.end() :][:1] == ","
    return tense, opens or tense <= 0
