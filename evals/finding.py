"""Finds evidence for questions as answering does, up to the point where the language model reads.

For what can be measured without it: which sentences are found, and which of them the reader holds
to answer.
"""

from collections.abc import Sequence

from bot.answering.readings import Reading, readings
from bot.answering.retrieval import Finder, Found
from bot.answering.sentence_selection import nearest_first
from bot.question.understand import understood
from bot.types import Evidence, Reader, Turn
from index.search import Searcher

_CHARS_A_TOKEN = 3


class _Room:
    """A model's room for evidence, about that of the default language model."""

    context_tokens = 4096

    def count_tokens(self, text: str) -> int:
        return len(text) // _CHARS_A_TOKEN


class Finding:
    """Finds in one library."""

    def __init__(self, searcher: Searcher, reader: Reader) -> None:
        self._finder = Finder(searcher, _Room(), reader)

    def ways(self, question: str, history: Sequence[Turn] = ()) -> list[Reading]:
        """Return the ways to read `question` with their evidence, the likeliest one first."""
        return readings(self._finder, understood(question, history))

    def found(self, question: str) -> tuple[Found, Found]:
        """Return what is found for `question`, before the reader has read it and after."""
        found = self._finder.find(understood(question))
        return found, self._finder.read(found)


def best(evidence: Sequence[Evidence]) -> str:
    """Return the sentence that most likely answers; "" where nothing was found."""
    nearest = nearest_first(evidence)
    return nearest[0].sentence.text if nearest else ""
