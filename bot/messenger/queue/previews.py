"""Glances: the best sentences on questions that wait, looked up while the model is busy.

In a thread of its own, one at a time, so that they take little from the model.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from bot.memory.journal import QueuedQuestion
from bot.types import Evidence
from index.errors import BylineError

_LOG = logging.getLogger(__name__)

_AT_MOST = 20  # in line: by the time of the next one it would come too late to be of use


class Previews:
    """`find` looks for evidence; `look` within a running loop; `close` at the end."""

    def __init__(self, find: Callable[[QueuedQuestion], Sequence[Evidence]]) -> None:
        self._find = find
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="glance")
        self._tasks: set[asyncio.Task[None]] = set()

    def look(self, question: QueuedQuestion, found: Callable[[Sequence[Evidence]], None]) -> None:
        """Tell `found`, in the loop, what there is on `question`; nothing when that fails."""
        if len(self._tasks) < _AT_MOST:
            task = asyncio.create_task(self._looked(question, found))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _looked(
        self, question: QueuedQuestion, found: Callable[[Sequence[Evidence]], None]
    ) -> None:
        loop = asyncio.get_running_loop()
        try:
            found(await loop.run_in_executor(self._thread, self._find, question))
        except BylineError as error:  # the person hears of it when it is their turn
            _LOG.debug("no glance at question %d: %s", question.id, error)
        except Exception:
            _LOG.exception("no glance at question %d", question.id)
