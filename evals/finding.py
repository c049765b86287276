"""Finds evidence for questions as answering does, up to the point where the language model reads.

For what can be measured without it: which sentences are found, and which of them the reader holds
to answer.
"""

from collections.abc import Sequence

from bot.answering.readings import Reading, readings
from bot.answering.retrieval import Finder, Found
from bot.answering.sentence_selection import best_first
from bot.types import Evidence, Reader, Turn, Verdict, Words
from index.search import Searcher

_CHARS_A_TOKEN = 3


class Room:
    """A model's room for evidence, about that of the default language model."""

    context_tokens = 4096

    def count_tokens(self, text: str) -> int:
        """Tokens of `text`, about."""
        return len(text) // _CHARS_A_TOKEN


class Remembering:
    """A reader that reads no text twice for one question."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._read: dict[tuple[str, ...], list[Words]] = {}

    def read(self, question: str, texts: Sequence[Sequence[str]]) -> list[list[Words]]:
        """As the reader."""
        keys = [(question, *text) for text in texts]
        new = [key for key in keys if key not in self._read]
        found = self._reader.read(question, [key[1:] for key in new])
        self._read.update(zip(new, found, strict=True))
        return [self._read[key] for key in keys]

    def weigh(self, claims: Sequence[tuple[str, str]]) -> list[Verdict]:
        """As the reader."""
        return self._reader.weigh(claims)


class Finding:
    """Finds in one library."""

    def __init__(self, searcher: Searcher, reader: Reader) -> None:
        self._finder = Finder(searcher, Room(), Remembering(reader))

    def ways(self, question: str, history: Sequence[Turn] = ()) -> list[Reading]:
        """Return the ways to read `question` with their evidence, the likeliest one first."""
        return readings(self._finder, self._finder.understood(question, history))

    def found(self, question: str) -> tuple[Found, Found]:
        """Return what is found for `question`, before the reader has read it and after."""
        found = self._finder.find(self._finder.understood(question))
        return found, self._finder.read(found)


def best(evidence: Sequence[Evidence]) -> str:
    """Return the sentence that most likely answers; "" where nothing was found."""
    nearest = best_first(evidence)
    return nearest[0].sentence.text if nearest else ""
