"""Measures how fast texts are encoded, each way in one run, and how exact the vectors are.

    python -m bench.encoding FOLDER_OF_MODEL FILE_WITH_A_TEXT_A_LINE [COUNT]

The first row is plain `SentenceTransformer.encode` in float32 with its default arguments.
"""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from index.folder.open_generation import open_encoder
from index.syncing import vector_repair
from index.types import Vectors
from index.vectors.sentence_transformers_encoder import SentenceEncoder


@dataclass(frozen=True, slots=True)
class Row:
    """One way: texts a second, also as a multiple of the first row's, and cosines to that row."""

    way: str
    per_second: float
    times: float
    mean_cosine: float
    least_cosine: float


def measure(texts: Sequence[str], model: Path, *, rounds: int = 3) -> list[Row]:
    """Encode the same texts each way, `rounds` times in turn; the best time of each counts.

    In turn, and the best time: other work on the machine would slow one way more than another.
    """
    from sentence_transformers import SentenceTransformer

    plain = SentenceTransformer(str(model), device="cpu")
    exact, encoder = SentenceEncoder(model), open_encoder(model, model.name)
    ways: dict[str, Callable[[list[str]], Vectors]] = {
        "plain float32": lambda part: np.asarray(plain.encode(part), dtype=np.float32),
        "bfloat16": exact.encode,
        "encode": encoder.encode,
        "encode_many": partial(vector_repair.encode, encoder),
    }
    seconds = dict.fromkeys(ways, float("inf"))
    vectors: dict[str, Vectors] = {}
    for encode in ways.values():
        encode(list(texts[:4]))  # the first call sets things up and would be slower
    for _ in range(rounds):
        for way, encode in ways.items():
            started = time.perf_counter()
            vectors[way] = encode(list(texts))
            seconds[way] = min(seconds[way], time.perf_counter() - started)
    first = next(iter(ways))
    exact = vectors[first] / np.linalg.norm(vectors[first], axis=1, keepdims=True)
    rows = []
    for way in ways:
        cosines = np.sum(vectors[way] * exact, axis=1) / np.linalg.norm(vectors[way], axis=1)
        rows.append(
            Row(
                way,
                len(texts) / seconds[way],
                seconds[first] / seconds[way],
                float(cosines.mean()),
                float(cosines.min()),
            )
        )
    return rows


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a Markdown table."""
    lines = ["| way | texts a second | times | mean cosine | least |", "|---|---|---|---|---|"]
    lines += [
        f"| {row.way} | {row.per_second:.1f} | {row.times:.2f} | {row.mean_cosine:.4f} "
        f"| {row.least_cosine:.4f} |"
        for row in rows
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    model, source, *most = sys.argv[1:]
    lines = Path(source).read_text(encoding="utf-8").splitlines()
    print(table(measure(lines[: int(most[0]) if most else 200], Path(model))))
