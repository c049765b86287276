"""Measures search with the vectors on a Chroma server on this machine, beside those in the folder.

The library, the vectors and the questions are the same; the server gets copies of the vectors, once
a size: its folder is kept beside the library's, since a million take it most of an hour.
"""

import shutil
from collections.abc import Sequence
from dataclasses import replace
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
_NAME = "bench"  # of the collection


def measure(
    sizes: Sequence[int], folder: Path, encoder: Encoder, weights: str | Path, limit: int | None
) -> Section:
    """Return two rows a size. Libraries that are not in `folder` yet are made, as for retrieval."""
    rows: list[Row] = []
    details: list[Row] = []
    for size in sizes:
        made = synthetic.made(size, folder, encoder, weights)
        copied = _copied(made, size)
        with servers.chroma(copied) as url:
            # One after the other, right away: the machine drifts.
            in_folder = retrieval.asked(made, ChromaStore(made.chroma), encoder, limit)
            store = ChromaServerStore(ChromaServer(url), _NAME)
            there = replace(made, chroma=copied)
            on_server = retrieval.asked(there, store, encoder, limit)
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


def _copied(made: synthetic.Made, size: int) -> Path:
    """Return the folder of a server that has the vectors, copied now unless they are there."""
    data = made.chroma.with_name("server")
    done = data.with_name("server-has-all")
    if not done.exists():
        shutil.rmtree(data, ignore_errors=True)
        data.mkdir()
        with servers.chroma(data) as url:
            # Written an eighth at a time, as those in the folder are.
            _copy(made, ChromaServerStore(ChromaServer(url), _NAME, max(1000, size // 8)))
        done.touch()
    return data


def _copy(made: synthetic.Made, store: PassageStore) -> None:
    library, embedded = Library(made.library), ChromaStore(made.chroma)
    ids = sorted(library.passage_ids())
    pieces = [ids[start : start + _COPIED] for start in range(0, len(ids), _COPIED)]
    # The last ones once more: they make Chroma write the whole graph, as `synthetic.made` does.
    for piece in (*pieces, *pieces[-1:]):
        passages = library.passages(piece)
        vectors = embedded.vectors(passages)
        store.put(list(passages.values()), np.stack([vectors[each] for each in passages]))
    embedded.close()
    library.close()
