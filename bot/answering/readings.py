"""Finds evidence for each way in which a question may be meant, the likeliest way first.

A question that may begin another topic is looked for alone as well: what was asked before must not
stand in its way. Which way is meant, its words and the evidence tell together.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.answering.reader_language import asked_in_english
from bot.answering.retrieval import Finder, Found
from bot.answering.sentence_selection import best_first, sure
from bot.language.words import stem, stems
from bot.question.question import Question
from bot.types import Evidence
from index.language_data.en.assertions import ANYBODY

WEIGHTS = {
    "read": 0.23,  # how much surer the reader is of the best sentence for it alone, in log-odds
    "likeness": 2.3,  # how much more like the question that sentence is, -1 to 1
    "words": 2.2,  # words with a meaning of their own: "did anyone complain" has few
}
"""Log-odds by sign that a question begins another topic. Logistic regression over 280 questions
behind others; with 49 more `python -m evals.fit_readings` finds about the same (evals/LOG.md)."""

BIAS = -8.0  # 0.95 of the questions of another topic are read so
_NEUTRAL_WORDS = -BIAS / WEIGHTS["words"]  # outside English: so many speak for neither
_ANYBODY = frozenset(map(stem, ANYBODY))
# Log-odds either side of 0 within which the less likely reading is tried after a refusal. Tried
# always, it answers "did anyone complain" from any article in which somebody did.
_UNSURE = 1.5


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
    on, new = Reading(asked, goes_on), Reading(alone, begins)
    odds = _begins_topic(new, on)
    likelier, other = (new, on) if odds > 0 else (on, new)
    # The other way is tried after a refusal where it is likely enough, and the reader holds that it
    # is answered so or has not read what was found. One that points back is hardly meant both ways.
    answered = any(item.words is None or sure(item) > 0 for item in _best(other))
    tried = answered and abs(odds) < _UNSURE and not asked.points_back
    return [likelier, other] if tried else [likelier]


def _begins_topic(alone: Reading, on: Reading) -> float:
    """Log-odds that a question begins another topic, by its two readings."""
    if not (_best(alone) and _best(on)):
        return float(bool(_best(alone))) - 0.5
    return sum(w * s for w, s in zip(WEIGHTS.values(), signs(alone, on), strict=True)) + BIAS


def signs(alone: Reading, on: Reading) -> list[float]:
    """Return the signs of `WEIGHTS`, in their order, where something was found for both readings.

    `alone` is the question as one of another topic, `on` as one that goes on with the chat.
    """
    new, before = _best(alone), _best(on)
    text = alone.question.text
    return [
        max(map(sure, new)) - max(map(sure, before)),
        max(each.likeness for each in new) - max(each.likeness for each in before),
        len(stems(text) - _ANYBODY) if asked_in_english(text) else _NEUTRAL_WORDS,
    ]


def _best(reading: Reading) -> list[Evidence]:
    """The sentence that most likely answers each part, where any was found."""
    return [best_first(each.evidence)[0] for each in reading.found if each.evidence]
