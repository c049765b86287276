"""Measures how search time grows: libraries of ten thousand passages and of far more."""

import gc
import time
from collections.abc import Sequence
from pathlib import Path

import psutil

from bench import synthetic
from bench.figures import Row, Section, median, p95
from index.library.library import Library
from index.search import Searcher, keywords
from index.types import Encoder, PassageStore, Query
from index.vectors.chroma_store import ChromaStore

SIZES = (10_000, 100_000)
_QUESTIONS = 200
_WARM = 20  # questions asked before those that are measured: a running bot is warm too
_HITS = 8
_PIECE = 16 * 1024 * 1024  # bytes


def measure(
    sizes: Sequence[int], folder: Path, encoder: Encoder, weights: str | Path, limit: int | None
) -> Section:
    """Return one row a size. A library that is not in `folder` yet is made first, which is slow."""
    rows: list[Row] = []
    details: list[Row] = []
    for size in sizes:
        made = synthetic.made(size, folder, encoder, weights)
        own = asked(made, ChromaStore(made.chroma), encoder, limit)
        details += [{"passages": size, **row} for row in own]
        smallest = rows[0]["p95 (ms)"] if rows else None
        slow = p95(row["ms"] for row in own)
        rows.append(
            {
                "passages": size,
                "p50 (ms)": median(row["ms"] for row in own),
                "p95 (ms)": slow,
                "x smallest": slow / smallest if slow and smallest else 1.0,
                "encoding p50": median(row["encoding_ms"] for row in own),
                "by meaning p95": p95(row["meaning_ms"] for row in own),
                "by words p95": p95(row["words_ms"] for row in own),
                "found": sum(row["found"] for row in own) / len(own),
                "memory (MB)": own[-1]["memory_mb"],
                "made in (s)": made.seconds,
            }
        )
    return Section("retrieval", rows, details=details)


def asked(
    made: synthetic.Made, store: PassageStore, encoder: Encoder, limit: int | None
) -> list[Row]:
    """Ask `limit` questions (200 without one) of a library whose vectors are in `store`.

    Closes the store. Returns a row a question.
    """
    gc.collect()
    _into_file_cache(made)
    before = psutil.Process().memory_info().rss
    library = Library(made.library)
    known = synthetic.KnownVectors(encoder, made.questions, made.vectors)
    searcher = Searcher(library, store, known)
    rows: list[Row] = []
    # The first questions only warm up; no question is asked twice.
    for number, question in enumerate(made.questions[: _WARM + (limit or _QUESTIONS)]):
        began = time.perf_counter()
        hits = searcher.search(Query(question, _HITS))
        whole = time.perf_counter()
        row: Row = {
            "ms": 1000 * (whole - began),
            "found": made.passages[number] in {hit.passage.id for hit in hits},
        }
        # Each step once more by itself: its data is in the caches now, so these are lower bounds.
        vector = known.encode([question])[0]
        encoded = time.perf_counter()
        store.nearest(vector, 40)
        near = time.perf_counter()
        library.keyword_search(keywords(question), 40)
        row["encoding_ms"] = 1000 * (encoded - whole)
        row["meaning_ms"] = 1000 * (near - encoded)
        row["words_ms"] = 1000 * (time.perf_counter() - near)
        row["memory_mb"] = (psutil.Process().memory_info().rss - before) / 1e6
        rows.append(row)
    store.close()
    library.close()
    return rows[_WARM:] or rows


def _into_file_cache(made: synthetic.Made) -> None:
    """Read the library's files once, as a running bot has: else a question takes up to 0.5 s."""
    for file in (made.library, *made.chroma.rglob("*")):
        if file.is_file():
            with file.open("rb") as opened:
                while opened.read(_PIECE):
                    pass
