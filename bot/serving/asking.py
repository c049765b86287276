"""Waits for an answer as long as the program that asked is there, and writes it as events.

Knows the line and ASGI's `receive`; does not know the web framework.
"""

import asyncio
import json
from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Awaitable,
    Callable,
    Iterable,
    MutableMapping,
)
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from bot.errors import TooSlowError
from bot.memory.answer_json import answer_to_json
from bot.serving.model_line import Job, ModelLine
from bot.types import Answer
from index.errors import BylineError

_ALIVE_S = 15.0  # a proxy closes a stream that says nothing for a minute or so

STILL_HERE = b": still here\n\n"
"""An event that says nothing, to keep a stream open."""

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a program waits for an answer, in seconds, its time in line included."""

    answer_s: float


async def answered(line: ModelLine, job: Job, limits: Limits, receive: Receive) -> Answer | None:
    """The answer to a job that is in line; None when who asked went away, which stops it.

    Raises TooSlowError, which stops it too, and BylineError as `Answerer.ask` does.
    """
    async with _watched(line, job, receive) as (answer, gone):
        await _first((answer, gone), limits.answer_s)
        if answer.done():
            return answer.result()
        if gone.done():
            return None
        raise _too_slow(limits)


class Drafts:
    """Takes the drafts of one answer from the model's thread into the event loop."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._queue: asyncio.Queue[str] = asyncio.Queue()

    def put(self, text: str) -> None:
        """Take a draft; from any thread."""
        self._loop.call_soon_threadsafe(self._queue.put_nowait, text)

    async def latest(self) -> str:
        """Wait for a draft, and return the latest."""
        text = await self._queue.get()
        while not self._queue.empty():
            text = self._queue.get_nowait()
        return text


async def progress(
    line: ModelLine, job: Job, drafts: Drafts, limits: Limits, receive: Receive
) -> AsyncGenerator[str | Answer | BylineError | None, None]:
    """What becomes of a job that is in line: drafts of the text, then the answer or an error.

    Between them None, where nothing has happened for a while. Ends early, and stops the answer,
    when who asked went away.
    """
    loop = asyncio.get_running_loop()
    until = loop.time() + limits.answer_s
    async with _watched(line, job, receive) as (answer, gone):
        while not gone.done():
            draft = asyncio.ensure_future(drafts.latest())
            left_s = max(0.0, min(_ALIVE_S, until - loop.time()))
            try:
                await _first((draft, answer, gone), left_s)
            finally:  # also where the response is given up meanwhile
                written = draft.result() if draft.done() else None
                draft.cancel()
            if written is not None:
                yield written
                continue
            if answer.done():
                yield _ending(answer)
                return
            if loop.time() >= until:
                yield _too_slow(limits)
                return
            yield None


async def events(
    line: ModelLine,
    job: Job,
    drafts: Drafts,
    limits: Limits,
    receive: Receive,
    *,
    question_id: str,
) -> AsyncIterator[bytes]:
    """Server-sent events of a job that is in line: `text`, then `answer` or `error`.

    `text` is {"from": n, "text": t}: what was written so far is its first n characters and then t.
    Mostly n is what was there, but the model may begin anew. `answer` is the whole answer as JSON,
    `error` {"error": why}. Ends early, and stops the answer, when who asked went away.
    """
    shown = ""
    async with aclosing(progress(line, job, drafts, limits, receive)) as steps:
        async for step in steps:
            if isinstance(step, str):
                begin = _shared(shown, step)
                shown = step
                yield _event("text", {"from": begin, "text": step[begin:]})
            elif isinstance(step, Answer):
                yield _event("answer", answer_to_json(step, question_id))
            elif isinstance(step, BylineError):
                yield _event("error", {"error": str(step)})
            else:
                yield STILL_HERE


@asynccontextmanager
async def _watched(
    line: ModelLine, job: Job, receive: Receive
) -> AsyncIterator[tuple["asyncio.Future[Answer]", "asyncio.Future[None]"]]:
    """The answer to come, and that the client is gone; stops the job when the block is left."""
    gone = asyncio.ensure_future(_gone(receive))
    answer = asyncio.wrap_future(job.answer)
    try:
        yield answer, gone
    finally:
        gone.cancel()
        line.stop(job)
        if not answer.done():
            answer.cancel()


async def _first(futures: Iterable["asyncio.Future[Any]"], timeout_s: float) -> None:
    await asyncio.wait(futures, timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED)


async def _gone(receive: Receive) -> None:
    """Wait until the client has gone away."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _shared(before: str, now: str) -> int:
    """How many characters both texts begin with."""
    pairs = zip(before, now, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _ending(answer: "asyncio.Future[Answer]") -> Answer | BylineError:
    try:
        return answer.result()
    except BylineError as error:
        return error


def _event(name: str, data: object) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


def _too_slow(limits: Limits) -> TooSlowError:
    return TooSlowError(
        f"No answer within {limits.answer_s:g} s: ask again when fewer wait, or raise "
        "BYLINE_SERVE_SECONDS."
    )
