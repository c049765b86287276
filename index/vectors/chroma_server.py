"""Wraps a Chroma server: keeps passage vectors in collections on another machine.

Servers since 1.0 know no token of their own; it is sent all the same, for a proxy in front of one.
Knows nothing of libraries: which collections there are is up to the caller.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

import chromadb
import httpx
from chromadb.api import ClientAPI
from chromadb.errors import ChromaError, NotFoundError

from index.errors import LibraryError, VectorServerError
from index.types import Vectors
from index.vectors.chroma_collection import (
    SAVED_EVERY,
    ChromaCollection,
    client_settings,
    configuration,
)

_CONNECT_S = 5.0
_REPLY_S = 60.0
# A server that writes its graph answers only then: 60 s were too few for 875,000 vectors on two
# busy cores, see bench/LOG.md.
_WRITTEN_S = 900.0
_WRITES = ("/upsert", "/delete")
_NEEDED = "Chroma 1.0 or newer is needed"
_PAGE = 100_000  # ids asked for at a time: one reply stays below a few megabytes
_REFUSED = (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN)
_UNKNOWN_PATH = (httpx.codes.NOT_FOUND, httpx.codes.METHOD_NOT_ALLOWED, httpx.codes.GONE)


class ChromaServer:
    """The Chroma server at `url`, such as http://10.0.0.5:8000. Connects when first used.

    `token` is sent as a bearer token and as X-Chroma-Token. Every method raises LibraryError, whose
    message names the setting to correct.
    """

    def __init__(self, url: str, token: str | None = None) -> None:
        self.url = url.rstrip("/")
        self._headers = (
            {"Authorization": f"Bearer {token}", "X-Chroma-Token": token} if token else {}
        )
        self._connected: ClientAPI | None = None
        self._lock = threading.Lock()

    def collection(self, name: str, saved_every: int = SAVED_EVERY) -> "chromadb.Collection":
        """Open the collection `name`, which is made if there is none.

        The server writes a new one's whole graph after each `saved_every` new vectors.
        """
        with self.translated("opened"):
            return self._client().get_or_create_collection(
                name, embedding_function=None, configuration=configuration(saved_every)
            )

    def names(self, prefix: str) -> list[str]:
        """Names of the collections that begin with `prefix`."""
        with self.translated("read"):
            held = self._client().list_collections()
        return [each.name for each in held if each.name.startswith(prefix)]

    def delete(self, name: str) -> None:
        """Delete the collection `name`, if there is one."""
        with self.translated("written"), suppress(NotFoundError):
            self._client().delete_collection(name)

    def rename(self, name: str, to: str) -> None:
        """Call the collection `name` `to`, in place of the one that was called so."""
        self.delete(to)
        with self.translated("written"):
            self._client().get_collection(name, embedding_function=None).modify(name=to)

    def check(self) -> None:
        """Ask the server whether it is there, lets us in, and is new enough."""
        with self.translated("opened"):
            timeout = httpx.Timeout(_REPLY_S, connect=_CONNECT_S)
            with httpx.Client(headers=self._headers, timeout=timeout) as client:
                reply = client.get(f"{self.url}/api/v2/version")
        if reply.status_code in _UNKNOWN_PATH:
            raise self._error(f"is no Chroma server, or an old one: {_NEEDED}; if it is one, ")
        if reply.status_code != httpx.codes.OK:
            raise self._refusal(reply.status_code)
        version = reply.text.strip().strip('"')[:20]
        major = version.partition(".")[0]
        if not major.isdigit():
            raise self._error("does not answer as a Chroma server does: ")
        if int(major) < 1:
            raise self._error(f"is Chroma {version} and {_NEEDED}: bring it up to date, or ")

    def _client(self) -> ClientAPI:
        with self._lock:
            if self._connected is None:
                self.check()
                client = chromadb.HttpClient(
                    host=self.url, headers=self._headers, settings=client_settings().model_copy()
                )
                _limit(client)
                self._connected = client
            return self._connected

    @contextmanager
    def translated(self, done: str) -> Iterator[None]:
        """Give a block in which all errors but `NotFoundError` become LibraryErrors."""
        try:
            yield
        except (LibraryError, NotFoundError):
            raise
        except httpx.TimeoutException as error:
            raise self._error("does not answer in time: look at its load and log, or ") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise self._error(
                f"cannot be reached ({_reason(error)}): start it with `chroma run`, or "
            ) from error
        except ChromaError as error:
            if error.code() in _REFUSED:
                raise self._refusal(error.code()) from error
            raise self._failed(done, error) from error
        # Chroma raises a bare Exception for a reply that it does not know, a proxy's for example.
        except Exception as error:
            cause = error.__context__
            if isinstance(cause, httpx.HTTPStatusError):
                raise self._refusal(cause.response.status_code) from error
            raise self._failed(done, error) from error

    def _refusal(self, status: int) -> VectorServerError:
        if status in _REFUSED:
            remedy = "correct" if self._headers else "set"
            return VectorServerError(
                f"The Chroma server {self.url} does not let Byline in (status {status}): {remedy} "
                "BYLINE_CHROMA_TOKEN or the file that BYLINE_CHROMA_TOKEN_FILE names."
            )
        return self._error(f"refuses to work (status {status}): look at its log, or ")

    def _failed(self, done: str, error: Exception) -> VectorServerError:
        return VectorServerError(
            f"The vectors on the Chroma server {self.url} cannot be {done} ({_reason(error)}): "
            "look at its log, or run `byline library check --repair`."
        )

    def _error(self, problem: str) -> VectorServerError:
        return VectorServerError(
            f"The Chroma server {self.url} {problem}correct BYLINE_CHROMA_URL."
        )


class ChromaServerStore(ChromaCollection):
    """A `PassageStore` in the collection `name` of `server`, which is made if there is none."""

    def __init__(self, server: ChromaServer, name: str, saved_every: int = SAVED_EVERY) -> None:
        self._server = server
        self._name = name
        self._collection = server.collection(name, saved_every)

    def nearest(
        self, vector: Vectors, count: int, among: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        """Search approximately. See `PassageStore.nearest`."""
        try:
            return super().nearest(vector, count, among)
        except _GoneError:
            # Another process has put a new collection in its place since it was opened.
            self.refresh()
            return super().nearest(vector, count, among)

    def ids(self) -> set[str]:
        """All passage ids held."""
        held: set[str] = set()
        with self._translated("read"):
            while page := self._collection.get(include=[], limit=_PAGE, offset=len(held))["ids"]:
                held.update(page)
                if len(page) < _PAGE:
                    break
        return held

    def refresh(self) -> None:
        """Open the collection again. What others have written into it is seen at once."""
        self._collection = self._server.collection(self._name)

    def close(self) -> None:
        """Do nothing: the connection is shared by all collections."""

    @contextmanager
    def _translated(self, done: str) -> Iterator[None]:
        try:
            with self._server.translated(done):
                yield
        except NotFoundError as error:
            raise _GoneError(
                f"The Chroma server {self._server.url} no longer holds this library's vectors: "
                "run `byline library check --repair`."
            ) from error


class _GoneError(VectorServerError):
    """The collection is not on the server any more."""


def _limit(client: ClientAPI) -> None:
    """Let no request wait for ever: Chroma's client sets no limit and has no setting for one."""
    session = getattr(getattr(client, "_server", None), "_session", None)
    if isinstance(session, httpx.Client):
        session.timeout = httpx.Timeout(_REPLY_S, connect=_CONNECT_S)
        session.event_hooks = {"request": [_wait_for_writing]}


def _wait_for_writing(request: httpx.Request) -> None:
    """Give what changes vectors more time than what reads them."""
    if request.url.path.endswith(_WRITES):
        request.extensions["timeout"]["read"] = _WRITTEN_S


def _reason(error: Exception) -> str:
    return (" ".join(str(error).split()) or type(error).__name__)[:160]
