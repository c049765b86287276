"""The desk: accepts questions from many people and sees each of them through to its answer.

Knows the line, the journal and who works on them; does not know updates or commands. The journal
comes first: a question is in it before it is in line, and until its end is delivered.
"""

import asyncio
import logging
from dataclasses import replace

from bot.answering.answerer import Answerer
from bot.memory.question_log import Journal, QueuedQuestion
from bot.memory.sessions import Sessions
from bot.memory.shared_journal import SharedJournal
from bot.messenger.queue.announcer import Announcer
from bot.messenger.queue.conversations import Conversations
from bot.messenger.queue.deliveries import Deliveries, log_failure
from bot.messenger.queue.jobs import GOING_DOWN, STOPPED, Ending, Job, State, Stop, answered
from bot.messenger.queue.model_worker import ModelWorker
from bot.messenger.queue.shared_line import SharedLine
from bot.messenger.queue.sharing import Sharing
from bot.messenger.queue.waiting_line import WAITING_PER_PERSON, Line
from bot.messenger.sending.drafts import DraftedMessage
from bot.messenger.sending.live_message import LiveMessage
from bot.messenger.sending.outbox import Destination, Outbox
from bot.messenger.text import phrases
from bot.messenger.text.translation import say, speaking
from bot.types import Evidence

_LOG = logging.getLogger(__name__)

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
        page_url: str | None = None,
    ) -> None:
        """With `drafts` answers in private chats grow as Telegram's drafts.

        With `page_url` they have a button that opens the page to read on.

        Raises LibraryError when the sessions cannot be read.
        """
        self._answerer = answerer
        self._journal = journal
        self._outbox = outbox
        self._drafts = drafts
        self._page_url = page_url
        self._conversations = Conversations(sessions, outbox.home)
        shared = SharedLine(journal) if isinstance(journal, SharedJournal) else None
        self._line = shared or Line()
        self._announcer = Announcer(self._line, self._find, sessions.typical_s())
        self._deliveries = Deliveries(outbox, journal)
        self._worker = ModelWorker(
            answerer,
            self._conversations,
            journal,
            line=self._line,
            announcer=self._announcer,
            deliver=self._deliveries.deliver,
            page_url=page_url,
        )
        self.sharing = (
            Sharing(
                journal,
                shared,
                take_up=self._take_up,
                stop=self._stop,
                tell=self._announcer.tell_positions,
            )
            if shared is not None and isinstance(journal, SharedJournal)
            else None
        )
        """What keeps this bot in step with others over the same database; None without one."""

    def start(self) -> None:
        """Begin to answer, first what a former run accepted and did not finish.

        Raises LibraryError when the journal cannot be read.
        """
        if self.sharing is not None:
            self.sharing.start()
        else:
            for question in self._journal.unfinished():
                if job := self._take_up(question, resumed=True):
                    self._line.put(job)
            if not self._journal.paused:
                self._line.open.set()
            if len(self._line.waiting):
                _LOG.info("%d questions of the last run wait for answers", len(self._line.waiting))
            self._announcer.tell_positions()
        self._worker.start()

    def accept(self, question: QueuedQuestion) -> str | None:
        """Put a question in line and show its position; returns why not, to tell the person.

        A question that was accepted before is not taken again. Raises LibraryError when it cannot
        be kept.
        """
        if refusal := self._refusal(question):
            return refusal
        if self._journal.accept(question):
            self._line_up(self._job(question))
        return None

    def revise(self, question: QueuedQuestion) -> str | None:
        """Answer an edited question again, in the messages of its first answer; as `accept`."""
        before = self._journal.asked_in(question.chat, question.message)
        if before is None:
            return self.accept(question)
        job = self._line.find(before.id)
        if question.text == (before.text or self._answered_text(before)):
            return None
        if job is None and (refusal := self._refusal(question)):
            return refusal
        former = before.replaces if before.answer is None else before.answer
        question = replace(question, talk=before.talk, shown=before.shown, replaces=former)
        self._journal.revise(before.id, question)
        if self._journal.taken_over(question.id):
            return None  # the bot that has it answers it again
        if job is not None:
            job.revised = True
            job.stop.set()
            self._line.remove(job)
        self._line_up(self._job(question, live=job.live if job else None))
        return None

    def stop(self, question_id: int, person: int) -> Stop:
        """Stop a question, waiting or being answered, for the `person` who asked it."""
        job = self._line.find(question_id)
        if job is None:
            return (
                Stop.DONE if self._journal.stop(person=person, question=question_id) else Stop.OVER
            )
        if job.question.person != person:
            return Stop.NOT_YOURS
        self._journal.stop(person=person, question=question_id)
        self._stop(job)
        return Stop.DONE

    def stop_all(self, person: int | None = None, chat: int | None = None) -> None:
        """Stop whatever a person (None: anybody) has asked, in one chat or (None) in all."""
        self._journal.stop(person=person, chat=chat)
        for job in self._line.jobs():
            question = job.question
            if person in {None, question.person} and chat in {None, question.chat}:
                self._stop(job)

    def pause(self) -> None:
        """Answer no more until `resume`, over restarts too. Raises LibraryError."""
        self._journal.paused = True
        self._line.open.clear()
        self._announcer.tell_positions()

    def resume(self) -> None:
        """Go on answering. Raises LibraryError."""
        self._journal.paused = False
        self._line.open.set()
        self._announcer.tell_positions()

    def state(self) -> State:
        """How many wait, and how fast answers come."""
        waiting, people = self._line.counts()
        return State(
            paused=not self._line.open.is_set(),
            answering=self.busy,
            waiting=waiting,
            people=people,
            answered=self._worker.answered,
            typical_s=self._announcer.typical_s,
        )

    async def close(self) -> None:
        """Stop the model and tell everyone who waits; gives up after a few seconds."""
        self._line.closing = True
        self._announcer.close()
        current = self._line.current
        left = [*self._line.waiting_jobs(), *([current] if current else [])]
        pending: set[asyncio.Task[None]] = self._worker.stop()
        # Where another bot goes on with them, nobody need be told that this one goes down.
        others = self.sharing is not None and self.sharing.has_others()
        for job in left:
            self._line.remove(job)
            if others:
                pending.add(asyncio.create_task(job.live.leave()))
            elif not job.revised:
                self._deliveries.deliver(job, GOING_DOWN)
        pending |= self._deliveries.under_way()
        if pending:
            await asyncio.wait(pending, timeout=_GOODBYE_S)
        self._deliveries.cancel()
        if self.sharing is not None:
            await self.sharing.close()
        self._worker.close()

    @property
    def busy(self) -> bool:
        """Whether the model is at work on a question."""
        return self._line.current is not None

    @property
    def worker(self) -> ModelWorker:
        """What the watchdog looks at."""
        return self._worker

    def _take_up(
        self, question: QueuedQuestion, resumed: bool, live: LiveMessage | None = None
    ) -> Job | None:
        """Go on with a question of a former run or another bot.

        Delivers its answer, or gives it up; else gives back the job that is to be lined up.
        """
        job = self._job(question, resumed=resumed, live=live)
        answer = self._conversations.answer(question, question.answer)
        if answer is not None and question.answer is not None:
            with speaking(question.language):
                ending = answered(question.answer, answer, job, self._page_url)
                self._deliveries.deliver(job, ending)
            return None
        if question.worn_out:
            _LOG.error("question %d was begun several times and never finished", question.id)
            self._deliveries.deliver(job, Ending([phrases.WORN_OUT]))
            return None
        return job

    def _refusal(self, question: QueuedQuestion) -> str | None:
        """Why there is no room in line for `question`, as HTML; None when there is."""
        if self._line.full_for(question.person):
            return phrases.too_many_waiting(WAITING_PER_PERSON)
        return say(phrases.LINE_IS_FULL) if self._line.full else None

    def _line_up(self, job: Job) -> None:
        if self._line.closing:
            self._deliveries.deliver(job, GOING_DOWN)
            return
        self._announcer.expect(job)
        self._line.put(job)

    def _answered_text(self, question: QueuedQuestion) -> str | None:
        """The text of a question that was answered; the journal does not keep it."""
        answer = self._conversations.answer(question, question.answer)
        return answer.question if answer else None

    def _job(
        self, question: QueuedQuestion, *, resumed: bool = False, live: LiveMessage | None = None
    ) -> Job:
        live = live or self._live(question)
        job = Job(question, live, resumed)
        live.on_shown = lambda ids: log_failure(lambda: self._journal.shown(question.id, ids))
        live.on_blocked = job.stop.set
        return job

    def _live(self, question: QueuedQuestion) -> LiveMessage:
        reply_to = question.message if question.message > 0 else None
        destination = Destination(question.chat, question.thread)
        where = (self._outbox, destination, reply_to, question.shown)
        if self._drafts and question.chat > 0:
            return DraftedMessage(*where, number=question.id)
        return LiveMessage(*where)

    def _stop(self, job: Job) -> None:
        job.stop.set()
        if self._line.remove(job):
            self._deliveries.deliver(job, STOPPED)
            self._announcer.tell_positions()

    def _find(self, question: QueuedQuestion) -> list[Evidence]:
        """Search for the evidence on a question that waits; called in the previews' thread."""
        history = self._conversations.history(question)
        return self._answerer.find(question.text, history).evidence
