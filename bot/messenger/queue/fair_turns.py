"""A fair queue: one model, many people, and nobody waits behind another's ten questions.

People take turns, and each person's questions keep their order. Lives in the event loop; not
thread-safe.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Hashable, Iterator
from typing import Generic, TypeVar

Job = TypeVar("Job", bound=Hashable)


class FairQueue(Generic[Job]):
    """Waiting jobs by person, taken in turns (round robin)."""

    def __init__(self) -> None:
        """Start empty."""
        self._waiting: OrderedDict[int, deque[Job]] = OrderedDict()
        self._filled = asyncio.Event()

    def __len__(self) -> int:
        """How many jobs wait."""
        return sum(map(len, self._waiting.values()))

    def put(self, person: int, job: Job) -> None:
        """Add a job behind the other jobs of this person, whose turn stays where it is."""
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
        """Remove and return the next job; its person goes to the end. There must be a job."""
        person, jobs = next(iter(self._waiting.items()))
        job = jobs.popleft()
        del self._waiting[person]
        if jobs:
            self._waiting[person] = jobs
        return job

    def remove(self, job: Job) -> bool:
        """Remove a job; False when it does not wait (any more)."""
        for person, jobs in self._waiting.items():
            if job in jobs:
                jobs.remove(job)
                if not jobs:
                    del self._waiting[person]
                return True
        return False

    def in_order(self) -> Iterator[Job]:
        """All waiting jobs in the order in which `take` would give them."""
        lines = [deque(jobs) for jobs in self._waiting.values()]
        while lines:
            for line in lines:
                yield line.popleft()
            lines = [line for line in lines if line]
