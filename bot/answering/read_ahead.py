"""Knows which evidence the model has read, and reads more ahead while nobody asks.

A question over evidence that was read before costs only the tokens of the question. What was read
for an answer serves the follow-ups to it. While the reader reads the answer, the rest of the
passages that it stands on is read behind that, and what a follow-up begins with. Then passages by
themselves are read: those that answers stood on, and those of the newest articles.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice, takewhile

from cachetools import LRUCache

from bot.answering import prompt
from bot.answering.sentence_selection import best_first, whole
from bot.question import follow_ups
from bot.types import Call, Evidence, LanguageModel, Turn
from index.types import Hit

_CHATS = 256  # conversations whose last evidence is remembered
_LATEST = 4  # of them, whose next question is prepared for
_CITED = 32  # passages that answers stood on lately
_LONGEST = 12  # sentences of a block that is built upon; beyond it new evidence is read sooner
_GROWN = 14  # sentences of a block with the rest of its passages

Block = list[Evidence]


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is worth reading ahead: evidence, and what stands before a question that leans on it.

    `earlier` is "" where no follow-up is expected.
    """

    block: Block
    earlier: str = ""


@dataclass(frozen=True, slots=True)
class _Chat:
    """The evidence of a conversation's last answer, and what is read next for it."""

    evidence: Block
    ahead: Ahead


class ReadAhead:
    """Remembers what may have been read; whether it has been, the model says."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self._chats: LRUCache[Turn, _Chat] = LRUCache(_CHATS)
        self._cited: LRUCache[str, Hit] = LRUCache(_CITED)
        # Read each only once: when the model's cache is full, a new entry evicts an old one.
        self._done: set[str] = set()

    def note(
        self,
        turns: Sequence[Turn],
        evidence: Sequence[Evidence],
        grounds: Sequence[Evidence],
        found: Sequence[Evidence],
        hits: Sequence[Hit],
    ) -> None:
        """Remember that the last of `turns`, a chat (oldest first), was answered.

        It was answered from `evidence`, the part that was read of what was `found` in `hits`, and
        stands on `grounds` ([] when nothing was found).
        """
        stood_on = {item.sentence for item in grounds}
        cited = [hit for hit in hits if stood_on.intersection(hit.sentences)]
        read = list(evidence)
        ahead = Ahead(_grown(read, cited, found), follow_ups.said_before(turns))
        # Taken out first, so that the latest comes last.
        self._chats.pop(turns[-1], None)
        self._chats[turns[-1]] = _Chat(read, ahead)
        for hit in cited:
            self._cited.pop(hit.passage.id, None)
            self._cited[hit.passage.id] = hit

    def blocks(
        self, fresh: Sequence[Evidence], history: Sequence[Turn], hits: Sequence[Hit]
    ) -> Iterable[Block]:
        """Yield what may have been read and holds the best sentence of `fresh`, likeliest first."""
        best = best_first(fresh)[0].sentence
        if history and (chat := self._chats.get(history[-1])):
            now = {hit.article.id: hit.article for hit in hits}
            for read, longest in ((chat.ahead.block, _GROWN), (chat.evidence, _LONGEST)):
                # The library may have changed since: articles must still be what they were.
                block = list(takewhile(lambda item: now.get(item.article.id) == item.article, read))
                if len(block) <= longest and best in {item.sentence for item in block}:
                    yield block
        yield from (whole(hit) for hit in hits if best in hit.sentences)

    def worth_reading(self, newest: Iterable[Hit]) -> Iterable[Ahead]:
        """Yield what is worth reading ahead, best first; `newest` are the newest passages."""
        latest = islice(reversed(list(self._chats.values())), _LATEST)
        yield from (chat.ahead for chat in latest if chat.evidence)
        seen: set[str] = set()
        for hit in (*reversed(list(self._cited.values())), *newest):
            if hit.passage.id not in seen and (block := whole(hit)):
                seen.add(hit.passage.id)
                yield Ahead(block)

    def read_one(self, newest: Iterable[Hit], stopped: Callable[[], bool]) -> bool:
        """Read one thing that may be asked about soon; False when there is none left to read.

        Raises Stopped soon after `stopped()` is true, ModelError when the model fails.
        """
        worth_it: set[str] = set()
        for item in self.worth_reading(newest):
            ahead = prompt.ahead(item.block, item.earlier)
            worth_it.add(ahead.begun)
            if ahead.begun in self._done:
                continue
            unread = self._model.unread(ahead)
            if unread:
                lasting = not item.earlier  # a chat is seldom gone on with after a restart
                self._model.read_ahead(ahead, Call(stopped=stopped), lasting=lasting)
            self._done.add(ahead.begun)
            if unread:
                return True
        self._done &= worth_it  # those of old chats are not asked for again
        return False


def _grown(evidence: Block, cited: Sequence[Hit], found: Sequence[Evidence]) -> Block:
    """`evidence`, then the rest of the passages `cited`, then the rest of what was `found`.

    Evidence that is long already is not built upon.
    """
    grown = evidence if len(evidence) <= _LONGEST else []
    for hit in cited:
        grown = joined(grown, whole(hit))
    return joined(grown, found)[:_GROWN]


def joined(block: Block, fresh: Sequence[Evidence]) -> Block:
    """Return `block` and what of `fresh` is not in it, numbered on."""
    held = {item.sentence for item in block}
    rest = [item for item in fresh if item.sentence not in held]
    return [
        *block,
        *(replace(item, number=number) for number, item in enumerate(rest, len(block) + 1)),
    ]
