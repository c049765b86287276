"""Finds the sentences that a claim stands on: those it cites, else the nearest ones (pure)."""

import re
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from bot.answering.claim_check import carried, coverage
from bot.answering.name_claims import is_name, telling
from bot.answering.sentence_selection import byline
from bot.language.attribution import source
from bot.language.dates_in_text import spelled_out
from bot.language.quantities import numbers
from bot.language.words import stems
from bot.types import Evidence
from index.language_data.en.date_words import MONTH


class Asked(NamedTuple):
    """The question: alone, and with what it leans on."""

    text: str
    whole: str


_DATE = re.compile(rf"\b(?:\d{{4}}|{MONTH})\b")
_RECITE_FROM = 3  # sentences tried, alone and in pairs, when the cited ones do not carry a claim


def grounds_of(
    claim: str, cited: Sequence[Evidence], evidence: Sequence[Evidence], asked: Asked
) -> list[Evidence]:
    """Return the fewest sentences that carry `claim`: of those it cites, else of all; [] if none.

    A sentence that prints the date goes before one whose "Friday" or "last year" was that date. A
    claim that is only a name stands on a sentence that tells why it is this one.
    """
    groups = telling(claim, cited, evidence, asked.text) if is_name(claim) else None
    if groups is not None:
        return next((list(g) for g in groups if _carry(claim, g, asked, with_days=False)), [])
    pools = (cited, _nearest(claim, evidence, asked.whole))
    for with_days in (False, True) if _DATE.search(claim) else (False,):
        for pool in pools:
            for size in (1, 2):
                fitting = [
                    group
                    for group in combinations(pool, size)
                    if _carry(claim, group, asked, with_days)
                ]
                if fitting:
                    return list(max(fitting, key=lambda group: _cover(claim, group, asked.whole)))
    return []


def _carry(claim: str, group: Sequence[Evidence], asked: Asked, with_days: bool) -> bool:
    said = [_with_days(item) if with_days else item.sentence.text for item in group]
    around = " ".join(f"{item.article.title} {byline(item.article)}" for item in group)
    known = " ".join(item.article.text for item in group)
    return _one_says_it(claim, said) and carried(
        claim, said, asked=asked.whole, alone=asked.text, around=around, article=known
    )


def _one_says_it(claim: str, said: Sequence[str]) -> bool:
    """Whether one sentence has both the figures of a claim and who gives them.

    "41, American officials said" must not be put together from a sentence with Ukraine's 41 and
    one with the Americans' 20.
    """
    who, figures = stems(source(claim)), numbers(claim)
    return not (who and figures) or any(
        who <= stems(text) and figures <= numbers(text) for text in said
    )


def _with_days(item: Evidence) -> str:
    """The sentence, with the date that its "Friday" was: a claim may tell that date."""
    day = item.article.published
    return spelled_out(item.sentence.text, day) if day else item.sentence.text


def _cover(claim: str, group: Iterable[Evidence], question: str) -> float:
    return coverage(claim, " ".join(map(_with_days, group)), given=question)


def _nearest(claim: str, evidence: Sequence[Evidence], question: str) -> list[Evidence]:
    ranked = sorted(evidence, key=lambda item: -_cover(claim, [item], question))
    return ranked[:_RECITE_FROM]
