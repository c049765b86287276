"""Decides over which evidence the model is asked, in which order, and how sure it must be.

A short prompt is read in half the time of a long one, and what the model has read before costs
nothing. So the first attempt is made over few sentences and must be surer; the last one has all.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering import prompt
from bot.answering.read_ahead import ReadAhead, joined
from bot.answering.relevance import wants_one_thing
from bot.answering.retrieval import Finder, Found
from bot.answering.sentence_selection import best_first
from bot.types import Evidence, LanguageModel, Turn

# Most questions for one thing are answered by the first three sentences, or by as many as hold the
# best, in half the time of all six. All are read where these do not state an answer with so much
# more support than is asked of all.
_FIRST = 3
_SURE_AT_FIRST = 0.5
# Evidence read before was not chosen for the question: it takes this much more support to stop,
# unless the question goes on with what it was read for.
_SURE = 1.0
_QUESTION_TOKENS = 100  # at most so many are left to read where evidence was read before


@dataclass(frozen=True, slots=True)
class Attempt:
    """Evidence to ask the model about, and the support from which its answer counts."""

    evidence: list[Evidence]
    stated_from: float


class Attempts:
    """Plans the attempts for one question after another."""

    def __init__(self, finder: Finder, model: LanguageModel, read: ReadAhead) -> None:
        self._finder = finder
        self._model = model
        self._read = read

    def plan(self, found: Found, history: Sequence[Turn], stated_from: float) -> list[Attempt]:
        """Return the attempts in order: what was read before or the first sentences, then all.

        The last one begins with the evidence of the first, so that nothing is read twice. No
        attempt where nothing was found.
        """
        if not found.evidence:
            return []
        first, surer = self._read_before(found, history), _SURE
        if not first and wants_one_thing(found.question):
            first, surer = _first(found.evidence), _SURE_AT_FIRST
        if found.question.earlier:
            surer = 0.0
        everything = joined(first, found.evidence)
        more = 0 < len(first) < len(everything)
        attempts = [Attempt(first, stated_from + surer)] if more else []
        return [*attempts, Attempt(everything, stated_from)]

    def _read_before(self, found: Found, history: Sequence[Turn]) -> list[Evidence]:
        """Evidence that the model has read and that holds the best of what was found, or []."""
        question = found.question
        if question.another:
            return []  # what was read for the last answer holds that answer
        for block in self._read.blocks(found.evidence, history, found.hits):
            if self._model.unread(prompt.check(question, block)) <= _QUESTION_TOKENS:
                return self._finder.as_found(block, found)
        return []


def _first(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The beginning of `evidence`, up to the sentence that is most like the question."""
    return list(evidence[: max(_FIRST, best_first(evidence)[0].number)])
