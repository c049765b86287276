"""Wraps ONNX Runtime: the reader, which finds the words that answer and weighs claims.

The only file that imports onnxruntime. The model is made by `training/`; its inputs and outputs
are described in models/reader/README.md.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from bot.errors import WeightsError
from bot.types import Verdict, Words

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

# In a wheel the reader is beside this module, in a clone under models/.
_FOLDERS = (Path(__file__).with_name("reader"), Path(__file__).parents[2] / "models" / "reader")

FIRST, PAD, END = 0, 1, 2  # tokens that begin, fill up and end
LONGEST_QUESTION = 48  # tokens; of a longer one its end is read, which is what is asked
LONGEST_ANSWER = 30  # tokens
_TOGETHER = 4  # texts of like length that are read at once
_NOT_READ = -20.0  # log-odds of what was too long to be read


class Model(Protocol):
    """Turns tokens and mask, both int64 [batch, length], into the four outputs."""

    def __call__(self, tokens: Ints, mask: Ints) -> tuple[Floats, Floats, Floats, Floats]:
        """Return start, end [batch, length], answered [batch] and claim [batch, 3], all logits."""
        ...


class OnnxModel:
    """The model in an ONNX file. `threads` are those of one call."""

    def __init__(self, path: Path, threads: int) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self._session: Any = onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"]
        )

    def __call__(self, tokens: Ints, mask: Ints) -> tuple[Floats, Floats, Floats, Floats]:
        """Run one batch."""
        start, end, answered, claim = self._session.run(None, {"tokens": tokens, "mask": mask})
        return start, end, answered, claim


def load_tokenizer(folder: Path) -> Any:  # noqa: ANN401 - tokenizers has no types
    """Load tokenizer.json of `folder`, without its padding and cutting."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.encode_special_tokens = True  # "</s>" in an article is text, and ends nothing
    return tokenizer


class OnnxReader:
    """The reader in `folder`: reader.onnx, tokenizer.json and config.json."""

    def __init__(self, folder: Path, model: Model, longest: int = 384) -> None:
        """Take the tokenizer of `folder`; a pair has at most `longest` tokens."""
        self._tokenizer = load_tokenizer(folder)
        self._model = model
        self._longest = longest

    @classmethod
    def load(cls, threads: int, folder: Path | None = None) -> "OnnxReader":
        """Load the reader in `folder`, or the one that came with Byline.

        Raises WeightsError when it is not there or damaged.
        """
        folder = folder or next((place for place in _FOLDERS if place.exists()), _FOLDERS[0])
        try:
            config = json.loads((folder / "config.json").read_text("utf-8"))
            model = OnnxModel(folder / "reader.onnx", threads)
            return cls(folder, model, config["max_length"])
        except Exception as error:  # onnxruntime and tokenizers raise kinds of their own
            raise WeightsError(
                f"The reader in {folder} cannot be loaded ({type(error).__name__}): install Byline "
                "again, or get the folder from the repository."
            ) from error

    def read(self, question: str, texts: Sequence[Sequence[str]]) -> list[list[Words]]:
        """Return for every sentence of every text its best words; see `bot.types.Reader`."""
        asked = self._ids(question)[-LONGEST_QUESTION:]
        at = len(asked) + 3  # the text's first token
        encoded = [self._tokenizer.encode(" ".join(t), add_special_tokens=False) for t in texts]
        room = self._longest - at - 1
        rows = [[FIRST, *asked, END, END, *e.ids[:room], END] for e in encoded]
        found: list[list[Words]] = [[] for _ in texts]
        for some, (start, end, answered, _) in self._run(rows):
            for row, index in enumerate(some):
                offsets = encoded[index].offsets[:room]
                until = at + len(offsets)
                nothing = float(start[row, 0] + end[row, 0])
                found[index] = [
                    _best(start[row, at:until], end[row, at:until], offsets, span, nothing)
                    for span in _spans(texts[index])
                ]
                found[index] = [
                    Words(w.start, w.end, w.sure + float(answered[row])) for w in found[index]
                ]
        return found

    def weigh(self, claims: Sequence[tuple[str, str]]) -> list[Verdict]:
        """Return a verdict on each (claim, sentences) pair."""
        rows = []
        for claim, sentences in claims:
            said = self._ids(claim)[: self._longest // 3]
            room = self._longest - len(said) - 4
            rows.append([FIRST, *said, END, END, *self._ids(sentences)[:room], END])
        verdicts = [Verdict(0.0, 0.0)] * len(rows)
        for some, (*_, logits) in self._run(rows):
            raised = np.exp(logits - logits.max(axis=1, keepdims=True))
            shares = raised / raised.sum(axis=1, keepdims=True)
            for row, index in enumerate(some):
                verdicts[index] = Verdict(float(shares[row, 0]), float(shares[row, 1]))
        return verdicts

    def _ids(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return ids

    def _run(
        self, rows: Sequence[list[int]]
    ) -> Iterator[tuple[list[int], tuple[Floats, Floats, Floats, Floats]]]:
        """Yield the indices of some rows of like length, and the model's outputs for them."""
        order = sorted(range(len(rows)), key=lambda index: len(rows[index]))
        for begin in range(0, len(order), _TOGETHER):
            some = order[begin : begin + _TOGETHER]
            length = max(len(rows[index]) for index in some)
            tokens = np.full((len(some), length), PAD, dtype=np.int64)
            mask = np.zeros((len(some), length), dtype=np.int64)
            for row, index in enumerate(some):
                tokens[row, : len(rows[index])] = rows[index]
                mask[row, : len(rows[index])] = 1
            yield some, self._model(tokens, mask)


def _spans(sentences: Sequence[str]) -> list[tuple[int, int]]:
    """The characters [start, end) of each sentence in the text that they make, joined by spaces."""
    spans, begin = [], 0
    for sentence in sentences:
        spans.append((begin, begin + len(sentence)))
        begin += len(sentence) + 1
    return spans


def _best(
    start: Floats,
    end: Floats,
    offsets: Sequence[tuple[int, int]],
    span: tuple[int, int],
    nothing: float,
) -> Words:
    """The best words, at most LONGEST_ANSWER tokens of them, that lie within `span`.

    start and end are the logits of the text's tokens, `offsets` the characters of each. Half of
    the distance to the logits that there is `nothing` makes their `sure`.
    """
    inside = [i for i, (a, b) in enumerate(offsets) if a >= span[0] and b <= span[1] and a < b]
    if not inside:
        return Words(0, 0, _NOT_READ)
    first, last = inside[0], inside[-1] + 1
    sums = start[first:last, None] + end[None, first:last]
    allowed = np.triu(np.ones_like(sums, dtype=bool))
    allowed &= ~np.triu(np.ones_like(sums, dtype=bool), LONGEST_ANSWER)
    sums = np.where(allowed, sums, -np.inf)
    one, two = np.unravel_index(int(sums.argmax()), sums.shape)
    margin = float(sums[one, two]) - nothing
    begin = offsets[first + int(one)][0] - span[0]
    return Words(begin, offsets[first + int(two)][1] - span[0], margin / 2)
