"""Delivers how questions end, while the model works on the next one.

A question stays in the journal until its end is delivered, so that the next run of the bot
delivers what this one could not. Knows neither the model nor the line.
"""

import asyncio
import logging
from collections.abc import Callable

from telegram.error import TelegramError

from bot.memory.question_log import Journal
from bot.messenger.queue.jobs import Ending, Job
from bot.messenger.sending.outbox import Outbox, refused
from bot.messenger.text.translation import say, speaking
from index.errors import LibraryError

_LOG = logging.getLogger(__name__)
_AGAIN_S = 1.0  # between two tries to write to a database that fails


class Deliveries:
    """Endings on their way to the chats. Lives in the event loop."""

    def __init__(self, outbox: Outbox, journal: Journal) -> None:
        """Deliver through `outbox`, and note in `journal` what was delivered."""
        self._outbox = outbox
        self._journal = journal
        self._tasks: set[asyncio.Task[None]] = set()

    def deliver(self, job: Job, ending: Ending) -> None:
        """Start to deliver; a chat's endings arrive in the order of these calls.

        One that is `at_once` waits for no other.
        """
        task = asyncio.create_task(self._delivered(job, ending))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def under_way(self) -> set[asyncio.Task[None]]:
        """The deliveries that are not finished, to be waited for."""
        return set(self._tasks)

    def cancel(self) -> None:
        """Give up what is under way: it is in the journal for the next run."""
        for task in self._tasks:
            task.cancel()

    async def _delivered(self, job: Job, ending: Ending) -> None:
        with speaking(job.question.language):
            # Only the fixed lines have translations; an answer stays as it is.
            parts = [say(part) for part in ending.parts]
        try:
            if self._journal.taken_over(job.question.id):
                return  # this bot was silent for too long, and another one answers
        except LibraryError as error:
            _LOG.error("%s", error)
        try:
            if ending.at_once:
                await job.live.finish(parts, at_once=True)
            else:
                async with self._outbox.lock("answer", job.question.chat):
                    await job.live.finish(parts, ending.keyboard)
        except TelegramError as error:
            _LOG.warning("question %d: its end could not be delivered: %s", job.question.id, error)
            if not refused(error):
                return  # it is in the journal for the next run
        except Exception:
            _LOG.exception("question %d: its end could not be delivered", job.question.id)
        if ending.final:
            await insist_on(lambda: self._journal.finished(job.question.id))


def log_failure(step: Callable[[], None]) -> None:
    """Write to a database with `step`; log a LibraryError, since the message is handled anyway."""
    try:
        step()
    except LibraryError as error:
        _LOG.error("%s", error)


async def insist_on(step: Callable[[], None]) -> None:
    """Write to a database with `step`, again each second while that raises LibraryError.

    For what must not be lost: a question that never ends stands in the way of those behind it.
    """
    failed = False
    while True:
        try:
            return step()
        except LibraryError as error:
            if not failed:
                _LOG.error("%s", error)
            failed = True
        await asyncio.sleep(_AGAIN_S)
