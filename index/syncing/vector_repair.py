"""Compares the vector store with the library and repairs it.

The library is the truth and keeps a copy of each vector, so a store that lost something is filled
again without encoding anything.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from index.library.library import Library
from index.types import Encoder, PassageStore, QuickEncoder, Vectors

_BATCH = 64  # passages encoded or stored together
_READ = 1000  # vectors compared together
_SAME = 0.999  # cosine of two copies of one vector
_SAMPLE = 200  # passages that are searched for by their own vectors
_USUAL_MISSES = 0.02  # share of the sample that is never found among many nearly equal vectors
_MORE_MISSES = 0.01  # share that may be missed besides, before the store is filled again


def repair(
    library: Library,
    store: PassageStore,
    encoder: Encoder,
    before_batch: Callable[[], None] = lambda: None,
) -> None:
    """Fill the store, and encode the passages that have no vector anywhere.

    `before_batch` is called before each batch; what it raises ends the repair.
    """
    fill(library, store, before_batch)
    for part in _parts(sorted(library.ids_without_vectors()), _BATCH):
        before_batch()
        passages = list(library.passages(part).values())
        rows = encode(encoder, [passage.text for passage in passages])
        store.put(passages, rows)
        library.keep_vectors({passage.id: row for passage, row in zip(passages, rows, strict=True)})


def fill(
    library: Library, store: PassageStore, before_batch: Callable[[], None] = lambda: None
) -> None:
    """Delete vectors that belong to no passage, and add those that only the library holds."""
    # Ids and not counts are compared: one too many and one too few would hide each other.
    known, held = library.passage_ids(), store.ids()
    if held - known:
        store.delete(held - known)
    lacking = library.ids_without_vectors()
    # Libraries from before the library kept vectors have them in the store only.
    for part in _parts(sorted(lacking & held), _READ):
        before_batch()
        library.keep_vectors(store.vectors(part))
    for part in _parts(sorted(known - held - lacking), _BATCH):
        before_batch()
        passages, vectors = library.passages(part), library.vectors(part)
        rows = [vectors[passage_id] for passage_id in passages]
        store.put(list(passages.values()), np.stack(rows))


def encode(encoder: Encoder, texts: Sequence[str]) -> Vectors:
    """Encode passages with the faster method where the encoder has one.

    Returns unit vectors, shape (len(texts), dimensions).
    """
    many = encoder.encode_many if isinstance(encoder, QuickEncoder) else encoder.encode
    return many(texts)


def faulty_passages(
    library: Library, store: PassageStore, *, usual: float = _USUAL_MISSES
) -> set[str]:
    """Ids of passages whose vector in the store is missing, wrong, or not found by a search.

    A store whose writer was killed may count a vector that it has lost. Search is approximate, so
    a share of misses is tolerated: the library's own, where `record_miss_rate` recorded it, or
    `usual`.
    """
    faulty: set[str] = set()
    for part in _parts(sorted(library.passage_ids()), _READ):
        kept, held = library.vectors(part), store.vectors(part)
        faulty |= {
            passage_id
            for passage_id, row in kept.items()
            if passage_id not in held or not _same(row, held[passage_id])
        }
    missed, rate = _missed(library, store)
    recorded = library.miss_rate()
    tolerated = (usual if recorded is None else recorded) + _MORE_MISSES
    return faulty | missed if rate > tolerated else faulty


def record_miss_rate(library: Library, store: PassageStore) -> None:
    """Record the share of passages that a search misses in a store that was just filled whole.

    A few among many nearly equal vectors are never found. If more are missed later, something was
    lost and filling the store again will help.
    """
    library.set_miss_rate(_missed(library, store)[1])


def _missed(library: Library, store: PassageStore) -> tuple[set[str], float]:
    """Of a sample of passages, those not found by their own vectors, and their share.

    A vector can be in the store and yet not be found, where no path of Chroma's graph leads to it.
    """
    known = sorted(library.passage_ids())
    sample = library.vectors(known[:: max(1, len(known) // _SAMPLE)])
    missed = set()
    for passage_id, vector in sample.items():
        best = store.nearest(vector, 1)
        if not best or best[0][1] < _SAME:
            missed.add(passage_id)
    return missed, len(missed) / len(sample) if sample else 0.0


def _same(one: Vectors, other: Vectors) -> bool:
    if one.shape != other.shape:
        return False
    lengths = float(np.linalg.norm(one) * np.linalg.norm(other))
    return lengths > 0 and float(one @ other) / lengths >= _SAME


def _parts(ids: Iterable[str], size: int) -> Iterator[Sequence[str]]:
    all_ids = list(ids)
    for start in range(0, len(all_ids), size):
        yield all_ids[start : start + size]
