"""Finds evidence for each way in which a question may be meant, the likeliest way first.

A question that may begin another topic is looked for alone as well: what was asked before must not
stand in its way. Which way is meant, the evidence decides. Behind the question before, the reader
finds the answer to that one once more, so it is asked the bare question over what was found for
both ways.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.answering.retrieval import Finder, Found
from bot.answering.sentence_selection import nearest_first, sure
from bot.question.question import Question
from bot.types import Evidence

# What speaks for a question to go on with what was asked before, in log-odds of the reader.
_GOES_ON = 1.0
# Of the likeness to the question with all that it leans on: the sentence of another topic is less
# like both than like the question alone.
_LIKENESS = 4.0


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a question, and what was found for each of its parts."""

    question: Question
    found: list[Found]

    @property
    def evidence(self) -> list[Evidence]:
        """The evidence on all parts."""
        return [item for each in self.found for item in each.evidence]


def readings(
    finder: Finder,
    asked: Question,
    until: date | None = None,
    on_evidence: Callable[[Sequence[Evidence]], None] = lambda evidence: None,
) -> list[Reading]:
    """Return the ways to read `asked` with what was found for each, the likelier one first.

    Articles published later than `until` are not looked at. `on_evidence` is given what is found
    at first, before the reader has read it.
    """
    alone = asked.alone
    ways = [asked, alone] if alone else [asked]
    found = [Reading(way, [finder.find(part, until) for part in way.each]) for way in ways]
    on_evidence(found[0].evidence)
    if not alone:
        return [Reading(asked, [finder.read(part) for part in found[0].found])]
    goes_on, other = found
    bare = [part.text for part in alone.each]
    read = [finder.read(part, text) for part, text in zip(other.found, bare, strict=True)]
    also = [
        finder.read(part, text, known=of_other.words)
        for part, text, of_other in zip(goes_on.found, bare, read, strict=True)
    ]
    both = [Reading(asked, also), Reading(alone, read)]
    return sorted(both, key=lambda way: _likely(finder, way), reverse=True)


def _likely(finder: Finder, reading: Reading) -> float:
    """How likely it is that a question is meant so: by how surely its evidence answers it."""
    scores = []
    for found in reading.found:
        if found.evidence:
            best = nearest_first(found.evidence)[0]
            like = finder.likeness(found.question.whole, best)
            scores.append(sure(best) + _LIKENESS * like)
    if not scores:
        return float("-inf")
    return max(scores) + (_GOES_ON if reading.question.earlier else 0.0)
