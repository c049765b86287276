"""Room: Chroma. Keeps passage vectors in a folder and finds the nearest.

Holds vectors and ids only: texts live in the library, so that there is one truth to keep.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import chromadb
from chromadb.api.client import Client
from chromadb.config import Settings
from chromadb.errors import ChromaError

from index.errors import LibraryError
from index.types import Passage, Vectors

_BATCH = 1000  # below Chroma's own limit (5,461 with SQLite's default of variables)


class ChromaStore:
    """A `PassageStore` in the folder `path`; raises LibraryError when it cannot be opened."""

    def __init__(self, path: Path) -> None:
        try:
            path.mkdir(parents=True, exist_ok=True)
            self._client = chromadb.PersistentClient(
                str(path), settings=Settings(anonymized_telemetry=False)
            )
            # No embedding function: Chroma's default one would download a model.
            self._collection = self._client.get_or_create_collection(
                "passages",
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine"}},
            )
        except (ChromaError, OSError, ValueError, RuntimeError) as error:
            raise LibraryError(
                f"The vector store in {path} cannot be opened ({error}): check that the disk is "
                "writable, or build the library anew with `byline index --rebuild`."
            ) from error

    def put(self, passages: Sequence[Passage], vectors: Vectors) -> None:
        for start in range(0, len(passages), _BATCH):
            part = passages[start : start + _BATCH]
            self._collection.upsert(
                ids=[passage.id for passage in part],
                embeddings=vectors[start : start + _BATCH],
                metadatas=[{"article": passage.article_id} for passage in part],
            )

    def delete(self, passage_ids: Iterable[str]) -> None:
        for ids in _chunks(passage_ids):
            self._collection.delete(ids=ids)

    def nearest(self, vector: Vectors, count: int) -> list[tuple[str, float]]:
        count = min(count, self._collection.count())
        if not count:
            return []
        found = self._collection.query(
            query_embeddings=vector.reshape(1, -1), n_results=count, include=["distances"]
        )
        distances = (found["distances"] or [[]])[0]
        return [
            (id, 1.0 - distance) for id, distance in zip(found["ids"][0], distances, strict=True)
        ]

    def count(self) -> int:
        return self._collection.count()

    def ids(self) -> set[str]:
        return set(self._collection.get(include=[])["ids"])

    def close(self) -> None:
        """Let go of the folder, so that it can be moved or deleted."""
        if isinstance(self._client, Client):
            self._client.close()


def _chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(ids)
    while chunk := list(islice(rest, _BATCH)):
        yield chunk
