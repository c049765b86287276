"""Wraps httpx: sends requests to servers that speak OpenAI's protocol, and reads their events.

Several servers are asked in order. What passes, such as an overloaded server, is tried again after
a while, but never once a part of the reply was given out. The official `openai` package is not
used: it would bring what Byline has no use for, and neither fails over nor stops in time.
"""

import asyncio
import json
import logging
import queue
import re
import threading
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

import httpx
from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    stop_after_attempt,
    wait_exponential,
)

from bot.errors import ModelError, Stopped
from bot.models.server_replies import has_ended, repeats, text_of, words_of_error

_POLL_S = 0.05  # between two looks at whether to stop
_SKIPPED_S = 30.0  # a server that failed is asked last for so long
_LONGEST_PAUSE_S = 20.0  # that a server may ask for
_REFUSED = (401, 403)
_PASSING = (408, 425, 429)
_TOO_LONG = re.compile(r"context|too long|too many tokens|maximum.{0,20}length", re.IGNORECASE)

Event = Mapping[str, Any]
_T = TypeVar("_T")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait for a connection, for the first word, and between two words.

    `rounds` is how often all servers are asked, with pauses that double from `pause_s` on.
    """

    connect_s: float = 5.0
    first_s: float = 60.0
    between_s: float = 30.0
    rounds: int = 3
    pause_s: float = 0.5


class ServerError(ModelError):
    """A server failed. `passing` says that it may work soon, `status` is that of its reply."""

    for_owner = True

    def __init__(
        self, message: str, *, passing: bool, status: int = 0, pause_s: float = 0.0
    ) -> None:
        super().__init__(message)
        self.passing = passing
        self.status = status
        self.pause_s = pause_s


class ServerConnection:
    """Connections to the servers at `urls`, which are asked in order. One caller at a time.

    `key` is sent as a bearer token and shown nowhere.
    """

    def __init__(
        self, urls: Sequence[str], key: str | None = None, patience: Patience | None = None
    ) -> None:
        self.urls = tuple(urls)
        self._key = key
        self._patience = patience or Patience()
        self._failed_at: dict[str, float] = {}
        self._sent = ""  # all texts of the request
        self._client: httpx.AsyncClient | None = None
        self._loop = asyncio.new_event_loop()
        # Its own thread, so that a reply can be waited for and left at any moment.
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Close all connections. Closing again does nothing."""
        if self._loop.is_closed():
            return
        if self._client is not None:
            self._wait(self._client.aclose(), lambda: False)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def models(self) -> dict[str, list[str] | ServerError]:
        """What each server calls its models ([] where it does not tell), or why it fails.

        Asks a second time only where all of them fail in a way that may pass.
        """
        return self._wait(self._all_models(), lambda: False)

    def events(
        self, body: Mapping[str, object], stopped: Callable[[], bool], *, rounds: int | None = None
    ) -> Iterator[Event]:
        """Yield the events of the reply to a chat request, as they come.

        Raises Stopped soon after `stopped()` is true, ServerError when all servers fail or one
        breaks off in the middle.
        """
        events: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
        work = asyncio.run_coroutine_threadsafe(
            self._ask(body, events.put, rounds or self._patience.rounds), self._loop
        )
        work.add_done_callback(lambda _: events.put(None))
        try:
            while True:
                if stopped():
                    raise Stopped("Stopped.")
                try:
                    event = events.get(timeout=_POLL_S)
                except queue.Empty:
                    continue
                if event is None:
                    break
                yield event
            work.result()
        finally:
            work.cancel()

    def _wait(self, work: Coroutine[Any, Any, _T], stopped: Callable[[], bool]) -> _T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    # -- in the loop's thread

    async def _ask(
        self, body: Mapping[str, object], put: Callable[[Event], None], rounds: int
    ) -> None:
        self._sent = _texts(body)
        backoff = wait_exponential(multiplier=self._patience.pause_s, max=8)

        def pause(state: RetryCallState) -> float:
            error = state.outcome.exception() if state.outcome else None
            asked = error.pause_s if isinstance(error, ServerError) else 0.0
            return max(asked, backoff(state))

        async for attempt in AsyncRetrying(
            stop=stop_after_attempt(rounds),
            wait=pause,
            retry=retry_if_exception(lambda e: isinstance(e, ServerError) and e.passing),
            reraise=True,
        ):
            with attempt:
                await self._round(body, put)

    async def _round(self, body: Mapping[str, object], put: Callable[[Event], None]) -> None:
        """Ask the servers in turn until one has replied."""
        failures: list[ServerError] = []
        for url in self._in_order():
            shown = False
            try:
                async for event in self._events(url, body):
                    shown = shown or bool(text_of(event))
                    put(event)
            except ServerError as error:
                self._failed_at[url] = time.monotonic()
                if shown:
                    raise ServerError(str(error), passing=False) from error
                if len(self.urls) > 1:  # else the error that comes out says it
                    # Without the server's words, which may repeat what was asked.
                    _log.warning("The model server %s failed (status %d)", url, error.status)
                failures.append(error)
            else:
                self._failed_at.pop(url, None)
                return
        raise next((error for error in failures if error.passing), failures[0])

    def _in_order(self) -> list[str]:
        since = time.monotonic() - _SKIPPED_S
        return sorted(self.urls, key=lambda url: self._failed_at.get(url, since) > since)

    async def _events(self, url: str, body: Mapping[str, object]) -> AsyncIterator[Event]:
        """Yield the events of one reply of one server. Raises ServerError."""
        last = asyncio.get_running_loop().time()
        wait_s, ended, spoke = self._patience.first_s, False, False
        async with self._response(url, "/chat/completions", body) as response:
            if "event-stream" not in response.headers.get("content-type", ""):
                yield await self._whole(url, response)
                return
            lines = response.aiter_lines()
            while True:
                async with asyncio.timeout_at(last + wait_s):
                    line = await anext(lines, None)
                if line is None:
                    break
                if not line.startswith("data:"):
                    continue  # a comment, by which a server keeps the connection alive
                data = line.removeprefix("data:").strip()
                if data == "[DONE]":
                    return
                event = self._parsed(url, data)
                ended = ended or has_ended(event)
                last = asyncio.get_running_loop().time()
                if text_of(event):
                    wait_s, spoke = self._patience.between_s, True
                yield event
        if not ended:
            raise _broken_off(url, before_first=not spoke)

    async def _whole(self, url: str, response: httpx.Response) -> Event:
        """The reply of a server that does not stream, as one event."""
        async with asyncio.timeout(self._patience.first_s):
            event = self._parsed(url, (await response.aread()).decode("utf-8", "replace"))
        if "choices" not in event:
            raise _stranger(url)
        return event

    def _parsed(self, url: str, data: str) -> Event:
        try:
            event = json.loads(data)
        except ValueError as error:
            raise _stranger(url) from error
        if not isinstance(event, dict):
            raise _stranger(url)
        if event.get("error"):
            raise ServerError(
                f"The model server {url} failed ({self._words(event)}): ask again, or look at its "
                "log.",
                passing=True,
            )
        return event

    @asynccontextmanager
    async def _response(
        self, url: str, path: str, body: Mapping[str, object] | None = None
    ) -> AsyncIterator[httpx.Response]:
        """The good response to one request. All that goes wrong is a ServerError."""
        client = self._open_client()
        request = client.build_request("POST" if body else "GET", url + path, json=body)
        try:
            async with asyncio.timeout(self._patience.first_s):
                response = await client.send(request, stream=True)
            try:
                if response.status_code != httpx.codes.OK:
                    await self._refuse(url, response)
                yield response
            finally:
                await response.aclose()
        except (TimeoutError, httpx.TimeoutException) as error:
            raise ServerError(
                f"The model server {url} does not answer in time: look at its load, raise "
                "BYLINE_MODEL_TIMEOUT, or add another address to BYLINE_MODEL_URL.",
                passing=not isinstance(error, TimeoutError),
            ) from error
        except (httpx.ConnectError, httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise ServerError(
                f"The model server {url} cannot be reached ({_reason(error)}): start it, or "
                "correct BYLINE_MODEL_URL.",
                passing=True,
            ) from error
        except httpx.HTTPError as error:
            raise _broken_off(url) from error

    def _open_client(self) -> httpx.AsyncClient:
        if self._client is None:
            self._client = httpx.AsyncClient(
                headers={"Authorization": f"Bearer {self._key}"} if self._key else {},
                timeout=httpx.Timeout(None, connect=self._patience.connect_s),
                trust_env=False,  # a proxy meant for the web would be asked for this machine too
            )
        return self._client

    async def _refuse(self, url: str, response: httpx.Response) -> NoReturn:
        """Raise what a reply that is not good means."""
        status = response.status_code
        async with asyncio.timeout(self._patience.first_s):
            text = (await response.aread()).decode("utf-8", "replace")
        try:
            words = self._words(json.loads(text))
        except ValueError:
            words = ""
        said = f"status {status}{f': {words}' if words else ''}"
        passing = status in _PASSING or status >= 500
        pause_s = _seconds(response.headers.get("retry-after", ""))
        if pause_s > _LONGEST_PAUSE_S:
            said, passing = f"{said}; it asks to wait {pause_s:,.0f} s", False
        problem = _problem(url, status, words, said, has_key=bool(self._key))
        raise ServerError(problem, passing=passing, status=status, pause_s=pause_s)

    def _words(self, body: object) -> str:
        """What a server says of an error, without the key and without what it was asked."""
        words = words_of_error(body)
        if repeats(words, self._sent):
            return ""
        return words.replace(self._key, "…") if self._key else words

    async def _all_models(self) -> dict[str, list[str] | ServerError]:
        for again in range(self._patience.rounds):
            found = {url: await self._models_of(url) for url in self.urls}
            errors = [each for each in found.values() if isinstance(each, ServerError)]
            if len(errors) < len(found) or not any(error.passing for error in errors):
                break
            if again + 1 < self._patience.rounds:
                await asyncio.sleep(self._patience.pause_s * 2**again)
        return found

    async def _models_of(self, url: str) -> list[str] | ServerError:
        try:
            async with (
                self._response(url, "/models") as response,
                asyncio.timeout(self._patience.first_s),
            ):
                event = self._parsed(url, (await response.aread()).decode("utf-8", "replace"))
        except ServerError as error:
            # Some servers have no list; whether they have the model shows with the first question.
            return [] if error.status == httpx.codes.NOT_FOUND else error
        told = event.get("data")
        if not isinstance(told, list):
            return _stranger(url)
        return [str(each["id"]) for each in told if isinstance(each, dict) and "id" in each]


def _problem(url: str, status: int, words: str, said: str, *, has_key: bool) -> str:
    who = f"The model server {url}"
    if status in _REFUSED:
        does = "does not accept the key" if has_key else "wants a key"
        remedy = "correct" if has_key else "set"
        return (
            f"{who} {does} ({said}): {remedy} BYLINE_MODEL_KEY or the file that "
            "BYLINE_MODEL_KEY_FILE names."
        )
    if status == httpx.codes.NOT_FOUND:
        return (
            f"{who} does not have the model, or nothing is at this address ({said}): correct "
            "BYLINE_MODEL_NAME or BYLINE_MODEL_URL, which mostly ends in /v1."
        )
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return (
            f"{who} has too much to do ({said}): ask again later, or add another address to "
            "BYLINE_MODEL_URL."
        )
    if 300 <= status < 400:
        return f"{who} points to another address ({said}): put that into BYLINE_MODEL_URL."
    if _TOO_LONG.search(words):
        return (
            f"The prompt is longer than the model server {url} takes ({said}): give it a longer "
            "context, or lower BYLINE_CONTEXT_TOKENS."
        )
    return f"{who} refuses to answer ({said}): look at its log, or ask again later."


def _broken_off(url: str, *, before_first: bool = False) -> ServerError:
    # One that finds its fault only while it streams can say no more than that.
    remedy = "lower BYLINE_CONTEXT_TOKENS if the prompt is too long for it" if before_first else ""
    return ServerError(
        f"The model server {url} broke off in its reply: ask again, look at its log"
        f"{f', or {remedy}' if remedy else ''}.",
        passing=True,
    )


def _stranger(url: str) -> ServerError:
    return ServerError(
        f"{url} does not answer as a server with OpenAI's protocol does: correct "
        "BYLINE_MODEL_URL, which mostly ends in /v1.",
        passing=False,
    )


def _texts(body: Mapping[str, object]) -> str:
    messages = body.get("messages")
    told = messages if isinstance(messages, list) else []
    return " ".join(str(message["content"]) for message in told)


def _seconds(header: str) -> float:
    """The seconds that a Retry-After header asks for; 0 where it names a date or nothing."""
    return float(header) if re.fullmatch(r"\d{1,6}(?:\.\d{1,6})?", header.strip()) else 0.0


def _reason(error: Exception) -> str:
    return (" ".join(str(error).split()) or type(error).__name__)[:120]
