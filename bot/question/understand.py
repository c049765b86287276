"""Reads a message once and for all: text, chat and day -> a `Question` (pure).

All patterns on the wording of questions are matched here, and nowhere behind it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.language.dates_in_text import Mention, Span, mentions, spelled_out
from bot.language.words import names, stems
from bot.question.comparison import comparison
from bot.question.follow_ups import Standalone, may_stand_alone, points_back, standalone
from bot.question.parts import order_asked, parts
from bot.question.question import Question, Wants
from bot.question.typed import tidy
from bot.types import Turn
from index.language_data.en import question_wording

_WANTS = {
    Wants[kind.upper()]: re.compile(pattern, re.IGNORECASE)
    for kind, pattern in question_wording.WANTS.items()
}
_ASKS_FOR_SOMETHING = re.compile(question_wording.ASKS_FOR_SOMETHING, re.IGNORECASE)
_OFFERS_A_CHOICE = re.compile(question_wording.OFFERS_A_CHOICE, re.IGNORECASE)
_LATEST = re.compile(question_wording.LATEST, re.IGNORECASE)
_ANOTHER = re.compile(question_wording.ANOTHER, re.IGNORECASE)
_OTHER_TIMES = re.compile(question_wording.OTHER_TIMES, re.IGNORECASE)
_BOUNDS = re.compile(question_wording.BOUNDS, re.IGNORECASE)
_BEFORE = 8  # characters before a time in which such a word stands
_YEAR = re.compile(question_wording.YEAR, re.IGNORECASE)
_SUCCESSOR = re.compile(question_wording.SUCCESSOR, re.IGNORECASE)
_FOUR_DIGITS = re.compile(r"\d{4}")
_WRITTEN_OUT = re.compile(r"\([^)]*\)")  # the date that "today" was
_ANY_DAY = date(2000, 1, 1)  # for texts of which only dates with their year are read


def understood(text: str, history: Sequence[Turn] = (), asked_on: date | None = None) -> Question:
    """Return the question that `text` asks after `history` (oldest turn first) on a day.

    Relative days are written out, for neither an article nor a small model knows the day on which
    a question is asked (default: today). Raises QuestionError when the text is empty or overlong.
    """
    today = asked_on or date.today()
    asked = standalone(tidy(text), history)
    whole = _understood(asked, today)
    as_typed = asked.text.lower() == tidy(text).lower()  # not completed from the one before
    if asked.earlier and as_typed and may_stand_alone(asked.text, asked.earlier):
        alone = _understood(Standalone(asked.text), today)
        return replace(whole, alone=alone, points_back=points_back(asked.text))
    return whole


def _understood(asked: Standalone, today: date) -> Question:
    asked = asked._replace(text=spelled_out(asked.text, today))
    whole = replace(_read(asked, today), order=order_asked(asked.text))
    made_of = parts(asked)
    if len(made_of) == 1:
        return whole
    each = tuple(replace(_read(part.asked, today), about=part.about) for part in made_of)
    return replace(whole, parts=each)


def wants_latest(text: str) -> bool:
    """Return whether newer articles are to win: "the latest", "now", "so far"."""
    return bool(_LATEST.search(text))


def _read(asked: Standalone, today: date) -> Question:
    text = asked.text
    wants = Wants.NOTHING
    for kind, pattern in _WANTS.items():
        if pattern.search(text):
            wants |= kind
    another = bool(asked.earlier and _ANOTHER.search(text))
    successor = _SUCCESSOR.fullmatch(text.strip())
    named = mentions(text, today)
    return Question(
        text=text,
        earlier=asked.earlier,
        # What was in a year is reported in others too, so a search within it finds less.
        days=next((m.span for m in named if m.relative or m.span.unit != "year"), None),
        wants=wants,
        states=bool(_ASKS_FOR_SOMETHING.search(text)) and not _OFFERS_A_CHOICE.search(text),
        latest=wants_latest(text),
        another=another,
        told_days=_whole_dates(asked.earlier) if another else frozenset(),
        times=_times(text, named),
        years=frozenset(_YEAR.findall(_WRITTEN_OUT.sub("", text)))
        | {str(m.span.first.year) for m in named if m.relative and m.span.unit == "year"},
        names=frozenset(names(text, opening=True)),
        successor_of=stems(successor["name"]) if successor else frozenset(),
        compares=comparison(text),
    )


def _times(text: str, named: Sequence[Mention]) -> tuple[Span, ...]:
    """The times of `named` to which what is asked for belongs; () where others may be meant.

    A date without its year may be of any year.
    """
    around = list(text)
    for mention in named:
        around[mention.start : mention.end] = " " * (mention.end - mention.start)
    if _OTHER_TIMES.search("".join(around)):
        return ()
    sure = (m for m in named if m.relative or _FOUR_DIGITS.search(text[m.start : m.end]))
    spans = dict.fromkeys(m.span for m in sure)
    written_out = [match.span() for match in _WRITTEN_OUT.finditer(text)]
    bounded = any(
        _BOUNDS.search(text, max(m.start - _BEFORE, 0), m.end)
        for m in named
        if not any(start < m.start < end for start, end in written_out)
    )
    return () if bounded else tuple(spans)


def _whole_dates(text: str) -> frozenset[date]:
    """The days that `text` names with their year."""
    return frozenset(
        m.span.first
        for m in mentions(text, _ANY_DAY)
        # Relative words have their date beside them; read against another day they would mislead.
        if not m.relative
        and m.span.first == m.span.last
        and _FOUR_DIGITS.search(text[m.start : m.end])
    )
