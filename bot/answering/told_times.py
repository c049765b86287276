"""Tells which times a sentence, or a claim that stands on it, speaks of (pure).

"It carried 3.2 million last year, its director said on Thursday" speaks of last year; the Thursday
is when that was said. "3.2 million, up from 2.7 million last year" does not speak of last year.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from bot.language.date_rules import Mention
from bot.language.dates_in_text import quoted
from bot.language.quantities import in_digits
from bot.language.spans import Span
from bot.language.words import CAPITALS, stems
from index.language_data.en.told_times import (
    CLAUSE_BREAK,
    OF_SOMETHING_ELSE,
    OPEN,
    SAID_BEFORE,
    SAID_BEHIND,
)
from index.types import Article, Sentence

_CLAUSE_BREAK = re.compile(CLAUSE_BREAK, re.IGNORECASE)
_OF_SOMETHING_ELSE = re.compile(OF_SOMETHING_ELSE, re.IGNORECASE)
_SAID_BEFORE = re.compile(SAID_BEFORE, re.IGNORECASE)
_SAID_BEHIND = re.compile(SAID_BEHIND, re.IGNORECASE)
_OPEN = re.compile(OPEN, re.IGNORECASE)
_BEFORE = 8  # characters before a time in which such a word stands
_A_NAME = re.compile(rf" [{CAPITALS}]")
_ANY_DAY = date(2000, 1, 1)  # for an article without a date: only its whole dates are right


def of_sentence(sentence: Sentence, article: Article) -> list[Span]:
    """Return the times that `sentence` speaks of; where it has none, when it was said."""
    told = _told(sentence.text, article.published)
    events = [mention for mention, said in told if not said]
    return [_opened(mention, sentence.text, article) for mention in events or [m for m, _ in told]]


def of_claim(claim: str, sentence: Sentence, article: Article) -> list[Span]:
    """Return the times that `claim` speaks of, which stands on `sentence`: its own, or those near.

    Near are those in the clause of the sentence that carries it, else those of all clauses that
    tell of nothing else.
    """
    text = sentence.text
    own = [mention for mention, said in _told(claim, article.published, text) if not said]
    if own:
        return [_opened(mention, claim, article) for mention in own]
    events = [mention for mention, said in _told(text, article.published) if not said]
    clauses = _clauses(text, events)
    wanted = stems(in_digits(claim))
    shared = [len(wanted & stems(in_digits(text[start:end]))) for start, end in clauses]
    carrying = [clause for clause, n in zip(clauses, shared, strict=True) if n == max(shared)]
    near = [m for m in events if any(a <= m.start < b for a, b in carrying)]
    elsewhere = [(a, b) for a, b in clauses if _OF_SOMETHING_ELSE.match(text, a)]
    rest = [m for m in events if not any(a <= m.start < b for a, b in elsewhere)]
    return [_opened(mention, text, article) for mention in near or rest]


def _told(text: str, published: date | None, sentence: str = "") -> list[tuple[Mention, bool]]:
    """The mentions of `text` that say when something was, and whether that is when it was said."""
    found = quoted(text, sentence or text, published or _ANY_DAY)
    starts = [start for start, _ in _clauses(text, found)]
    return [
        (mention, _is_when_said(mention, text, mention.start in starts))
        for mention in found
        if (published or not mention.relative) and _says_when(mention, text)
    ]


def _is_when_said(mention: Mention, text: str, opens: bool) -> bool:
    """ "Moe said on Monday ..." and "on Monday Moe said ...", not "... on Monday, Moe said".

    `opens` says whether the mention begins a clause.
    """
    return bool(
        _SAID_BEFORE.search(text, 0, mention.start)
        or (opens and _SAID_BEHIND.match(text, mention.end))
    )


def _says_when(mention: Mention, text: str) -> bool:
    """Not so for "last year's race", "20 may have died" and "the Sunday Times"."""
    words, behind = text[mention.start : mention.end], text[mention.end :]
    small = mention.language == "en" and not mention.relative and words.islower()
    return not (
        behind.startswith(("'s", "’s"))
        or (small and mention.span.unit in ("day", "month"))
        or (mention.span.unit == "day" and _A_NAME.match(behind))
    )


def _opened(mention: Mention, text: str, article: Article) -> Span:
    """The span of a mention; "since 2019" ends on the day of the article, "by 2030" begins then."""
    span, day = mention.span, article.published
    if day and _OPEN.search(text, max(mention.start - _BEFORE, 0), mention.end):
        return Span(min(span.first, day), max(span.last, day))
    return span


def _clauses(text: str, times: Sequence[Mention]) -> list[tuple[int, int]]:
    """Offsets of the parts of `text`; none ends within one of `times` ("in 2023 and 2024")."""
    breaks = [gap.end() for gap in _CLAUSE_BREAK.finditer(text)]
    starts = [0, *(at for at in breaks if not any(m.start < at < m.end for m in times))]
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


def nearly(span: Span) -> Span:
    """Return `span`; a day with its neighbours: "in the night to Monday" is told of either."""
    if span.unit != "day":
        return span
    return Span(span.first - timedelta(days=1), span.last + timedelta(days=1))
