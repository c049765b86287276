"""Previews: searches for the best sentence of questions that wait, while the model is busy.

One search at a time, in a thread of its own, so that it takes little from the model.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from bot.answering.sentence_selection import best_first, sure
from bot.memory.question_log import QueuedQuestion
from bot.types import Evidence
from index.errors import BylineError

_LOG = logging.getLogger(__name__)

_AT_MOST = 20  # searches in line; one more would come too late to be of use
# From this likeness on a sentence is shown before anything is known of whether it answers.
_NEAR = 0.5


def preview_of(evidence: Sequence[Evidence]) -> Evidence | None:
    """Return the sentence that most likely answers; None when none is near to the question."""
    near = [item for item in best_first(evidence) if item.likeness >= _NEAR or sure(item) > 0]
    return near[0] if near else None


class Previews:
    """Searches in line. `look` within a running loop; `close` at the end."""

    def __init__(self, find: Callable[[QueuedQuestion], Sequence[Evidence]]) -> None:
        """`find` gives the evidence on a question; it is called in the thread."""
        self._find = find
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="preview")
        self._tasks: set[asyncio.Task[None]] = set()

    def look(self, question: QueuedQuestion, found: Callable[[Sequence[Evidence]], None]) -> None:
        """Search, and call `found` in the loop with the result; not at all when that fails."""
        if len(self._tasks) < _AT_MOST:
            task = asyncio.create_task(self._looked(question, found))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def close(self) -> None:
        """Drop the searches that have not begun."""
        for task in self._tasks:
            task.cancel()
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _looked(
        self, question: QueuedQuestion, found: Callable[[Sequence[Evidence]], None]
    ) -> None:
        loop = asyncio.get_running_loop()
        try:
            found(await loop.run_in_executor(self._thread, self._find, question))
        except BylineError as error:  # the person is told when it is their turn
            _LOG.debug("no preview of question %d: %s", question.id, error)
        except Exception:
            _LOG.exception("no preview of question %d", question.id)
