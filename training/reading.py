"""Reads with the exported model: the answering words, "answered at all", and a claim's verdict.

The model's two inputs and four outputs are described in models/reader/README.md; this module is
also the shortest example of how they are used.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from training.encode import END, FIRST, LONGEST_QUESTION, load_tokenizer
from training.model import PAD

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
LONGEST_ANSWER = 30  # tokens


class Model(Protocol):
    """Whatever turns tokens and mask into start, end, answered and claim logits."""

    def __call__(self, tokens: Ints, mask: Ints) -> tuple[Floats, Floats, Floats, Floats]:
        """Give the logits; shapes as in model.Reader.forward."""
        ...


@dataclass(frozen=True)
class Found:
    """The words [start, end) of a passage that answer best, and how sure the reader is.

    `margin` is how far they are above the null answer, `answered` the logit that any do; both are
    above 0 where the reader holds that the passage answers.
    """

    start: int
    end: int
    margin: float
    answered: float

    @property
    def sure(self) -> float:
        """Give one figure of both witnesses, above 0 where the passage is held to answer."""
        return self.margin / 2 + self.answered


class OnnxModel:
    """The model in an ONNX file, run by ONNX Runtime."""

    def __init__(self, path: Path, threads: int) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self._session: Any = onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"]
        )

    def __call__(self, tokens: Ints, mask: Ints) -> tuple[Floats, Floats, Floats, Floats]:
        """Run a batch: int64 [batch, length] each."""
        start, end, answered, claim = self._session.run(None, {"tokens": tokens, "mask": mask})
        return start, end, answered, claim


class Reading:
    """Tokenizes pairs, runs a model over them and decodes what it says."""

    def __init__(self, folder: Path, model: Model, longest: int = 384) -> None:
        self._tokenizer: Any = load_tokenizer(folder)
        self._model = model
        self._longest = longest

    @classmethod
    def of(cls, folder: Path, threads: int = 2) -> Reading:
        """Load reader.onnx, tokenizer.json and config.json from `folder`."""
        config = json.loads((folder / "config.json").read_text("utf-8"))
        return cls(folder, OnnxModel(folder / "reader.onnx", threads), config["max_length"])

    def _pair(self, short: str, long: str) -> tuple[list[int], int, list[tuple[int, int]]]:
        """Give the tokens of a pair, where its second text begins, that one's character offsets."""
        first = self._tokenizer.encode(short, add_special_tokens=False).ids[:LONGEST_QUESTION]
        second = self._tokenizer.encode(long, add_special_tokens=False)
        room = self._longest - len(first) - 4
        ids = second.ids[:room]
        return [FIRST, *first, END, END, *ids, END], len(first) + 3, second.offsets[:room]

    def _run(self, tokens: list[list[int]]) -> tuple[Floats, Floats, Floats, Floats]:
        length = max(len(t) for t in tokens)
        ids = np.full((len(tokens), length), PAD, dtype=np.int64)
        mask = np.zeros((len(tokens), length), dtype=np.int64)
        for i, row in enumerate(tokens):
            ids[i, : len(row)] = row
            mask[i, : len(row)] = 1
        return self._model(ids, mask)

    def ask(self, pairs: Sequence[tuple[str, str]]) -> list[Found]:
        """Read (question, passage) pairs in one batch; one Found a pair."""
        encoded = [self._pair(question, passage) for question, passage in pairs]
        start, end, answered, _ = self._run([tokens for tokens, _, _ in encoded])
        return [
            _best(start[i], end[i], float(answered[i]), at, offsets)
            for i, (_, at, offsets) in enumerate(encoded)
        ]

    def carried(self, pairs: Sequence[tuple[str, str]]) -> Floats:
        """Check (claim, sentences) pairs in one batch: probabilities [pairs, 3], as rows.LABELS."""
        *_, claim = self._run([self._pair(claim, evidence)[0] for claim, evidence in pairs])
        raised = np.exp(claim - claim.max(axis=1, keepdims=True))
        shares: Floats = raised / raised.sum(axis=1, keepdims=True)
        return shares


def _best(
    start: Floats, end: Floats, answered: float, at: int, offsets: list[tuple[int, int]]
) -> Found:
    """Find the best words, LONGEST_ANSWER tokens at most, of the passage from token `at` on."""
    until = at + len(offsets)
    sums = start[at:until, None] + end[None, at:until]
    allowed = np.triu(np.ones_like(sums, dtype=bool))
    allowed &= ~np.triu(np.ones_like(sums, dtype=bool), LONGEST_ANSWER)
    sums = np.where(allowed, sums, -np.inf)
    one, two = np.unravel_index(int(sums.argmax()), sums.shape)
    margin = float(sums[one, two] - start[0] - end[0])
    return Found(offsets[one][0], offsets[two][1], margin, answered)
