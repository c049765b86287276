"""Evidence that the model has read already: a question over it costs only the question (pure).

What was read for an answer serves the follow-ups to it. While nobody asks, as while the answer is
being read, the rest of the passages that it stands on is read behind that, and what a follow-up
begins with; then passages by themselves: those that answers stood on, those of the newest articles.
"""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice, takewhile

from bot.answering.evidence import nearest_first, whole
from bot.question import follow_ups
from bot.types import Evidence, Turn
from index.types import Hit

_TURNS = 256  # conversations whose last evidence is remembered
_LATEST = 4  # of them, whose next question is prepared for
_CITED = 32  # passages that answers stood on lately
_LONGEST = 12  # sentences of a block that is built upon; beyond it new evidence is read sooner
_GROWN = 14  # sentences of one with the rest of its passages

Block = list[Evidence]


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is worth reading ahead: evidence, and what a question that leans on the chat will have
    before it ("" where none is expected)."""

    block: Block
    earlier: str = ""


@dataclass(frozen=True, slots=True)
class _Talk:
    """Where a conversation stands: what its last answer was sought in, and what is read next."""

    evidence: Block
    ahead: Ahead


class ReadCache:
    """Knows what to look for among what the model has read; whether it has, the model says."""

    def __init__(self) -> None:
        self._talks: OrderedDict[Turn, _Talk] = OrderedDict()
        self._cited: OrderedDict[str, Hit] = OrderedDict()

    def note(
        self,
        turns: Sequence[Turn],
        evidence: Block,
        grounds: Sequence[Evidence],
        found: Sequence[Evidence],
        hits: Sequence[Hit],
    ) -> None:
        """The last of `turns`, a chat (oldest first), was answered from `evidence`, the part of
        what was `found` in `hits` that was read, and stands on `grounds` ([] when not found)."""
        stood_on = {item.sentence for item in grounds}
        cited = [hit for hit in hits if stood_on.intersection(hit.sentences)]
        ahead = Ahead(_grown(evidence, cited, found), follow_ups.said_before(turns))
        self._talks[turns[-1]] = _Talk(evidence, ahead)
        self._talks.move_to_end(turns[-1])
        while len(self._talks) > _TURNS:
            self._talks.popitem(last=False)
        for hit in cited:
            self._cited[hit.passage.id] = hit
            self._cited.move_to_end(hit.passage.id)
        while len(self._cited) > _CITED:
            self._cited.popitem(last=False)

    def blocks(
        self, fresh: Sequence[Evidence], history: Sequence[Turn], hits: Sequence[Hit]
    ) -> Iterable[Block]:
        """What may have been read and holds the best sentence of `fresh`, the likeliest first."""
        best = nearest_first(fresh)[0].sentence
        if history and (talk := self._talks.get(history[-1])):
            now = {hit.article.id: hit.article for hit in hits}
            for read, longest in ((talk.ahead.block, _GROWN), (talk.evidence, _LONGEST)):
                # The library may have changed since: articles must still be what they were.
                block = list(takewhile(lambda item: now.get(item.article.id) == item.article, read))
                if len(block) <= longest and best in {item.sentence for item in block}:
                    yield block
        yield from (whole(hit) for hit in hits if best in hit.sentences)

    def to_read(self, newest: Iterable[Hit]) -> Iterable[Ahead]:
        """What is worth reading ahead, best first."""
        latest = islice(reversed(self._talks.values()), _LATEST)
        yield from (talk.ahead for talk in latest if talk.evidence)
        seen: set[str] = set()
        for hit in (*reversed(self._cited.values()), *newest):
            if hit.passage.id not in seen:
                seen.add(hit.passage.id)
                yield Ahead(whole(hit))


def _grown(evidence: Block, cited: Sequence[Hit], found: Sequence[Evidence]) -> Block:
    """`evidence`, the rest of the passages `cited`, and of what was `found`; where it is long
    already it is built anew."""
    grown = evidence if len(evidence) <= _LONGEST else []
    for hit in cited:
        grown = joined(grown, whole(hit))
    return joined(grown, found)[:_GROWN]


def joined(block: Block, fresh: Sequence[Evidence]) -> Block:
    """`block`, and what of `fresh` is not in it, numbered on."""
    held = {item.sentence for item in block}
    rest = [item for item in fresh if item.sentence not in held]
    return [
        *block,
        *(replace(item, number=number) for number, item in enumerate(rest, len(block) + 1)),
    ]
