"""The desk: takes questions from many people, asks the one model in fair turns, delivers answers.

Knows queue, answerer, sessions and live messages; does not know updates or commands. The model
works in a thread of its own, so that everything else is answered at once while it writes.
"""

import asyncio
import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import Enum
from html import escape
from itertools import count

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import TelegramError

from bot.answering import Answerer
from bot.errors import Stopped
from bot.messenger import render
from bot.messenger.delivery import LiveMessage, Outbox
from bot.messenger.queue import FairQueue
from bot.sessions import Sessions
from bot.types import Answer
from index.errors import BylineError

_LOG = logging.getLogger(__name__)

WAITING_PER_PERSON = 5
_TYPICAL_S = 6.0  # an answer's seconds before any was measured
_BUTTONS_A_ROW = 8  # as many as Telegram shows side by side
_GOODBYE_S = 4.0  # for telling those who wait that the bot is going down


class Stop(Enum):
    """What became of a press on Stop."""

    DONE = "Stopped."
    NOT_YOURS = "Only the one who asked can stop this."
    OVER = "This question is not running any more."


@dataclass(eq=False, slots=True)
class Job:
    """One accepted question."""

    id: int
    person: int
    conversation: str
    talk: int
    question: str
    live: LiveMessage
    stop: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True, slots=True)
class _Ending:
    """What a live message ends as."""

    parts: list[str]
    keyboard: InlineKeyboardMarkup | None = None
    at_once: bool = False


class Desk:
    """`start` it within a running loop; `accept` questions; `close` it at the end."""

    def __init__(self, answerer: Answerer, sessions: Sessions, outbox: Outbox) -> None:
        self._answerer = answerer
        self._sessions = sessions
        self._outbox = outbox
        self._queue: FairQueue[Job] = FairQueue()
        self._current: Job | None = None
        # Not from 1: a button that a former run left behind must not stop a question of this one.
        self._ids = count(time.time_ns() // 1_000_000)
        self._typical_s = _TYPICAL_S
        self._model_thread = ThreadPoolExecutor(1, thread_name_prefix="model")
        self._deliveries: set[asyncio.Task[None]] = set()
        self._worker: asyncio.Task[None] | None = None
        self._closing = False

    def start(self) -> None:
        """Begin to answer."""
        self._worker = asyncio.create_task(self._work())

    def accept(
        self, *, chat_id: int, person: int, message_id: int, conversation: str, question: str
    ) -> bool:
        """Put a question in line and show its place; False when the person has too many there.

        Raises LibraryError when the sessions cannot be read.
        """
        # When the model is idle, one of those in line is on its way out of it.
        room = WAITING_PER_PERSON + (self._current is None)
        if self._queue.count(person) >= room:
            return False
        live = self._outbox.live(chat_id, message_id)
        if self._closing:
            self._deliver(live, _GOING_DOWN)
            return True
        talk = self._sessions.talk(conversation)
        job = Job(next(self._ids), person, conversation, talk, question, live)
        live.on_blocked = job.stop.set
        self._queue.put(person, job)
        self._show_places()
        return True

    def stop(self, job_id: int, person: int) -> Stop:
        """Stop one's own question, waiting or being answered."""
        jobs = [*self._queue.in_order(), *([self._current] if self._current else [])]
        job = next((job for job in jobs if job.id == job_id), None)
        if job is None:
            return Stop.OVER
        if job.person != person:
            return Stop.NOT_YOURS
        job.stop.set()
        if self._queue.remove(job):
            self._deliver(job.live, _STOPPED)
            self._show_places()
        return Stop.DONE

    async def close(self) -> None:
        """Stop the model and tell everyone; gives up after a few seconds."""
        self._closing = True
        for job in list(self._queue.in_order()):
            self._queue.remove(job)
            self._deliver(job.live, _GOING_DOWN)
        pending: set[asyncio.Task[None]] = set(self._deliveries)
        if self._worker is not None:
            if self._current is None:
                self._worker.cancel()
            else:
                self._current.stop.set()
                self._deliver(self._current.live, _GOING_DOWN)
            pending |= {self._worker, *self._deliveries}
        if pending:
            await asyncio.wait(pending, timeout=_GOODBYE_S)
        self._model_thread.shutdown(wait=False, cancel_futures=True)

    @property
    def busy(self) -> bool:
        """Whether the model is at work."""
        return self._current is not None

    async def _work(self) -> None:
        """Answer questions, one after the other, whatever happens to each."""
        while True:
            job = self._current = await self._queue.take()
            started = time.monotonic()
            try:
                ending = await self._answer(job)
            except Exception:
                _LOG.exception("a question failed: %r", job.question)
                ending = _BROKEN
            finally:
                self._current = None
            if ending.keyboard:  # what was stopped or failed tells nothing about the others
                # Weighted towards the latest, since the length of the line changes the speed.
                self._typical_s = 0.7 * self._typical_s + 0.3 * (time.monotonic() - started)
            if self._closing:
                return  # `close` has told the person already
            # Not awaited: the model need not wait for Telegram.
            self._deliver(job.live, ending)

    async def _answer(self, job: Job) -> _Ending:
        """Ask the model in its thread; every way it can end is something to show."""
        loop = asyncio.get_running_loop()
        keyboard = stop_button(job.id)
        if not job.stop.is_set():
            job.live.show(_READING, keyboard)
        self._show_places()
        # Read now and not when it was asked: what came between may be what it follows up on.
        history = self._sessions.history(job.conversation, job.talk)

        def on_text(draft: str) -> None:
            loop.call_soon_threadsafe(job.live.show, render.draft(draft), keyboard)

        def ask() -> Answer:
            if job.stop.is_set():
                raise Stopped("Stopped.")
            return self._answerer.ask(
                job.question, history, on_text=on_text, stopped=job.stop.is_set
            )

        try:
            answer = await loop.run_in_executor(self._model_thread, ask)
        except Stopped:
            return _STOPPED
        except BylineError as error:
            _LOG.warning("a question failed: %r", job.question, exc_info=True)
            return _Ending([escape(str(error), quote=False)])
        if job.stop.is_set():
            return _STOPPED  # as the person was told, though the model was faster
        id = self._sessions.remember(job.conversation, answer, job.talk)
        return _Ending(render.answer(answer), source_buttons(id, answer))

    def _show_places(self) -> None:
        ahead = 1 if self._current else 0
        for place, job in enumerate(self._queue.in_order(), start=ahead):
            line = _place(place, self._typical_s) if place else _READING
            job.live.show(line, stop_button(job.id), minor=True)

    def _deliver(self, live: LiveMessage, ending: _Ending) -> None:
        task = asyncio.create_task(_reported(live, ending))
        self._deliveries.add(task)
        task.add_done_callback(self._deliveries.discard)


_READING = "🔎 Reading the articles …"
_STOPPED = _Ending(["Stopped."], at_once=True)
_GOING_DOWN = _Ending(["Byline is being restarted. Please ask again in a minute."], at_once=True)
_BROKEN = _Ending(
    ["Something went wrong on our side, not with your question. Please ask it again."]
)


def stop_button(job_id: int) -> InlineKeyboardMarkup:
    """The button that stops a question."""
    return InlineKeyboardMarkup([[InlineKeyboardButton("Stop", callback_data=f"stop:{job_id}")]])


def source_buttons(answer_id: int, answer: Answer) -> InlineKeyboardMarkup | None:
    """A button for each source, showing it in its paragraph."""
    buttons = [
        InlineKeyboardButton(f"📖 {c.number}", callback_data=f"source:{answer_id}:{c.number}")
        for c in answer.citations
    ]
    rows = [buttons[i : i + _BUTTONS_A_ROW] for i in range(0, len(buttons), _BUTTONS_A_ROW)]
    return InlineKeyboardMarkup(rows) if rows else None


def _place(ahead: int, typical_s: float) -> str:
    return f"⏳ You are number {ahead + 1} in line, about {max(1, round(ahead * typical_s))} s."


async def _reported(live: LiveMessage, ending: _Ending) -> None:
    try:
        await live.finish(ending.parts, ending.keyboard, at_once=ending.at_once)
    except TelegramError as error:  # the chat is gone or the bot blocked: nobody to tell
        _LOG.warning("an answer could not be delivered: %s", error)
    except Exception:
        _LOG.exception("an answer could not be delivered")
