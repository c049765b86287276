"""Puts together what speaks for an answer: how likely it is right (pure).

There are two witnesses. The language model says whether the sentences state an answer, and writes
one. The reader says whether the sentences it cites carry what it wrote. Each alone is often wrong,
and they are seldom wrong in the same way.
"""

from collections.abc import Sequence

from bot.answering.sentence_selection import best_first, sure
from bot.answering.verification import MOST
from bot.language.quantities import in_digits
from bot.language.words import stems
from bot.types import Evidence, Witnesses

STATED_FROM = -0.3
"""Log-odds from which on an answer is given, 0.43 as a probability; see evals/LOG.md."""

# Logistic regression over the tuning halves of `versions` and `news-a`, 185 answers; see
# evals/LOG.md. `python -m evals.fit` makes it again. How near question and cited sentence are
# and whether the reader points at the same words add nothing to these two.
_BIAS = -1.33
_ODDS = 0.55
_CARRIED = 0.44


def support(seen: Witnesses) -> float:
    """Return the log-odds that an answer for which `seen` speaks is right."""
    return _BIAS + _ODDS * seen.odds + _CARRIED * seen.carried


def at_best(odds: float, evidence: Sequence[Evidence]) -> Witnesses:
    """Return the most that could speak for an answer from `evidence` that is not written yet."""
    likest = max(item.likeness for item in evidence)
    read = max(map(sure, evidence))
    return Witnesses(odds, likest, agreement=1.0, carried=MOST, read=read)


def witnesses(
    odds: float,
    answer: str,
    grounds: Sequence[Evidence],
    evidence: Sequence[Evidence],
    carried: float = 0.0,
) -> Witnesses:
    """Return what speaks for `answer`, which stands on `grounds`, some of the `evidence`.

    `carried` are the reader's log-odds that they carry it.
    """
    likest = max(item.likeness for item in grounds)
    best = best_first(evidence)[0]
    behind = best.score - max(item.score for item in grounds)
    read = max(map(sure, grounds))
    return Witnesses(odds, likest, _agreement(answer, best), carried, read, behind)


def _agreement(answer: str, best: Evidence) -> float:
    """The share of words that an answer and the reader's best words have in common, 0 to 1.

    Of the shorter of both: "Reuters" agrees with "Reuters, on Monday".
    """
    if best.words is None:
        return 0.0
    pointed = best.sentence.text[best.words.start : best.words.end]
    one, other = stems(in_digits(answer)), stems(in_digits(pointed))
    return len(one & other) / max(1, min(len(one), len(other)))
