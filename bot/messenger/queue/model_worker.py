"""The model's worker: answers one question after the other in a thread of its own.

So everything else in the bot reacts at once while the model writes. While nobody waits, the model
reads ahead. Knows the line and the answerer; does not know who may ask or how answers are sent.
"""

import asyncio
import logging
import threading
from collections.abc import Callable, Sequence
from html import escape
from typing import TypeVar

from bot.answering.answerer import Answerer
from bot.errors import Stopped
from bot.memory.question_log import Journal
from bot.messenger.queue.announcer import Announcer
from bot.messenger.queue.conversations import Conversations
from bot.messenger.queue.deliveries import log_failure
from bot.messenger.queue.jobs import (
    BROKEN,
    STOPPED,
    TOOK_TOO_LONG,
    Ending,
    Job,
    answered,
)
from bot.messenger.queue.model_thread import LostThreadError, ModelThread
from bot.messenger.queue.waiting_line import Line
from bot.messenger.text import render
from bot.messenger.text.buttons import stop_button
from bot.messenger.text.translation import speaking
from bot.types import Answer, Evidence
from index.errors import BylineError, LibraryError

_LOG = logging.getLogger(__name__)

Result = TypeVar("Result")


class ModelWorker:
    """Takes jobs from `line` and gives `deliver` how each ends.

    `start` it within a running loop; at the end `stop` it, wait for the task, and `close` it.
    """

    def __init__(
        self,
        answerer: Answerer,
        conversations: Conversations,
        journal: Journal,
        *,
        line: Line,
        announcer: Announcer,
        deliver: Callable[[Job, Ending], None],
        page_url: str | None = None,
    ) -> None:
        """Nothing runs before `start`."""
        self._answerer = answerer
        self._conversations = conversations
        self._journal = journal
        self._line = line
        self._announcer = announcer
        self._deliver = deliver
        self._page_url = page_url
        self._thread = ModelThread()
        self._too_long: Job | None = None
        self._task: asyncio.Task[None] | None = None
        self.answered = 0
        """How many questions it has answered."""
        self.left = False
        """Whether the model is in use by a thread that hangs: then it answers no more."""

    def start(self) -> None:
        """Begin to take jobs."""
        self._task = asyncio.create_task(self._work())

    def stop(self) -> set[asyncio.Task[None]]:
        """Stop at once where nothing is answered, else as soon as the model can.

        Returns the task to wait for, if it runs. `Line.closing` must be set before.
        """
        if self._task is None:
            return set()
        if self._line.current is None:
            self._task.cancel()
        else:
            self._line.current.stop.set()
        return {self._task}

    def close(self) -> None:
        """Let the thread go; what runs in it is not waited for."""
        self._thread.close()

    # -- what the watchdog asks and does

    def thread_died(self) -> str:
        """Why the thread is taken for dead; "" when it is not."""
        return "ended" if self._thread.dead else ""

    def replace_thread(self) -> None:
        """Go on in a new thread with what the dead one had begun."""
        self._thread.give_up()

    def too_long(self, answer_s: float) -> str:
        """Why the current answer is to be broken off, after so many seconds; "" when it is not."""
        job, seconds = self._line.current, self._line.elapsed_s()
        late = job is not None and not job.stop.is_set() and seconds > answer_s
        return f"{seconds:.0f} s" if late else ""

    def break_off(self) -> None:
        """Have the model stop, and the person told why."""
        if (job := self._line.current) is not None:
            self._too_long = job
            job.stop.set()

    def hangs(self, silent_s: float, answer_s: float) -> str:
        """Why the model is taken to hang; "" when it does not.

        It has shown no sign for `silent_s`, or goes on for as long after it was to be broken off.
        """
        if self._thread.silent_s > silent_s:
            return f"silent: {self._thread.silent_s:.0f} s"
        seconds = self._line.elapsed_s()
        return f"endless: {seconds:.0f} s" if seconds > answer_s + silent_s else ""

    def leave_model(self) -> None:
        """Wait no more for a model that hangs: its person is told, and no other question begins."""
        self.left = True
        self._thread.give_up()

    # -- the work

    async def _work(self) -> None:
        """Answer questions, one after the other, whatever happens to each."""
        while job := await self._next():
            try:
                with speaking(job.question.language):
                    ending = await self._answer(job)
            except Exception:
                _LOG.exception("question %d failed", job.question.id)
                ending = BROKEN
            finally:
                took_s = self._line.end()
            if ending.keyboard:  # a stopped or failed question says nothing about the speed
                self._announcer.measured(took_s)
            if self._line.closing:
                return  # the person was told that the bot goes down
            if not job.revised:
                self._deliver(job, ending)  # not awaited: the model need not wait for Telegram

    async def _next(self) -> Job | None:
        """Wait for a job, reading ahead meanwhile, and make it the current one.

        None when the model can be used no more.
        """
        while True:
            await self._line.open.wait()
            while not self.left and not len(self._line.waiting) and await self._read_one_ahead():
                pass
            if self.left:
                return None
            await self._line.waiting.filled()
            if self._line.open.is_set():  # the bot may have been paused while nobody asked
                return self._line.begin()

    async def _read_one_ahead(self) -> bool:
        """Let the model read one thing that may be asked about; False when there is no more.

        Interrupted as soon as somebody asks.
        """
        asked = threading.Event()
        arrival = asyncio.ensure_future(self._line.waiting.filled())
        arrival.add_done_callback(lambda _: asked.set())

        def stopped() -> bool:
            self._thread.beat()
            return asked.is_set()

        self._line.reading_ahead = True
        try:
            return await self._run(lambda: self._answerer.read_ahead(stopped))
        except Stopped:
            return False
        except Exception:  # whatever it is, questions are answered all the same
            _LOG.warning("reading ahead failed", exc_info=True)
            return False
        finally:
            self._line.reading_ahead = False
            asked.set()
            arrival.cancel()

    async def _answer(self, job: Job) -> Ending:
        """Ask the model in its thread; every way it can end is something to show."""
        loop = asyncio.get_running_loop()
        question = job.question
        self._announcer.begin(job)
        log_failure(lambda: self._journal.begin(question.id))
        # Read now and not when it was asked: the question may refer to what came in between.
        history = self._conversations.history(question)
        keyboard = stop_button(question.id)

        def on_evidence(evidence: Sequence[Evidence]) -> None:
            loop.call_soon_threadsafe(self._announcer.show_best, job, evidence)

        def on_text(draft: str) -> None:
            if job.stop.is_set():
                return
            html = render.draft(draft)
            job.drafts.add(html)
            loop.call_soon_threadsafe(job.live.show, html, keyboard)

        def stopped() -> bool:
            self._thread.beat()
            return job.stop.is_set()

        def ask() -> Answer:
            if job.stop.is_set():
                raise Stopped("Stopped.")
            return self._answerer.ask(
                question.text,
                history,
                on_evidence=on_evidence,
                on_text=on_text,
                stopped=stopped,
            )

        try:
            answer = await self._run(ask)
        except Stopped:
            return TOOK_TOO_LONG if job is self._too_long else STOPPED
        except BylineError as error:
            _LOG.warning("question %d failed", question.id, exc_info=True)
            return BROKEN if error.for_owner else Ending([escape(str(error), quote=False)])
        if job.stop.is_set() and job is not self._too_long:
            return STOPPED  # as the person was told, though the model was faster
        try:
            if not self._journal.holds(question.id):  # taken over, edited or to be forgotten
                job.revised = self._journal.asked_in(question.chat, question.message) is not None
                return STOPPED
            self.answered += 1
            answer_id = self._conversations.remember(question, answer)
        except LibraryError as error:  # it took long to make, and can be read all the same
            _LOG.warning("question %d: its answer could not be kept: %s", question.id, error)
            return answered(None, answer, job)
        log_failure(lambda: self._journal.answered(question.id, answer_id))
        return answered(answer_id, answer, job, self._page_url)

    async def _run(self, work: Callable[[], Result]) -> Result:
        """Run `work` in the thread; where that has died, once more in a new one.

        Raises LostThreadError when the model was left, and what `work` raises.
        """
        try:
            return await self._thread.run(work)
        except LostThreadError:
            if self.left:
                raise
            return await self._thread.run(work)
