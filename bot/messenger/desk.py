"""The desk: takes questions from many people, asks the one model in fair turns, delivers answers.

Knows queue, answerer, sessions and live messages; does not know updates or commands. The model
works in a thread of its own, so that everything else is answered at once while it writes.
"""

import asyncio
import logging
import threading
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html import escape
from itertools import count

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import TelegramError

from bot.answering import Answerer
from bot.errors import Stopped
from bot.messenger import render
from bot.messenger.delivery import LiveMessage
from bot.messenger.queue import FairQueue
from bot.sessions import Sessions
from bot.types import Answer
from index.errors import BylineError

_LOG = logging.getLogger(__name__)

WAITING_PER_PERSON = 5
_TYPICAL_S = 6.0  # an answer's seconds before any was measured
_BUTTONS_A_ROW = 8  # as many as Telegram shows side by side
_GOODBYE_S = 5.0  # for telling those who wait that the bot is going down


@dataclass(eq=False, slots=True)
class Job:
    """One accepted question."""

    id: int
    person: int
    conversation: str
    question: str
    live: LiveMessage
    stop: threading.Event = field(default_factory=threading.Event)


class Desk:
    """Start `work` as a task; `accept` questions; `close` at the end."""

    def __init__(self, answerer: Answerer, sessions: Sessions) -> None:
        self._answerer = answerer
        self._sessions = sessions
        self._queue: FairQueue[Job] = FairQueue()
        self._current: Job | None = None
        self._ids = count(1)
        self._typical_s = _TYPICAL_S
        self._model_thread = ThreadPoolExecutor(1, thread_name_prefix="model")
        self._deliveries: set[asyncio.Task[None]] = set()

    def accept(
        self,
        bot: Bot,
        *,
        chat_id: int,
        person: int,
        message_id: int,
        conversation: str,
        question: str,
    ) -> bool:
        """Put a question in line and show its place; False when the person has too many there."""
        if self._queue.count(person) >= WAITING_PER_PERSON:
            return False
        live = LiveMessage(bot, chat_id, reply_to=message_id)
        self._queue.put(person, Job(next(self._ids), person, conversation, question, live))
        self._show_places()
        return True

    def stop(self, job_id: int, person: int) -> bool:
        """Stop one's own question, waiting or being answered; False when it is neither."""
        jobs = [*self._queue.in_order(), *([self._current] if self._current else [])]
        job = next((job for job in jobs if job.id == job_id and job.person == person), None)
        if job is None:
            return False
        job.stop.set()
        if self._queue.remove(job):
            self._deliver(job.live.finish(["Stopped."]))
            self._show_places()
        return True

    async def work(self) -> None:
        """Answer questions, one after the other, until cancelled."""
        while True:
            job = await self._queue.take()
            self._current = job
            job.live.show(_READING, stop_button(job.id))
            self._show_places()
            started = asyncio.get_running_loop().time()
            parts, keyboard = await self._answer(job)
            self._current = None
            # Weighted towards the latest, since the length of the line changes the speed.
            seconds = asyncio.get_running_loop().time() - started
            self._typical_s = 0.7 * self._typical_s + 0.3 * seconds
            # Not awaited: the model need not wait for Telegram.
            self._deliver(job.live.finish(parts, keyboard))

    async def close(self) -> None:
        """Stop the model and tell those who wait; gives up telling after a few seconds."""
        if self._current:
            self._current.stop.set()
        for job in list(self._queue.in_order()):
            self._queue.remove(job)
            self._deliver(job.live.finish([_GOING_DOWN]))
        if self._deliveries:
            await asyncio.wait(self._deliveries, timeout=_GOODBYE_S)
        self._model_thread.shutdown(wait=True)

    async def _answer(self, job: Job) -> tuple[list[str], InlineKeyboardMarkup | None]:
        """Ask the model in its thread; every way it can end is something to show."""
        loop = asyncio.get_running_loop()
        history = self._sessions.history(job.conversation)
        keyboard = stop_button(job.id)

        def on_text(draft: str) -> None:
            loop.call_soon_threadsafe(job.live.show, render.draft(draft), keyboard)

        def ask() -> Answer:
            return self._answerer.ask(
                job.question, history, on_text=on_text, stopped=job.stop.is_set
            )

        try:
            answer = await loop.run_in_executor(self._model_thread, ask)
            id = self._sessions.remember(job.conversation, answer)
        except Stopped:
            return ["Stopped."], None
        except BylineError as error:
            _LOG.warning("question failed: %s", error)
            return [escape(str(error), quote=False)], None
        except Exception:
            _LOG.exception("question failed")
            return ["Something went wrong here, not with your question. Please ask again."], None
        return render.answer(answer), source_buttons(id, answer)

    def _show_places(self) -> None:
        ahead = 1 if self._current else 0
        for place, job in enumerate(self._queue.in_order()):
            job.live.show(_place(place + ahead, self._typical_s), stop_button(job.id))

    def _deliver(self, delivery: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(_reported(delivery))
        self._deliveries.add(task)
        task.add_done_callback(self._deliveries.discard)


_READING = "🔎 Reading the articles …"
_GOING_DOWN = "Byline is being restarted. Please ask again in a minute."


def stop_button(job_id: int) -> InlineKeyboardMarkup:
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
    if not ahead:
        return _READING
    return f"⏳ You are number {ahead + 1} in line, about {max(1, round(ahead * typical_s))} s."


async def _reported(delivery: Coroutine[None, None, None]) -> None:
    try:
        await delivery
    except TelegramError as error:  # the chat is gone or the bot blocked: nobody to tell
        _LOG.warning("an answer could not be delivered: %s", error)
