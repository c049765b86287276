"""The desk: takes questions from many people, asks the one model in fair turns, delivers answers.

Knows queue, journal, answerer, sessions and live messages; does not know updates or commands. The
model works in a thread of its own, so that everything else is answered at once while it writes.
What was accepted is in the journal until the person has the last word on it.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from html import escape

from telegram.error import TelegramError

from bot.answering.answerer import Answerer
from bot.answering.evidence import nearest
from bot.errors import Stopped
from bot.memory.journal import Journal, QueuedQuestion
from bot.memory.sessions import Sessions
from bot.messenger.queue.fair_queue import FairQueue
from bot.messenger.queue.jobs import (
    BROKEN,
    GOING_DOWN,
    STOPPED,
    Ending,
    Job,
    State,
    Stop,
    answered,
)
from bot.messenger.queue.previews import Previews
from bot.messenger.sending.drafts import DraftedMessage
from bot.messenger.sending.live_message import LiveMessage
from bot.messenger.sending.outbox import Outbox, Place, refused
from bot.messenger.text import phrases, render
from bot.messenger.text.buttons import stop_button
from bot.messenger.text.translation import say, speaking
from bot.types import Answer, Evidence, Turn
from index.errors import BylineError, LibraryError

_LOG = logging.getLogger(__name__)

WAITING_PER_PERSON = 5
_WAITING_IN_ALL = 1000
_TYPICAL_S = 6.0  # an answer's seconds before any was measured
_PLACES_PER_SECOND = 10  # told to those who wait: a third of what Telegram bears from one bot
_GLANCE_S = 0.3  # so long a question waits for its best sentence before it is shown without one
_GOODBYE_S = 4.0  # for telling those who wait that the bot is going down


class Desk:
    """`start` it within a running loop; `accept` questions; `close` it at the end."""

    def __init__(
        self,
        answerer: Answerer,
        sessions: Sessions,
        journal: Journal,
        outbox: Outbox,
        *,
        drafts: bool = False,
    ) -> None:
        """With `drafts` answers in private chats grow as Telegram's drafts."""
        self._answerer = answerer
        self._sessions = sessions
        self._journal = journal
        self._outbox = outbox
        self._drafts = drafts
        self._queue: FairQueue[Job] = FairQueue()
        self._current: Job | None = None
        self._typical_s = sessions.typical_s() or _TYPICAL_S
        self._began = 0.0
        self._places_told = 0.0
        self._telling: asyncio.TimerHandle | None = None
        self._model_thread = ThreadPoolExecutor(1, thread_name_prefix="model")
        self._glances = Previews(self._look)
        self._reading_ahead = False
        self._deliveries: set[asyncio.Task[None]] = set()
        self._worker: asyncio.Task[None] | None = None
        self._closing = False
        self._answered = 0
        self._open = asyncio.Event()

    def start(self) -> None:
        """Begin to answer, with what a former run accepted and did not finish.

        Raises LibraryError when the journal cannot be read.
        """
        for question in self._journal.unfinished():
            self._take_up(question)
        if not self._journal.paused:
            self._open.set()
        if len(self._queue):
            _LOG.info("%d questions of before are still to be answered", len(self._queue))
        self._tell_places()
        self._worker = asyncio.create_task(self._work())

    def accept(self, question: QueuedQuestion) -> str | None:
        """Put a question in line and show its place; else why not, to tell the person.

        One that was accepted before is not taken again. Raises LibraryError when it cannot be
        kept.
        """
        if refusal := self._no_room(question):
            return refusal
        if self._journal.accept(question):
            self._line_up(self._job(question))
        return None

    def revise(self, question: QueuedQuestion) -> str | None:
        """Answer an edited question anew, in the place of its first answer; as `accept`."""
        before = self._journal.asked_in(question.chat, question.message)
        if before is None:
            return self.accept(question)
        job = next((job for job in self._jobs() if job.question.id == before.id), None)
        if question.text == (job.question.text if job else self._asked(before)):
            return None
        if job is None and (refusal := self._no_room(question)):
            return refusal
        former = before.replaces if before.answer is None else before.answer
        question = replace(question, talk=before.talk, shown=before.shown, replaces=former)
        self._journal.revise(before.id, question)
        if job is not None:
            job.revised = True
            job.stop.set()
            self._queue.remove(job)
        self._line_up(self._job(question, live=job.live if job else None))
        return None

    def stop(self, question: int, person: int) -> Stop:
        """Stop one's own question, waiting or being answered."""
        job = next((job for job in self._jobs() if job.question.id == question), None)
        if job is None:
            return Stop.OVER
        if job.question.person != person:
            return Stop.NOT_YOURS
        self._stop(job)
        return Stop.DONE

    def stop_all(self, person: int) -> None:
        """Stop whatever this person has asked."""
        for job in self._jobs():
            if job.question.person == person:
                self._stop(job)

    def pause(self) -> None:
        """Answer no more until `resume`, restarts or not. Raises LibraryError."""
        self._journal.paused = True
        self._open.clear()
        self._tell_places()

    def resume(self) -> None:
        """Go on answering. Raises LibraryError."""
        self._journal.paused = False
        self._open.set()
        self._tell_places()

    def state(self) -> State:
        people = {job.question.person for job in self._queue.in_order()}
        return State(
            paused=not self._open.is_set(),
            answering=self._current is not None,
            waiting=len(self._queue),
            people=len(people),
            answered=self._answered,
            typical_s=self._typical_s,
        )

    async def close(self) -> None:
        """Stop the model and tell everyone; gives up after a few seconds."""
        self._closing = True
        if self._telling is not None:
            self._telling.cancel()
        for job in list(self._queue.in_order()):
            self._queue.remove(job)
            self._deliver(job, GOING_DOWN)
        pending: set[asyncio.Task[None]] = set(self._deliveries)
        if self._worker is not None:
            if self._current is None:
                self._worker.cancel()
            else:
                self._current.stop.set()
                if not self._current.revised:
                    self._deliver(self._current, GOING_DOWN)
            pending |= {self._worker, *self._deliveries}
        if pending:
            await asyncio.wait(pending, timeout=_GOODBYE_S)
        for task in self._deliveries:
            task.cancel()  # what was not delivered is in the journal for the next run
        self._glances.close()
        self._model_thread.shutdown(wait=False, cancel_futures=True)

    @property
    def busy(self) -> bool:
        """Whether the model is at work."""
        return self._current is not None

    def _take_up(self, question: QueuedQuestion) -> None:
        job = self._job(question, resumed=True)
        answer = None
        if question.answer is not None:
            answer = self._sessions.answer(self._conversation(question), question.answer)
        if answer is not None and question.answer is not None:
            with speaking(question.language):
                self._deliver(job, answered(question.answer, answer, job))
        elif question.worn_out:
            _LOG.error("question %d was begun several times and never finished", question.id)
            self._deliver(job, Ending([phrases.WORN_OUT]))
        else:
            self._queue.put(question.person, job)

    def _no_room(self, question: QueuedQuestion) -> str | None:
        # When the model is idle, one of those in line is on its way out of it.
        room = WAITING_PER_PERSON + (self._current is None)
        if self._queue.count(question.person) >= room:
            return phrases.too_many_waiting(WAITING_PER_PERSON)
        return say(phrases.LINE_IS_FULL) if len(self._queue) >= _WAITING_IN_ALL else None

    def _line_up(self, job: Job) -> None:
        if self._closing:
            self._deliver(job, GOING_DOWN)
            return
        job.silent = True
        asyncio.get_running_loop().call_later(_GLANCE_S, self._speak, job)
        idle = self._open.is_set() and not self._jobs() and not self._reading_ahead
        if not idle and not self._follows(job.question):  # else the model's thread is as fast
            self._glances.look(job.question, partial(self._found, job))
        self._queue.put(job.question.person, job)

    def _asked(self, question: QueuedQuestion) -> str | None:
        """What a question that was answered said."""
        id = question.answer
        answer = None if id is None else self._sessions.answer(self._conversation(question), id)
        return answer.question if answer else None

    def _job(
        self, question: QueuedQuestion, *, resumed: bool = False, live: LiveMessage | None = None
    ) -> Job:
        live = live or self._live(question)
        job = Job(question, live, resumed)
        live.on_shown = lambda ids: self._note(lambda: self._journal.shown(question.id, ids))
        live.on_blocked = job.stop.set
        return job

    def _live(self, question: QueuedQuestion) -> LiveMessage:
        reply_to = question.message if question.message > 0 else None
        where = (self._outbox, Place(question.chat, question.thread), reply_to, question.shown)
        if self._drafts and question.chat > 0:
            return DraftedMessage(*where, number=question.id)
        return LiveMessage(*where)

    def _jobs(self) -> list[Job]:
        return [*self._queue.in_order(), *([self._current] if self._current else [])]

    def _stop(self, job: Job) -> None:
        job.stop.set()
        if self._queue.remove(job):
            self._deliver(job, STOPPED)
            self._tell_places()

    async def _work(self) -> None:
        """Answer questions, one after the other, whatever happens to each."""
        while True:
            job = self._current = await self._next()
            self._began = time.monotonic()
            try:
                with speaking(job.question.language):
                    ending = await self._answer(job)
            except Exception:
                _LOG.exception("question %d failed", job.question.id)
                ending = BROKEN
            finally:
                self._current = None
            if ending.keyboard:  # what was stopped or failed tells nothing about the others
                # Weighted towards the latest, since the length of the line changes the speed.
                self._typical_s = 0.7 * self._typical_s + 0.3 * (time.monotonic() - self._began)
            if self._closing:
                return  # `close` has told the person already
            if not job.revised:
                self._deliver(job, ending)  # not awaited: the model need not wait for Telegram

    async def _next(self) -> Job:
        while True:
            await self._open.wait()
            await self._read_ahead()
            await self._queue.filled()
            if self._open.is_set():  # it may have been paused while nobody asked
                return self._queue.take()

    async def _read_ahead(self) -> None:
        """Let the model read what may be asked about next, until somebody asks."""
        while not len(self._queue) and await self._read_one():
            pass

    async def _read_one(self) -> bool:
        asked = threading.Event()
        arrival = asyncio.ensure_future(self._queue.filled())
        arrival.add_done_callback(lambda _: asked.set())
        loop = asyncio.get_running_loop()
        self._reading_ahead = True
        try:
            return await loop.run_in_executor(
                self._model_thread, self._answerer.read_ahead, asked.is_set
            )
        except Stopped:
            return False
        except BylineError:
            _LOG.warning("reading ahead failed", exc_info=True)
            return False
        finally:
            self._reading_ahead = False
            asked.set()
            arrival.cancel()

    async def _answer(self, job: Job) -> Ending:
        """Ask the model in its thread; every way it can end is something to show."""
        loop = asyncio.get_running_loop()
        question = job.question
        self._tell(job, say(phrases.READING))
        self._tell_places()
        # Read now and not when it was asked: what came between may be what it follows up on.
        history = self._history(question)
        keyboard = stop_button(question.id)

        def on_evidence(evidence: Sequence[Evidence]) -> None:
            loop.call_soon_threadsafe(self._found, job, evidence)

        def on_text(draft: str) -> None:
            if job.stop.is_set():
                return
            html = render.draft(draft)
            job.drafts.add(html)
            loop.call_soon_threadsafe(job.live.show, html, keyboard)

        def ask() -> Answer:
            if job.stop.is_set():
                raise Stopped("Stopped.")
            return self._answerer.ask(
                question.text,
                history,
                on_evidence=on_evidence,
                on_text=on_text,
                stopped=job.stop.is_set,
            )

        try:
            answer = await loop.run_in_executor(self._model_thread, ask)
        except Stopped:
            return STOPPED
        except BylineError as error:
            _LOG.warning("question %d failed", question.id, exc_info=True)
            return Ending([escape(str(error), quote=False)])
        if job.stop.is_set():
            return STOPPED  # as the person was told, though the model was faster
        id = self._sessions.remember(
            self._conversation(question), answer, question.talk, question.replaces
        )
        self._note(lambda: self._journal.answered(question.id, id))
        self._answered += 1
        return answered(id, answer, job)

    def _history(self, question: QueuedQuestion) -> list[Turn]:
        """What a question may lean on: the answer it replies to, else the talk before it."""
        if question.about is not None:
            answer = self._sessions.answer(self._conversation(question), question.about)
            if answer is not None:
                return [answer.turn]
        return self._sessions.history(
            self._conversation(question), question.talk, before=question.replaces
        )

    def _conversation(self, question: QueuedQuestion) -> str:
        """Its conversation, in a group that may have moved since it was asked."""
        old, new = question.chat, self._outbox.home(question.chat)
        return question.conversation.replace(f"telegram:{old}:", f"telegram:{new}:", 1)

    def _follows(self, question: QueuedQuestion) -> bool:
        """Whether another of this conversation comes first, which it may lean on."""
        others = (job for job in self._jobs() if not job.revised)
        return any(job.question.conversation == question.conversation for job in others)

    def _look(self, question: QueuedQuestion) -> list[Evidence]:
        return self._answerer.find(question.text, self._history(question)).evidence

    def _found(self, job: Job, evidence: Sequence[Evidence]) -> None:
        """Show the best sentence at once, if it is any good."""
        best = nearest(evidence)
        if best == job.best and not job.silent:
            return
        if best is not None or job is self._current:
            job.silent = False
        job.best = best
        if not job.drafts:
            self._tell_of(job)

    def _speak(self, job: Job) -> None:
        """Say at least how a question stands."""
        if job.silent and not job.drafts:
            job.silent = False
            self._tell_of(job)

    def _tell_of(self, job: Job) -> None:
        with speaking(job.question.language):
            if job is self._current:
                self._tell(job, say(phrases.READING))
            elif job in self._jobs():
                self._tell(job, self._place(job))

    def _tell_places(self) -> None:
        """Tell everyone who waits their place, less often the more there are."""
        if self._telling is not None:
            return
        loop = asyncio.get_running_loop()
        again = self._places_told + len(self._queue) / _PLACES_PER_SECOND
        self._telling = loop.call_at(max(again, loop.time()), self._tell_places_now)

    def _tell_places_now(self) -> None:
        self._telling = None
        self._places_told = asyncio.get_running_loop().time()
        for place, job in enumerate(self._queue.in_order(), start=1 if self._current else 0):
            with speaking(job.question.language):
                self._tell(job, self._line(place))

    def _place(self, job: Job) -> str:
        return self._line(self._jobs().index(job) + (1 if self._current else 0))

    def _line(self, place: int) -> str:
        if not self._open.is_set():
            return say(phrases.PAUSED)
        # The one before the model may take longer than usual, but not less than no time.
        left = self._typical_s - (time.monotonic() - self._began) if self._current else 0
        return phrases.place(place, max(left, 0) + self._typical_s * (place + (not self._current)))

    def _tell(self, job: Job, line: str) -> None:
        if job.silent or job.stop.is_set():
            return
        said = f"{say(phrases.RESUMED)}\n{line}" if job.resumed else line
        job.live.show(
            render.waiting(said, job.best),
            stop_button(job.question.id),
            minor=line != say(phrases.READING),
        )

    def _deliver(self, job: Job, ending: Ending) -> None:
        task = asyncio.create_task(self._delivered(job, ending))
        self._deliveries.add(task)
        task.add_done_callback(self._deliveries.discard)

    async def _delivered(self, job: Job, ending: Ending) -> None:
        with speaking(job.question.language):
            parts = [say(part) for part in ending.parts]  # the fixed ones; others stay as they are
        try:
            if ending.at_once:
                await job.live.finish(parts, at_once=True)
            else:  # a chat's answers come in the order in which they were given
                async with self._outbox.lock("answer", job.question.chat):
                    await job.live.finish(parts, ending.keyboard)
        except TelegramError as error:
            _LOG.warning("question %d: its end could not be delivered: %s", job.question.id, error)
            if not refused(error):
                return  # it is in the journal for the next run
        except Exception:
            _LOG.exception("question %d: its end could not be delivered", job.question.id)
        if ending.final:
            self._note(lambda: self._journal.finished(job.question.id))

    def _note(self, step: Callable[[], None]) -> None:
        """Write to the journal; when it fails, what it is about goes on all the same."""
        try:
            step()
        except LibraryError as error:
            _LOG.error("%s", error)
