"""Puts together what speaks for an answer: how likely it is right (pure).

There are two witnesses. The language model says whether the sentences state an answer, and writes
one. The reader says which words answer, and how surely. Each alone is often wrong, and they are
seldom wrong in the same way.
"""

from collections.abc import Sequence

from bot.answering.sentence_selection import nearest_first, sure
from bot.language.quantities import in_digits
from bot.language.words import stems
from bot.types import Evidence, Witnesses

# Logistic regression over the tuning halves of the sets; `python -m evals.fit` makes it again.
_BIAS = 0.0
_ODDS = 0.5
_LIKENESS = 3.0
_WORDS = 0.5
_RIVAL = -0.3
_AGREEMENT = 1.0


def support(seen: Witnesses) -> float:
    """Return the log-odds that an answer for which `seen` speaks is right."""
    return (
        _BIAS
        + _ODDS * seen.odds
        + _LIKENESS * (seen.likeness - 0.5)
        + _WORDS * seen.words
        + _RIVAL * seen.rival
        + _AGREEMENT * seen.agreement
    )


def at_best(odds: float, evidence: Sequence[Evidence]) -> Witnesses:
    """Return the most that could speak for an answer from `evidence` that is not written yet."""
    likest = max(item.likeness for item in evidence)
    return Witnesses(odds, likest, words=max(map(sure, evidence)), rival=0.0, agreement=1.0)


def witnesses(
    odds: float, answer: str, grounds: Sequence[Evidence], evidence: Sequence[Evidence]
) -> Witnesses:
    """Return what speaks for `answer`, which stands on `grounds`, some of the `evidence`."""
    words = max(map(sure, grounds))
    return Witnesses(
        odds=odds,
        likeness=max(item.likeness for item in grounds),
        words=words,
        rival=max(0.0, *(sure(item) - words for item in evidence)),
        agreement=_agreement(answer, nearest_first(evidence)[0]),
    )


def _agreement(answer: str, best: Evidence) -> float:
    """The share of words that an answer and the reader's best words have in common, 0 to 1.

    Of the shorter of both: "Reuters" agrees with "Reuters, on Monday".
    """
    if best.words is None:
        return 0.0
    pointed = best.sentence.text[best.words.start : best.words.end]
    one, other = stems(in_digits(answer)), stems(in_digits(pointed))
    return len(one & other) / max(1, min(len(one), len(other)))
