"""Measures search with the vectors on a Chroma server on this machine, beside those in the folder.

The library, the vectors and the questions are the same; the server gets copies of the vectors.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench import retrieval, servers, synthetic
from bench.figures import Row, Section, median, p95
from index.library.library import Library
from index.types import Encoder, PassageStore
from index.vectors.chroma_server import ChromaServer, ChromaServerStore
from index.vectors.chroma_store import ChromaStore

SIZES = (10_000,)  # larger ones take minutes to make: only when they are asked for
_COPIED = 5_000  # vectors at a time


def measure(
    sizes: Sequence[int], folder: Path, encoder: Encoder, weights: str | Path, limit: int | None
) -> Section:
    """Return two rows a size. Libraries that are not in `folder` yet are made, as for retrieval."""
    rows: list[Row] = []
    details: list[Row] = []
    for size in sizes:
        made = synthetic.made(size, folder, encoder, weights)
        with tempfile.TemporaryDirectory() as data, servers.chroma(Path(data)) as url:
            # Written an eighth at a time, as those in the folder are.
            store = ChromaServerStore(ChromaServer(url), "bench", max(1000, size // 8))
            _copy(made, store)
            # Both are asked now: a copy of a million takes most of an hour, and the machine drifts.
            in_folder = retrieval.asked(made, ChromaStore(made.chroma), encoder, limit)
            on_server = retrieval.asked(made, store, encoder, limit)
        fast = p95(row["ms"] for row in in_folder)
        for place, own in (("folder", in_folder), ("server", on_server)):
            details += [{"passages": size, "vectors": place, **row} for row in own]
            slow = p95(row["ms"] for row in own)
            rows.append(
                {
                    "passages": size,
                    "vectors": place,
                    "p50 (ms)": median(row["ms"] for row in own),
                    "p95 (ms)": slow,
                    "x folder": slow / fast if slow and fast else None,
                    "by meaning p95": p95(row["meaning_ms"] for row in own),
                    "found": sum(row["found"] for row in own) / len(own),
                }
            )
    return Section("scale: search", rows, details=details)


def _copy(made: synthetic.Made, store: PassageStore) -> None:
    library, embedded = Library(made.library), ChromaStore(made.chroma)
    ids = sorted(library.passage_ids())
    for start in range(0, len(ids), _COPIED):
        passages = library.passages(ids[start : start + _COPIED])
        vectors = embedded.vectors(passages)
        store.put(list(passages.values()), np.stack([vectors[each] for each in passages]))
    embedded.close()
    library.close()
