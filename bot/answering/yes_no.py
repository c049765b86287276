"""Settles questions that want a yes or a no, by what a reader makes of the sentences.

The language model says yes to most of what is near to the question: asked whether a bank is
insolvent it said "Yes", citing that it is not. The reader weighs both answers against each sentence
with its neighbours, as it learned to.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.answering.citations import Checked
from bot.question.question import Question
from bot.types import Evidence, Reader
from index.types import Hit, Sentence


@dataclass(frozen=True, slots=True)
class Ruling:
    """Whether the answer is yes, the probability of that, and the sentence that says so."""

    yes: bool
    sure: float
    ground: Evidence


def rule(
    reader: Reader, question: Question, evidence: Sequence[Evidence], hits: Sequence[Hit]
) -> Ruling | None:
    """Return what the evidence says most surely, yes or no; None where there is no evidence."""
    if not evidence:
        return None
    around = _surroundings(hits)
    asked = question.text.rstrip(" ?")
    texts = [around.get(item.sentence, item.sentence.text) for item in evidence]
    claims = [(f"{asked}? {word}.", text) for text in texts for word in ("Yes", "No")]
    verdicts = iter(reader.weigh(claims))
    rulings = []
    for item, yes, no in zip(evidence, verdicts, verdicts, strict=True):
        rulings.append(Ruling(True, (yes.carried + no.denied) / 2, item))
        rulings.append(Ruling(False, (no.carried + yes.denied) / 2, item))
    return max(rulings, key=lambda ruling: ruling.sure)


def _surroundings(hits: Sequence[Hit]) -> Mapping[Sentence, str]:
    """Each sentence with those beside it, as one text."""
    return {
        sentence: " ".join(s.text for s in hit.sentences[max(0, index - 1) : index + 2])
        for hit in hits
        for index, sentence in enumerate(hit.sentences)
    }
