"""A fair queue (pure): one model, many people, and nobody waits behind another's ten questions.

People take turns; each person's questions keep their order. Not thread-safe: it lives in the event
loop.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Hashable, Iterator
from typing import Generic, TypeVar

Job = TypeVar("Job", bound=Hashable)


class FairQueue(Generic[Job]):
    """Jobs by person, taken round robin."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[int, deque[Job]] = OrderedDict()
        self._filled = asyncio.Event()

    def __len__(self) -> int:
        return sum(map(len, self._waiting.values()))

    def put(self, person: int, job: Job) -> None:
        """Add a job behind the person's own; the person keeps the turn they have."""
        self._waiting.setdefault(person, deque()).append(job)
        self._filled.set()

    def count(self, person: int) -> int:
        """How many jobs of this person wait."""
        return len(self._waiting.get(person, ()))

    async def filled(self) -> None:
        """Wait until there is a job to take."""
        while not self._waiting:
            self._filled.clear()
            await self._filled.wait()

    def take(self) -> Job:
        """The next job, of which there must be one; its person goes to the end of the line."""
        person, jobs = next(iter(self._waiting.items()))
        job = jobs.popleft()
        del self._waiting[person]
        if jobs:
            self._waiting[person] = jobs
        return job

    def remove(self, job: Job) -> bool:
        """Take a waiting job out; False when it does not wait (any more)."""
        for person, jobs in self._waiting.items():
            if job in jobs:
                jobs.remove(job)
                if not jobs:
                    del self._waiting[person]
                return True
        return False

    def in_order(self) -> Iterator[Job]:
        """All waiting jobs in the order in which they would be taken."""
        lines = [deque(jobs) for jobs in self._waiting.values()]
        while lines:
            for line in lines:
                yield line.popleft()
            lines = [line for line in lines if line]
