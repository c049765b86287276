"""Wraps Chroma in this process: keeps passage vectors in a folder."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import chromadb
from chromadb.api import ClientAPI
from chromadb.api.client import Client
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.errors import ChromaError
from tenacity import Retrying, retry_if_exception_message, stop_after_delay, wait_fixed

from index.errors import DamagedVectorsError, VectorFolderError
from index.vectors.chroma_collection import (
    SAVED_EVERY,
    ChromaCollection,
    client_settings,
    configuration,
)

# How SQLite and Chroma call a file that holds no store. A full disk, one that is away or read-only,
# a lock and lost rights are called otherwise: then the store may be as good as ever.
_DAMAGED = re.compile(
    r"not a database|image is malformed|no such (?:table|column)|Could not deserialize"
)
_BUSY = r".*database is locked"
_BETWEEN_S, _PATIENCE_S = 0.05, 5.0


class ChromaStore(ChromaCollection):
    """A `PassageStore` in the folder `path`; raises VectorFolderError when it cannot be used.

    That is a DamagedVectorsError where what is in the folder is at fault.

    The graph is written after every `saved_every` new vectors, also in a store that was made with
    another number.
    """

    def __init__(self, path: Path, *, saved_every: int = SAVED_EVERY) -> None:
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

    def close(self) -> None:
        """Release the folder, so that it can be moved or deleted."""
        _close(self._client)

    @contextmanager
    def _translated(self, done: str) -> Iterator[None]:
        try:
            yield
        except (ChromaError, OSError, ValueError, RuntimeError) as error:
            reason = (str(error).strip() or type(error).__name__).splitlines()[0]
            kind = DamagedVectorsError if _DAMAGED.search(str(error)) else VectorFolderError
            raise kind(
                f"The vector store in {self._path} cannot be {done} ({reason}): check that the "
                "disk is writable and not full, or rebuild the library with "
                "`byline index --rebuild`."
            ) from error


def _client(path: Path) -> ClientAPI:
    try:
        return chromadb.PersistentClient(str(path), settings=client_settings().model_copy())
    except Exception:
        # Chroma caches a client that failed to start and would return it for a mended folder.
        SharedSystemClient._identifier_to_system.pop(str(path), None)
        raise


def _open(path: Path, saved_every: int = SAVED_EVERY) -> tuple[ClientAPI, chromadb.Collection]:
    client = _client(path)
    # No embedding function, because Chroma's default one would download a model.
    collection = client.get_or_create_collection(
        "passages", embedding_function=None, configuration=configuration(saved_every)
    )
    if collection.configuration_json["hnsw"]["sync_threshold"] != saved_every:
        # Right after another store of the folder was closed, its database may still be busy.
        for attempt in Retrying(
            retry=retry_if_exception_message(match=_BUSY),
            wait=wait_fixed(_BETWEEN_S),
            stop=stop_after_delay(_PATIENCE_S),
            reraise=True,
        ):
            with attempt:
                collection.modify(configuration={"hnsw": {"sync_threshold": saved_every}})
    return client, collection


def _close(client: ClientAPI) -> None:
    if isinstance(client, Client):
        client.close()
