"""Keeps one bot in step with the others over the same database.

The journal says which questions this bot holds and what is to be done with them; the line here
follows it. Whose turn it is, a free model asks the journal. A question goes from bot to bot only
when nothing of its message is under way, so that no two bots write to one message.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.memory.question_log import QueuedQuestion
from bot.memory.shared_journal import Held, SharedJournal
from bot.messenger.queue.deliveries import insist_on
from bot.messenger.queue.jobs import Job
from bot.messenger.queue.shared_line import SharedLine
from bot.messenger.sending.live_message import LiveMessage
from index.errors import LibraryError

_LOG = logging.getLogger(__name__)
_BEATS = 4  # in the time after which a silent bot counts as dead

TakeUp = Callable[[QueuedQuestion, bool, LiveMessage | None], Job | None]


class Sharing:
    """`start` it within a running loop, `close` it at the end."""

    def __init__(
        self,
        journal: SharedJournal,
        line: SharedLine,
        *,
        take_up: TakeUp,
        stop: Callable[[Job], None],
        tell: Callable[[], None],
    ) -> None:
        """What it does with jobs.

        `take_up` makes the job of a question that came from another bot (resumed or not, in which
        live message) and gives it back if it is to be answered; `stop` stops one; `tell` tells
        those who wait their positions.
        """
        self._journal = journal
        self._line = line
        self._take_up = take_up
        self._stop = stop
        self._tell = tell
        self._tasks: set[asyncio.Task[None]] = set()
        self._beat_at = 0.0
        self.on_orphans: Callable[[], Awaitable[None]] = _nothing
        """Called now and then, to take up the updates that no living bot handles."""
        self.on_bots: Callable[[int], None] = lambda bots: None
        """Called now and then with the number of living bots, this one among them."""

    def start(self) -> None:
        """Join the others. Raises LibraryError when the journal cannot be used."""
        self._beat()
        self._open_or_shut()
        self._spawn(self._journal.listen(self._line.changed.set))
        self._spawn(self._keep_in_step())

    def has_others(self) -> bool:
        """Whether another bot lives, which would go on with what this one has not finished."""
        try:
            return self._journal.others() > 0
        except LibraryError as error:
            _LOG.warning("%s", error)
            return False

    async def close(self) -> None:
        """Leave the others what is not finished; called when nothing is under way any more."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        try:
            self._journal.leave()
        except LibraryError as error:  # they notice when this bot's time is over
            _LOG.warning("%s", error)

    async def _keep_in_step(self) -> None:
        while True:
            try:
                await self._live_on()
                self._follow()
                self._ask_for_work()
            except LibraryError as error:
                _LOG.warning("%s", error)
            except Exception:
                _LOG.exception("out of step with the other bots")
            try:
                async with asyncio.timeout(self._journal.lease_s / _BEATS):
                    await self._line.changed.wait()
            except TimeoutError:
                pass
            self._line.changed.clear()

    async def _live_on(self) -> None:
        """Say that this bot lives, and take over what dead ones have left."""
        now = asyncio.get_running_loop().time()
        if now < self._beat_at:
            return
        self._beat()
        self._beat_at = now + self._journal.lease_s / _BEATS
        for question in self._journal.unfinished():
            # It may be one of ours: this bot was silent for too long, and nobody else was there.
            if question.id not in self._line.known:
                self._begin(question, resumed=True)
        await self.on_orphans()

    def _beat(self) -> None:
        self._journal.beat()
        self.on_bots(self._journal.others() + 1)

    def _follow(self) -> None:
        """Do what the journal says about each question of this bot."""
        self._open_or_shut()
        held = {each.question.id: each for each in self._journal.held()}
        # What was stopped is on its way out already.
        gone = [
            job
            for job in self._line.jobs()
            if job.question.id not in held and not job.stop.is_set()
        ]
        for job in gone:
            self._drop(job, held)
        self._line.known &= held.keys() | {job.question.id for job in self._line.jobs()}
        for number, each in held.items():
            if number not in self._line.known:
                self._begin(each.question, granted=each.begun)
            if (found := self._line.find(number)) is not None:
                self._heed(found, each)
        self._tell()

    def _heed(self, job: Job, held: Held) -> None:
        if held.stop and not job.stop.is_set():
            self._stop(job)
        elif held.wanted and job.question.id in self._line.hosted:
            del self._line.hosted[job.question.id]
            self._spawn(self._hand_over(job, held.question))
        elif held.begun and job.question.id in self._line.hosted:
            self._line.grant(job)  # the claim was kept, and word of that was lost

    def _begin(
        self,
        question: QueuedQuestion,
        *,
        resumed: bool = False,
        granted: bool = False,
        live: LiveMessage | None = None,
    ) -> None:
        job = self._take_up(question, resumed, live)
        self._line.known.add(question.id)  # after that: where it fails it is tried again
        if job is not None and granted:
            self._line.grant(job)
        elif job is not None:
            self._line.put(job)

    def _drop(self, job: Job, held: dict[int, Held]) -> None:
        """End a job whose question is no longer this bot's: edited, forgotten or taken over."""
        question = job.question
        edited = [
            each.question
            for each in held.values()
            if (each.question.chat, each.question.message) == (question.chat, question.message)
        ]
        if not edited and self._journal.asked_in(question.chat, question.message) is None:
            self._stop(job)  # its person wants to be forgotten
            return
        job.revised = True
        job.stop.set()
        self._line.remove(job)
        if edited:
            self._begin(edited[0], live=job.live)
        else:
            self._spawn(job.live.leave())

    async def _hand_over(self, job: Job, noted: QueuedQuestion) -> None:
        try:
            await job.live.leave()
            # A chat that has moved has none of the messages.
            shown = job.live.message_ids if noted.chat == job.question.chat else None
            await insist_on(lambda: self._journal.hand_over(noted.id, shown))
        finally:
            # If it is still this bot's, since nobody wants it any more, it is taken up anew, with
            # the messages that it has by now.
            self._line.known.discard(job.question.id)
        self._line.changed.set()

    def _ask_for_work(self) -> None:
        if not self._line.is_free:
            return
        number = self._journal.claim(self._line.known)
        job = self._line.hosted.get(number) if number is not None else None
        if job is not None:
            self._line.grant(job)

    def _open_or_shut(self) -> None:
        (self._line.open.clear if self._journal.paused else self._line.open.set)()

    def _spawn(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            _LOG.warning("%s", error)
            self._line.changed.set()


async def _nothing() -> None:
    """Nothing."""
