"""Puts questions over passages as the bot asks them: under a dated headline, as typed on a phone.

The passages that are to be had are of an encyclopedia. News has a day, on which hangs which of two
articles that look alike answers "in 2023"; and people leave out capitals and question marks.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import unquote

from training.rows import Question, words

_OUTLETS = (
    "The Morning Courier|Daily Ledger|Reuters|Coast Herald|The Evening Post|City Tribune|BBC|CNN|"
    "National Gazette|The Weekly Record|Sky News|Business Wire|AP|The Valley Times|DW"
).split("|")
_FIRST, _DAYS = date(2012, 1, 1), 5400  # headings are dated within so many days
_PLAIN_TITLE = re.compile(r"[A-Za-z(][\w ,.'’()–-]{2,60}")  # no file names or numbers of a data set
_TELLS_WHEN = re.compile(
    r"\b(?:\d{4}s?|when|year|month|date|day|century|decade|january|february|march|april|may|june|"
    r"july|august|september|october|november|december|first|last|before|after|since|until)\b",
    re.IGNORECASE,
)
_DATED, _TYPED, _NO_HEADING, _NO_OUTLET = 0.25, 0.3, 0.2, 0.3  # shares of all rows
_OTHER_TIME = 0.4  # share of the questions with a time whose passage is of another one


def in_the_papers(row: Question, rng: random.Random) -> Question:
    """Put a passage under a heading with a day, and the question as people type it.

    A question that tells no time may get one: the year or the month of the heading, and stays
    answered, or another one, and is answered no longer.
    """
    if rng.random() < _NO_HEADING:
        return _typed(row, rng)
    day = _FIRST + timedelta(days=rng.randrange(_DAYS))
    outlet = "" if rng.random() < _NO_OUTLET else rng.choice(_OUTLETS)
    printed = ", ".join(filter(None, [outlet, f"{day:%-d %B %Y}"]))
    title = unquote(row.title).replace("_", " ")
    shown = title if _PLAIN_TITLE.fullmatch(title) and ":" not in title else ""
    row = replace(row, heading=": ".join(filter(None, [printed, shown])) + " ")
    timeless = not _TELLS_WHEN.search(row.question) and not re.search(r"\b\d{4}\b", row.passage)
    if timeless and rng.random() < _DATED / 0.4:  # 0.4 of the rows tell no time
        row = _with_time(row, day, rng)
    return _typed(row, rng)


def _with_time(row: Question, day: date, rng: random.Random) -> Question:
    """Ask for the year or month of `day`, or for another one without an answer."""
    asked = day
    if row.answers and rng.random() < _OTHER_TIME:
        asked = _another(day, rng)
        row = replace(row, answers=(), spanless=False)
    time = f"in {asked:%Y}" if asked.month == day.month else f"in {asked:%B %Y}"
    if asked.month == day.month and rng.random() < 0.4:
        time = f"in {asked:%B %Y}"
    body = row.question.rstrip(" ?.")
    if rng.random() < 0.25:
        return replace(row, question=f"{time[:1].upper()}{time[1:]}, {body[:1].lower()}{body[1:]}?")
    return replace(row, question=f"{body} {time}?")


def _another(day: date, rng: random.Random) -> date:
    """A day of another year, or (one of four) of another month of the year."""
    if rng.random() < 0.25:
        return date(day.year, rng.choice([m for m in range(1, 13) if m != day.month]), 1)
    years = [-4, -3, -2, -2, -1, -1, -1, 1, 1, 1, 2, 2, 3, 4]
    return date(day.year + rng.choice(years), day.month, 1)


def _typed(row: Question, rng: random.Random) -> Question:
    """Leave out capitals and the question mark of some questions."""
    if rng.random() < _TYPED:
        return replace(row, question=row.question.lower().rstrip(" ?"))
    return row


def strangers(questions: Sequence[Question], rng: random.Random, most: int) -> list[Question]:
    """Put questions over the likest passage of another title that lacks their answers.

    Search finds such passages: of another company that raises its prices, another town that votes.
    """
    asked = [row for row in questions if row.answers]
    found = []
    for row in rng.sample(asked, min(most, len(asked))):
        asked_for = words(row.question)
        texts = [row.passage[a:b].lower() for a, b in row.answers]
        others = [
            other
            for other in rng.sample(list(questions), min(300, len(questions)))
            if other.title != row.title and not any(t in other.passage.lower() for t in texts)
        ]
        if others:
            likest = max(others, key=lambda other: len(asked_for & words(other.passage)))
            found.append(Question(likest.title, row.question, likest.passage, ()))
    return found
