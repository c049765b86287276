"""Puts together what speaks for an answer: how likely it is right (pure).

There are two witnesses. The language model says whether the sentences state an answer, and writes
one. The reader says whether the sentences it cites answer the question, and whether they carry what
it wrote. Each alone is often wrong, and they are seldom wrong in the same way. Three signs in the
words count as well: do both point at the same, is what was asked about named there, and does the
answer tell anything new?
"""

from collections.abc import Sequence

from bot.answering.sentence_selection import best_first, byline
from bot.answering.verification import MOST, passage
from bot.language.nationalities import as_countries
from bot.language.quantities import in_digits
from bot.language.words import stems
from bot.question.question import Question
from bot.types import Evidence, Witnesses

STATED_FROM = 0.25
"""Log-odds from which on an answer is given, 0.56 as a probability: better a refusal than a guess.
From 0.0 on ten more of 598 questions are answered right, and nine more wrongly (evals/LOG.md)."""

# Logistic regression over 397 answers, the tuning halves of six sets; see evals/LOG.md. `python -m
# evals.fit` makes it again. How near question and cited sentence are, and whether that has the
# question's verb or its other words, add nothing to these.
_BIAS = -1.05
_ODDS = 0.60
_CARRIED = 0.13
_READ = 0.12
_AGREEMENT = 0.65
_MISSING = -0.78
_REPEATS = -1.83
_LEAST_READ, _MOST_READ = -10.0, 12.0  # log-odds of the reader that are believed
# The same by the language model's odds alone, over 135 answers of the tuning half of `versions`:
# for a library without a reader, and for languages that it cannot read.
_BIAS_ALONE, _ODDS_ALONE = -1.50, 0.77


def support(seen: Witnesses) -> float:
    """Return the log-odds that an answer for which `seen` speaks is right."""
    if seen.carried is None or seen.read is None:
        return _BIAS_ALONE + _ODDS_ALONE * seen.odds
    read = max(_LEAST_READ, min(_MOST_READ, seen.read))
    return (
        _BIAS
        + _ODDS * seen.odds
        + _CARRIED * seen.carried
        + _READ * read
        + _AGREEMENT * seen.agreement
        + _MISSING * seen.missing
        + _REPEATS * seen.repeats
    )


def at_best(odds: float, evidence: Sequence[Evidence], *, judged: bool) -> Witnesses:
    """Return the most that could speak for an answer from `evidence` that is not written yet.

    `judged` tells whether the reader will be asked about it.
    """
    likest = max(item.likeness for item in evidence)
    if not judged:
        return Witnesses(odds, likest, agreement=1.0)
    return Witnesses(odds, likest, agreement=1.0, carried=MOST, read=_read(evidence))


def witnesses(
    odds: float,
    question: Question,
    answer: str,
    grounds: Sequence[Evidence],
    evidence: Sequence[Evidence],
    *,
    carried: float | None = None,
) -> Witnesses:
    """Return what speaks for `answer`, which stands on `grounds`, some of the `evidence`.

    `carried` are the reader's log-odds that they carry it, None where it was not asked.
    """
    return Witnesses(
        odds,
        likeness=max(item.likeness for item in grounds),
        agreement=_agreement(answer, best_first(evidence)[0]),
        carried=carried,
        read=None if carried is None else _read(grounds),
        missing=len(as_countries(question.names) - as_countries(stems(_around(grounds)))),
        repeats=stems(answer) <= stems(question.whole),
    )


def _around(grounds: Sequence[Evidence]) -> str:
    """The cited sentences with those before and behind them, and what stands over the articles."""
    return " ".join(f"{byline(i.article)} {i.article.title} {passage(i)}" for i in grounds)


def _agreement(answer: str, best: Evidence) -> float:
    """The share of words that an answer and the reader's best words have in common, 0 to 1.

    Of the shorter of both: "Reuters" agrees with "Reuters, on Monday".
    """
    if best.words is None:
        return 0.0
    pointed = best.sentence.text[best.words.start : best.words.end]
    one, other = stems(in_digits(answer)), stems(in_digits(pointed))
    return len(one & other) / max(1, min(len(one), len(other)))


def _read(items: Sequence[Evidence]) -> float:
    """How sure the reader is of the surest of `items`, in log-odds; 0 where it has read none."""
    return max((item.words.sure for item in items if item.words), default=0.0)
