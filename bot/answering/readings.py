"""Finds evidence for each way in which a question may be meant, the likeliest way first.

A question that may begin another topic is looked for alone as well: what was asked before must not
stand in its way. Which way is meant, the evidence decides: what goes on is answered by an article
that has the words of what was said before (see `retrieval`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.answering.retrieval import Finder, Found
from bot.answering.sentence_selection import best_first, sure
from bot.language.nationalities import as_countries
from bot.language.words import stems
from bot.question.question import Question
from bot.types import Evidence

# Against an article without any name of the question itself, in log-odds of the reader: "How much
# is it to climb the tower of St Orwen's?" asks for no tram ticket, whatever was said before.
_NO_NAME = 4.0


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
        # The second part of a question may lean on the first one, also where that stands alone.
        goes_on.append(finder.read(before, {} if bare.question.earlier else read.words))
    on = Reading(asked, goes_on)
    likelier, other = sorted([on, Reading(alone, begins)], key=_likely, reverse=True)
    # The other way is tried after a refusal where the reader holds that it is answered so, or has
    # not read what was found. One that points back is hardly meant both ways.
    answered = any(item.words is None or sure(item) > 0 for _, item in _best(other))
    return [likelier, other] if answered and not asked.points_back else [likelier]


def _likely(reading: Reading) -> float:
    """How likely it is that a question is meant so: by how surely its evidence answers it."""
    scores = [
        sure(item) + item.likeness - (0.0 if _has_a_name(item, part) else _NO_NAME)
        for part, item in _best(reading)
    ]
    return max(scores, default=float("-inf"))


def _best(reading: Reading) -> list[tuple[Question, Evidence]]:
    """The sentence that most likely answers each part, where any was found, with the part."""
    return [
        (each.question, best_first(each.evidence)[0]) for each in reading.found if each.evidence
    ]


def _has_a_name(item: Evidence, question: Question) -> bool:
    """Whether the article of `item` has one of the names of `question`, if that has any."""
    named = as_countries(question.names)
    article = item.article
    return not named or bool(named & as_countries(stems(f"{article.title} {article.text}")))
