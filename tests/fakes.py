"""Small real classes in place of the heavy ones: encoder, vector store, language model.

Each keeps the promises of its protocol, so that a test with one here says something about the
vendor's. `on_call` is called at the start of each call that could fail in life (disk, memory):
tests count with it, or raise from it.
"""

import re
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from bot.answering.prompt import AS_A_SENTENCE
from bot.answering.rewriting import RULES
from bot.errors import ModelError, Stopped
from bot.types import Call, Prompt
from index.types import Passage, Vectors


def nothing() -> None:
    """Do nothing: an `on_call` that lets every call succeed."""


class HashingEncoder:
    """An `Encoder` of hashed bags of words: only texts with the same words are similar.

    `encoded` holds every text it was given. Unlike `hash` it gives the same in every process.
    """

    def __init__(
        self,
        name: str = "hashing",
        *,
        max_tokens: int = 256,
        dimensions: int = 128,
        on_call: Callable[[], None] = nothing,
    ) -> None:
        self._name = name
        self._max_tokens = max_tokens
        self._dimensions = dimensions
        self._on_call = on_call
        self.encoded: list[str] = []

    @property
    def name(self) -> str:
        return self._name

    @property
    def max_tokens(self) -> int:
        return self._max_tokens

    def count_tokens(self, text: str) -> int:
        return len(text.split()) + 2  # special tokens, as BERT has them

    def encode(self, texts: Sequence[str]) -> Vectors:
        self._on_call()
        self.encoded += texts
        vectors = np.zeros((len(texts), self._dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.lower()) or [""]:
                vectors[row, zlib.crc32(word.encode()) % self._dimensions] += 1.0
        unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit


class ListStore:
    """A `PassageStore` in memory."""

    def __init__(self, *, on_call: Callable[[], None] = nothing) -> None:
        self._vectors: dict[str, Vectors] = {}
        self._on_call = on_call

    def put(self, passages: Sequence[Passage], vectors: Vectors) -> None:
        self._on_call()
        for passage, vector in zip(passages, vectors, strict=True):
            self._vectors[passage.id] = vector

    def delete(self, passage_ids: Iterable[str]) -> None:
        self._on_call()
        for passage_id in passage_ids:
            self._vectors.pop(passage_id, None)

    def nearest(
        self, vector: Vectors, count: int, among: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        length = float(np.linalg.norm(vector))
        scored = [
            (passage_id, float(np.dot(held, vector)) / length)
            for passage_id, held in list(self._vectors.items())
            if among is None or passage_id in among
        ]
        return sorted(scored, key=lambda item: -item[1])[:count]

    def count(self) -> int:
        return len(self._vectors)

    def ids(self) -> set[str]:
        return set(self._vectors)

    def vectors(self, passage_ids: Iterable[str]) -> dict[str, Vectors]:
        return {each: self._vectors[each] for each in passage_ids if each in self._vectors}

    def refresh(self) -> None:
        """Does nothing: no other process can write to this store."""

    def close(self) -> None:
        """Does nothing: there is nothing to release."""


# What a ScriptedModel writes: a text, an error that it raises, or a function that gives the pieces
# for a prompt.
Reply = str | Exception | Callable[[Prompt], Iterable[str]]


class ScriptedModel:
    """A `LanguageModel` that writes `replies` in turn, and remembers what it was asked.

    `odds` are the results of `log_odds` in turn; when they run out, a clear yes. When `replies` run
    out the test fails: the code asked more of the model than the test expects.

    `sentences` are what it makes of answers of a few words that are to be said whole, `rewritten`
    what it makes of follow-ups that were refused.

    `prompts` holds every other prompt of `log_odds` and `write` in order, `calls` the method of
    each, `rewriting` the prompts for follow-ups, `read` the prompts that were read ahead.
    """

    def __init__(
        self,
        replies: Iterable[Reply] = (),
        odds: Iterable[float | Exception] = (),
        *,
        context_tokens: int = 4096,
    ) -> None:
        """Prompts may have `context_tokens` tokens."""
        self.replies: deque[Reply] = deque(replies)
        self.odds: deque[float | Exception] = deque(odds)
        self.sentences: deque[str | Exception] = deque()
        self.rewritten: deque[str | Exception] = deque()
        self.rewriting: list[Prompt] = []
        self.prompts: list[Prompt] = []
        self.calls: list[str] = []
        self.read: list[Prompt] = []
        self._context_tokens = context_tokens

    @property
    def name(self) -> str:
        """The name of the model."""
        return "scripted"

    @property
    def context_tokens(self) -> int:
        """How many tokens a prompt may have."""
        return self._context_tokens

    def count_tokens(self, text: str) -> int:
        """Count words and punctuation marks."""
        return len(re.findall(r"\w+|[^\w\s]", text))

    def read_ahead(self, prompt: Prompt, call: Call | None = None, *, lasting: bool = True) -> None:
        """Remember the prompt in `read`. Raises Stopped."""
        if call and call.stopped():
            raise Stopped("Stopped.")
        self.read.append(prompt)

    def unread(self, prompt: Prompt) -> int:
        """The tokens behind the longest beginning that was read; 1000 when nothing was."""
        shown = prompt.begun or prompt.turns[-1][0]
        read = [known.begun for known in self.read if known.begun]
        read += [known.turns[-1][0].partition("\n\n")[0] for known in self.prompts]
        rest = [shown.removeprefix(known) for known in read if shown.startswith(known)]
        return min(map(self.count_tokens, rest), default=1000)

    def log_odds(self, prompt: Prompt, yes: str, no: str, call: Call, *, then: str = "") -> float:
        """The next of `odds`. Raises what stands there, and Stopped."""
        self._take(prompt, "log_odds", call)
        odds = self.odds.popleft() if self.odds else 5.0
        if isinstance(odds, Exception):
            raise odds
        return odds

    def write(
        self, prompt: Prompt, *, max_tokens: int, stop: tuple[str, ...], call: Call
    ) -> Iterator[str]:
        """Write the next of `replies`, word by word. Raises what stands there, and Stopped.

        Nothing, of no reply, where an answer is to be said as a sentence or a follow-up rewritten,
        unless one of `sentences` or of `rewritten` is left.
        """
        if prompt.system == RULES:
            self.rewriting.append(prompt)
            put = self.rewritten.popleft() if self.rewritten else ""
            if isinstance(put, Exception):
                raise put
            yield put
            return
        if prompt.turns[-1][0].startswith(AS_A_SENTENCE):
            sentence = self.sentences.popleft() if self.sentences else ""
            if isinstance(sentence, Exception):
                raise sentence
            yield sentence
            return
        self._take(prompt, "write", call)
        assert self.replies, f"no reply left for: {prompt.turns[-1][0][-200:]}"
        reply = self.replies.popleft()
        if isinstance(reply, Exception):
            raise reply
        pieces = re.findall(r"\s*\S+|\s+$", reply) if isinstance(reply, str) else reply(prompt)
        for number, piece in enumerate(pieces):
            if call.stopped():
                raise Stopped("Stopped.")
            if number == max_tokens:
                return
            call.answer_tokens += 1
            cut = min((at for at in map(piece.find, stop) if at >= 0), default=-1)
            if cut >= 0:
                if cut:
                    yield piece[:cut]
                return
            yield piece

    def _take(self, prompt: Prompt, method: str, call: Call) -> None:
        self.prompts.append(prompt)
        self.calls.append(method)
        texts = [prompt.system, *(part for turn in prompt.turns for part in turn)]
        tokens = sum(map(self.count_tokens, texts))
        if tokens >= self._context_tokens:
            raise ModelError(f"The prompt is {tokens} tokens long: ask less.")
        if call.stopped():
            raise Stopped("Stopped.")
        call.prompt_tokens += tokens
