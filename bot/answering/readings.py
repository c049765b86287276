"""Finds evidence for each way in which a question may be meant, the likeliest way first.

A question that may begin another topic is looked for alone as well: what was asked before must not
stand in its way. Which way is meant, the evidence decides: a question that goes on is answered by
an article that has the words of what was said before. The reader is asked the bare question for
both ways, for behind the question before it finds the answer to that one once more.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.answering.retrieval import Finder, Found
from bot.answering.sentence_selection import sure
from bot.language.words import stems
from bot.question.question import Question
from bot.types import Evidence

# What speaks for a question to go on, in log-odds of the reader: the more, the more of the words
# that were said before are in the article of the sentence that answers. Of 36 questions all are
# read as they are meant with any weight from 2 to 6 (evals/LOG.md).
_SAME_TOPIC = 4.0
_SHARED = 0.4  # of those words; with fewer it speaks against it


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
    begins, goes_on = [], []
    for before, bare in zip(found[0].found, found[1].found, strict=True):
        read = finder.read(bare)
        begins.append(read)
        goes_on.append(finder.read(before, bare.question.whole, known=read.words))
    on = Reading(asked, goes_on)
    likelier, other = sorted([on, Reading(alone, begins)], key=_likely, reverse=True)
    # The other way is tried after a refusal where the reader holds that it is answered so. One
    # that points back is hardly meant both ways.
    return [likelier] if asked.points_back or not _answered(other) else [likelier, other]


def _answered(reading: Reading) -> bool:
    return any(
        sure(item) > 0 and (not each.question.earlier or _shared(item, each) >= _SHARED)
        for each in reading.found
        for item in each.evidence
    )


def _likely(reading: Reading) -> float:
    """How likely it is that a question is meant so: by how surely its evidence answers it."""
    scores = [
        sure(item) + item.likeness + _on_topic(item, found)
        for found in reading.found
        for item in found.evidence
    ]
    return max(scores, default=float("-inf"))


def _on_topic(item: Evidence, found: Found) -> float:
    return _SAME_TOPIC * (_shared(item, found) - _SHARED) if found.question.earlier else 0.0


def _shared(item: Evidence, found: Found) -> float:
    """The share of the words of what was said before that the article of `item` has."""
    said = stems(found.question.earlier)
    return len(said & stems(f"{item.article.title} {item.article.text}")) / max(1, len(said))
