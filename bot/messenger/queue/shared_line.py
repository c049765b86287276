"""The line of several bots over one database: each holds some of the questions, turns are common.

Only what it is this bot's turn to answer is in `waiting`. The other questions that it holds, whose
positions it shows, are in `hosted`.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator

from bot.memory.shared_journal import SharedJournal
from bot.messenger.queue.jobs import Job
from bot.messenger.queue.waiting_line import WAITING_IN_ALL, WAITING_PER_PERSON, Line
from index.errors import LibraryError

_LOG = logging.getLogger(__name__)


class SharedLine(Line):
    """As `Line`. What it tells of all bots together raises LibraryError when the journal fails."""

    def __init__(self, journal: SharedJournal, clock: Callable[[], float] = time.monotonic) -> None:
        """Start with an empty, shut line; turns are those of `journal`."""
        super().__init__(clock)
        self._journal = journal
        self.hosted: dict[int, Job] = {}
        self.known: set[int] = set()
        """Ids of the questions that have a job here, also while their end is delivered."""
        self.changed = asyncio.Event()
        """Set when there may be something to do, here or with the other bots."""

    def put(self, job: Job) -> None:
        """Hold a job until it is somebody's turn to answer it."""
        self.hosted[job.question.id] = job
        self.known.add(job.question.id)
        self.changed.set()

    def grant(self, job: Job) -> None:
        """Let this bot's model have a job as soon as it can."""
        self.hosted.pop(job.question.id, None)
        self.known.add(job.question.id)
        self.waiting.put(job.question.person, job)

    def remove(self, job: Job) -> bool:
        """Take a job out of the line; False when it does not wait (any more)."""
        return self.hosted.pop(job.question.id, None) is job or super().remove(job)

    def end(self) -> float:
        """Have no current job any more; returns the seconds that it took."""
        self.changed.set()
        return super().end()

    def waiting_jobs(self) -> list[Job]:
        """This bot's jobs that wait."""
        return [*super().waiting_jobs(), *self.hosted.values()]

    def positions(self) -> Iterator[tuple[int, Job]]:
        """Each of this bot's waiting jobs with the number of everybody's jobs before it."""
        try:
            numbers = [number for number, _ in self._journal.waiting()]
            at_work = self._journal.at_work()
        except LibraryError as error:  # they are told next time
            _LOG.warning("%s", error)
            return
        for place, number in enumerate(numbers):
            if job := self.hosted.get(number):
                yield place + at_work, job

    def counts(self) -> tuple[int, int]:
        """How many questions wait with all bots, and of how many people."""
        waiting = self._journal.waiting()
        return len(waiting), len({person for _, person in waiting})

    @property
    def full(self) -> bool:
        """Whether so many jobs wait with all bots that no more is taken."""
        return len(self._journal.waiting()) >= WAITING_IN_ALL

    def full_for(self, person: int) -> bool:
        """Whether as many jobs of this person wait as one person may have."""
        waiting = self._journal.waiting()
        limit = WAITING_PER_PERSON + (not self._journal.at_work())
        return sum(each == person for _, each in waiting) >= limit

    @property
    def is_free(self) -> bool:
        """Whether this bot's model has nothing to do and may have something."""
        idle = self.current is None and not len(self.waiting)
        return idle and self.open.is_set() and not self.closing
