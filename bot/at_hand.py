"""Evidence that the model has read already: a question over it costs only the question (pure).

What was read lately for an answer serves the follow-ups to it, and passages are read ahead while
nobody asks: those that answers stood on first, then those of the newest articles.
"""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.evidence import whole
from bot.types import Evidence, Turn
from index.types import Hit

_TURNS = 256  # conversations whose last evidence is remembered
_CITED = 32  # passages that answers stood on lately
_LONGEST = 12  # sentences of a block that is built upon; beyond it new evidence is read sooner

Block = list[Evidence]


class AtHand:
    """Knows what to look for among what the model has read; whether it has, the model says."""

    def __init__(self) -> None:
        self._of_turn: OrderedDict[Turn, Block] = OrderedDict()
        self._cited: OrderedDict[str, Hit] = OrderedDict()

    def note(
        self, turn: Turn, evidence: Block, grounds: Sequence[Evidence], hits: Sequence[Hit]
    ) -> None:
        """`turn` was answered from `evidence` and stands on `grounds` ([] when not found)."""
        self._of_turn[turn] = evidence
        while len(self._of_turn) > _TURNS:
            self._of_turn.popitem(last=False)
        cited = {item.sentence for item in grounds}
        for hit in hits:
            if cited.intersection(hit.sentences):
                self._cited[hit.passage.id] = hit
                self._cited.move_to_end(hit.passage.id)
        while len(self._cited) > _CITED:
            self._cited.popitem(last=False)

    def blocks(
        self, fresh: Sequence[Evidence], history: Sequence[Turn], hits: Sequence[Hit]
    ) -> Iterable[Block]:
        """What may have been read and holds the best sentence of `fresh`, the likeliest first."""
        best = max(fresh, key=lambda item: item.likeness).sentence
        if history and (lately := self._of_turn.get(history[-1])):
            # The library may have changed since: every article must still be what it was.
            now = {hit.article.id: hit.article for hit in hits}
            same = all(now.get(item.article.id) == item.article for item in lately)
            if same and len(lately) <= _LONGEST and best in {item.sentence for item in lately}:
                yield lately
        yield from (whole(hit) for hit in hits if best in hit.sentences)

    def to_read(self, newest: Iterable[Hit]) -> Iterable[Block]:
        """What is worth reading ahead, best first."""
        seen: set[str] = set()
        for hit in (*reversed(self._cited.values()), *newest):
            if hit.passage.id not in seen:
                seen.add(hit.passage.id)
                yield whole(hit)


def joined(block: Block, fresh: Sequence[Evidence]) -> Block:
    """`block`, and what of `fresh` is not in it, numbered on."""
    held = {item.sentence for item in block}
    rest = [item for item in fresh if item.sentence not in held]
    return [
        *block,
        *(replace(item, number=number) for number, item in enumerate(rest, len(block) + 1)),
    ]
