"""The line in front of the model: who waits, who is being answered, and whether the door is open.

State that the desk, the model's worker and the announcer share. Lives in the event loop; knows
nothing of Telegram, the model or databases.
"""

import asyncio
import time
from collections.abc import Callable, Iterator

from bot.memory.question_log import QueuedQuestion
from bot.messenger.queue.fair_turns import FairQueue
from bot.messenger.queue.jobs import Job

WAITING_PER_PERSON = 5
WAITING_IN_ALL = 1000


class Line:
    """`waiting` are the jobs in line, `current` is the one the model works on.

    Nothing is taken from the line until `open` is set. From `closing` on, nothing is put in it.
    `reading_ahead` says that the model's thread reads ahead, since nobody waits.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Start with an empty, shut line; `clock` gives seconds."""
        self._clock = clock
        self._began = 0.0
        self.waiting: FairQueue[Job] = FairQueue()
        self.current: Job | None = None
        self.open = asyncio.Event()
        self.closing = False
        self.reading_ahead = False

    def put(self, job: Job) -> None:
        """Let a job wait behind the other jobs of its person."""
        self.waiting.put(job.question.person, job)

    def remove(self, job: Job) -> bool:
        """Take a job out of the line; False when it does not wait (any more)."""
        return self.waiting.remove(job)

    def begin(self) -> Job:
        """Make the first waiting job the current one. Somebody must wait."""
        self.current = self.waiting.take()
        self._began = self._clock()
        return self.current

    def end(self) -> float:
        """Have no current job any more; returns the seconds that it took."""
        self.current = None
        return self._clock() - self._began

    def elapsed_s(self) -> float:
        """Seconds since the current job began; 0 when there is none."""
        return self._clock() - self._began if self.current else 0.0

    def waiting_jobs(self) -> list[Job]:
        """The jobs that wait, in order."""
        return list(self.waiting.in_order())

    def jobs(self) -> list[Job]:
        """All jobs: those that wait, in order, then the current one."""
        return [*self.waiting_jobs(), *([self.current] if self.current else [])]

    def find(self, question_id: int) -> Job | None:
        """The job of this question, waiting or current."""
        return next((job for job in self.jobs() if job.question.id == question_id), None)

    def positions(self) -> Iterator[tuple[int, Job]]:
        """Each waiting job with the number of jobs before it, the current one included."""
        return enumerate(self.waiting.in_order(), start=1 if self.current else 0)

    def counts(self) -> tuple[int, int]:
        """How many jobs wait, and of how many people."""
        waiting = self.waiting_jobs()
        return len(waiting), len({job.question.person for job in waiting})

    @property
    def full(self) -> bool:
        """Whether so many jobs wait that no more is taken."""
        return len(self.waiting) >= WAITING_IN_ALL

    def full_for(self, person: int) -> bool:
        """Whether as many jobs of this person wait as one person may have."""
        # When the model is idle, the first in line is about to leave it.
        limit = WAITING_PER_PERSON + (self.current is None)
        return self.waiting.count(person) >= limit

    @property
    def idle(self) -> bool:
        """Whether a job put in now would reach the model's thread at once."""
        return self.open.is_set() and not self.jobs() and not self.reading_ahead

    def follows_another(self, question: QueuedQuestion) -> bool:
        """Whether a job of the same conversation is in line, which `question` may refer to."""
        others = (job for job in self.jobs() if not job.revised)
        return any(job.question.conversation == question.conversation for job in others)
