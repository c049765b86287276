"""Wraps Chroma: keeps passage vectors in a folder and finds the nearest.

Holds vectors and ids only. Texts are in the library, so that there is one copy to keep.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import islice
from pathlib import Path

import chromadb
import numpy as np
from chromadb.api import ClientAPI
from chromadb.api.client import Client
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings
from chromadb.errors import ChromaError

from index.errors import LibraryError
from index.types import Passage, Vectors

# Candidates that HNSW examines in a search (`ef_search`). Among 20,000 bags of hashed words, the
# hardest case we could make, 100 (the default) finds 60 % of the true 40 nearest, 400 finds 77 %
# and 1,000 finds 85 %, in 2, 4 and 7 ms.
_EFFORT = 1000
# Chroma writes the whole graph after this many new vectors. Vectors added since then are read from
# SQLite and inserted again at each opening, which takes a second for a few thousand.
_SAVED_EVERY = 1000
_BATCH = 1000  # below Chroma's limit (5,461 with SQLite's default number of variables)


class ChromaStore:
    """A `PassageStore` in the folder `path`; raises LibraryError when it cannot be opened.

    The graph is written after every `saved_every` new vectors, also in a store that was made with
    another number.
    """

    def __init__(self, path: Path, *, saved_every: int = _SAVED_EVERY) -> None:
        self._path = path
        with self._translated("opened"):
            path.mkdir(parents=True, exist_ok=True)
            self._client, self._collection = _open(path, saved_every)

    def refresh(self) -> None:
        """Load what other processes have written: Chroma reads its index only when it opens.

        A store that writes without having loaded their vectors loses them for good.
        """
        with self._translated("opened"):
            before = self._client
            SharedSystemClient._identifier_to_system.pop(str(self._path), None)
            self._client, self._collection = _open(self._path)
            # Closed only now, when Chroma counts the new client too: otherwise it would stop both.
            # A thread that is reading with the old client can finish.
            _close(before)

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
        with self._translated("read"):
            return list(self._collection.get(ids=list(ids), include=[])["ids"]) if ids else []

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

    def close(self) -> None:
        """Release the folder, so that it can be moved or deleted."""
        _close(self._client)

    @contextmanager
    def _translated(self, done: str) -> Iterator[None]:
        try:
            yield
        except (ChromaError, OSError, ValueError, RuntimeError) as error:
            reason = (str(error).strip() or type(error).__name__).splitlines()[0]
            raise LibraryError(
                f"The vector store in {self._path} cannot be {done} ({reason}): check that the "
                "disk is writable and not full, or rebuild the library with "
                "`byline index --rebuild`."
            ) from error


@cache
def _settings() -> Settings:
    """Chroma's settings; it changes a copy. Reading them takes 20 ms, as long as the rest."""
    return Settings(anonymized_telemetry=False)


def _client(path: Path) -> ClientAPI:
    try:
        return chromadb.PersistentClient(str(path), settings=_settings().model_copy())
    except Exception:
        # Chroma caches a client that failed to start and would return it for a mended folder.
        SharedSystemClient._identifier_to_system.pop(str(path), None)
        raise


def _open(path: Path, saved_every: int = _SAVED_EVERY) -> tuple[ClientAPI, chromadb.Collection]:
    client = _client(path)
    # No embedding function, because Chroma's default one would download a model.
    collection = client.get_or_create_collection(
        "passages",
        embedding_function=None,
        configuration={
            "hnsw": {"space": "cosine", "ef_search": _EFFORT, "sync_threshold": saved_every}
        },
    )
    if collection.configuration_json["hnsw"]["sync_threshold"] != saved_every:
        collection.modify(configuration={"hnsw": {"sync_threshold": saved_every}})
    return client, collection


def _close(client: ClientAPI) -> None:
    if isinstance(client, Client):
        client.close()


def _chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(dict.fromkeys(ids))  # Chroma refuses an id that is given twice
    while chunk := list(islice(rest, _BATCH)):
        yield chunk
