"""Do library and vector store agree, and what to do where they do not.

The library is the truth and keeps a copy of each vector, so that a store which lost something is
filled again without encoding anything.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from index.library.library import Library
from index.types import Encoder, PassageStore, QuickEncoder, Vectors

_BATCH = 64
_READ = 1000  # vectors compared together
_SAME = 0.999  # cosine of two copies of one vector
_LOOKED_FOR = 200  # passages of a library that are looked for by their own vectors
_USUAL = 0.02  # of those, the share that is never found among many that are nearly the same
_MISSED = 0.01  # and the share that may be missed besides, before the store is filled again


def mend(
    library: Library,
    store: PassageStore,
    encoder: Encoder,
    before_batch: Callable[[], None] = lambda: None,
) -> None:
    """`fill`, and encode what has no vector anywhere."""
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
    """Drop vectors that no passage has, and bring in those that the library has and it has not."""
    # Ids and not numbers are compared: one too many and one too few would hide each other.
    known, held = library.passage_ids(), store.ids()
    if held - known:
        store.delete(held - known)
    lacking = library.ids_without_vectors()
    for part in _parts(sorted(lacking & held), _READ):  # libraries made before these were kept
        before_batch()
        library.keep_vectors(store.vectors(part))
    for part in _parts(sorted(known - held - lacking), _BATCH):
        before_batch()
        passages, vectors = library.passages(part), library.vectors(part)
        store.put(list(passages.values()), np.stack([vectors[id] for id in passages]))


def encode(encoder: Encoder, texts: Sequence[str]) -> Vectors:
    """Vectors of passages to be kept."""
    many = encoder.encode_many if isinstance(encoder, QuickEncoder) else encoder.encode
    return many(texts)


def strayed(library: Library, store: PassageStore, *, usual: float = _USUAL) -> set[str]:
    """Ids of passages whose vector in the store is missing, is not the library's or is not found.

    A store whose writer was killed may count a vector that it has lost. Up to the share `usual` may
    be missed in a library of which `note_missed` did not say better.
    """
    stray: set[str] = set()
    for part in _parts(sorted(library.passage_ids()), _READ):
        kept, held = library.vectors(part), store.vectors(part)
        stray |= {id for id, row in kept.items() if id not in held or not _same(row, held[id])}
    hidden, share = _hidden(library, store)
    noted = library.missed()
    return stray | hidden if share > (usual if noted is None else noted) + _MISSED else stray


def note_missed(library: Library, store: PassageStore) -> None:
    """Note what is not found in a store that was just filled whole, as what this library misses.

    Search is approximate: a few among many that are nearly the same are never found. More than
    these means later that something was lost, and filling the store again will help.
    """
    library.set_missed(_hidden(library, store)[1])


def _hidden(library: Library, store: PassageStore) -> tuple[set[str], float]:
    """Of some passages those that are not found by their own vectors, and their share.

    A vector can be there and yet not be found, where no way leads to it.
    """
    known = sorted(library.passage_ids())
    looked_for = library.vectors(known[:: max(1, len(known) // _LOOKED_FOR)])
    hidden = set()
    for id, vector in looked_for.items():
        found = store.nearest(vector, 1)
        if not found or found[0][1] < _SAME:
            hidden.add(id)
    return hidden, len(hidden) / len(looked_for) if looked_for else 0.0


def _same(one: Vectors, other: Vectors) -> bool:
    if one.shape != other.shape:
        return False
    lengths = float(np.linalg.norm(one) * np.linalg.norm(other))
    return lengths > 0 and float(one @ other) / lengths >= _SAME


def _parts(ids: Iterable[str], size: int) -> Iterator[Sequence[str]]:
    all_ids = list(ids)
    for start in range(0, len(all_ids), size):
        yield all_ids[start : start + size]
