"""Keeps passage vectors in one Chroma collection, wherever that is, and finds the nearest.

Holds vectors and ids only. Texts are in the library, so that there is one copy to keep. Where the
collection comes from, a folder or a server, is known to the stores that build on this.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from chromadb.config import Settings

from index.types import Passage, Vectors

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api.collection_configuration import CreateCollectionConfiguration

# Candidates that HNSW examines in a search (`ef_search`). Among 20,000 bags of hashed words, the
# hardest case we could make, 100 (the default) finds 60 % of the true 40 nearest, 400 finds 77 %
# and 1,000 finds 85 %, in 2, 4 and 7 ms.
_EFFORT = 1000
# Chroma writes the whole graph after this many new vectors. Vectors added since then are read from
# SQLite and inserted again at each opening, which takes a second for a few thousand.
SAVED_EVERY = 1000
_ASKED_AT_ONCE = 20_000  # ids; SQLite takes 32,766 variables
_BATCH = 1000  # below Chroma's limit (5,461 with SQLite's default number of variables)


class ChromaCollection(ABC):
    """The part of a `PassageStore` that works on a collection; `_collection` is the one in use."""

    _collection: "Collection"

    @abstractmethod
    def _translated(self, done: str) -> AbstractContextManager[None]:
        """Give a block in which errors of Chroma become LibraryErrors: it "cannot be `done`"."""

    def put(self, passages: Sequence[Passage], vectors: Vectors) -> None:
        """Add or replace passages. See `PassageStore.put`."""
        for start in range(0, len(passages), _BATCH):
            part = passages[start : start + _BATCH]
            with self._translated("written"):
                self._collection.upsert(
                    ids=[passage.id for passage in part],
                    embeddings=vectors[start : start + _BATCH],
                    metadatas=[{"article": passage.article_id} for passage in part],
                )

    def delete(self, passage_ids: Iterable[str]) -> None:
        """Remove passages. See `PassageStore.delete`."""
        for ids in _chunks(passage_ids):
            with self._translated("written"):
                self._collection.delete(ids=ids)

    def nearest(
        self, vector: Vectors, count: int, among: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        """Search approximately. See `PassageStore.nearest`."""
        ids = None if among is None else self._held(among)
        if ids is not None and not (count := min(count, len(ids))):
            return []
        # Chroma returns fewer if it holds fewer; counting first would cost more than the search.
        with self._translated("read"):
            found = self._collection.query(
                query_embeddings=vector.reshape(1, -1),
                ids=ids,
                n_results=count,
                include=["distances"],
            )
        distances = (found["distances"] or [[]])[0]
        return [
            (passage_id, 1.0 - distance)
            for passage_id, distance in zip(found["ids"][0], distances, strict=True)
        ]

    def _held(self, ids: Sequence[str]) -> list[str]:
        # Chroma fails at an id that it does not hold, for example one removed a moment ago.
        held: list[str] = []
        for chunk in _chunks(ids, _ASKED_AT_ONCE):
            with self._translated("read"):
                held += self._collection.get(ids=chunk, include=[])["ids"]
        return held

    def count(self) -> int:
        """Number of passages held."""
        with self._translated("read"):
            return self._collection.count()

    def ids(self) -> set[str]:
        """All passage ids held."""
        with self._translated("read"):
            return set(self._collection.get(include=[])["ids"])

    def vectors(self, passage_ids: Iterable[str]) -> dict[str, Vectors]:
        """Vectors by passage id; ids that are not held are left out."""
        held: dict[str, Vectors] = {}
        for chunk in _chunks(passage_ids):
            with self._translated("read"):
                found = self._collection.get(ids=chunk, include=["embeddings"])
            vectors = np.asarray(found["embeddings"], dtype=np.float32)
            held |= dict(zip(found["ids"], vectors, strict=True))
        return held


def configuration(saved_every: int = SAVED_EVERY) -> "CreateCollectionConfiguration":
    """The configuration of a new collection, in a folder or on a server."""
    return {"hnsw": {"space": "cosine", "ef_search": _EFFORT, "sync_threshold": saved_every}}


@cache
def client_settings() -> Settings:
    """Chroma's settings; it changes a copy. Reading them takes 20 ms, as long as the rest."""
    return Settings(anonymized_telemetry=False)


def _chunks(ids: Iterable[str], size: int = _BATCH) -> Iterator[list[str]]:
    rest = iter(dict.fromkeys(ids))  # Chroma refuses an id that is given twice
    while chunk := list(islice(rest, size)):
        yield chunk
