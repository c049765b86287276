"""Fetches updates from Telegram by polling, and starts that again when it stands still.

Wraps python-telegram-bot's Updater, which has no way to be started again after its task has died:
each start gets an Updater of its own. What one had fetched and not confirmed comes again, and the
journal knows what came twice.
"""

import asyncio
import contextlib
import time
from collections.abc import Callable, Sequence

from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Updater

_LET_GO_S = 2.0  # for what an Updater is in the middle of


class Polling:
    """`start` it within a running loop, `stop` it at the end.

    `on_failed` is called with each error of Telegram or the network, which is retried. `clock`
    gives seconds.
    """

    def __init__(
        self,
        bot: Bot,
        queue: "asyncio.Queue[object]",
        kinds: Sequence[str],
        on_failed: Callable[[TelegramError], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._bot = bot
        self._queue = queue
        self._kinds = list(kinds)
        self._on_failed = on_failed
        self._clock = clock
        self._updater: Updater | None = None
        self._task: asyncio.Task[None] | None = None
        self._moved_at = clock()
        self.on_revoked: Callable[[InvalidToken], None] = lambda error: None
        """Called when Telegram does not know the token any more."""

    async def start(self) -> None:
        """Fetch from now on. Raises TelegramError when Telegram refuses for good."""
        updater = Updater(self._bot, self._queue)
        await updater.initialize()
        before = asyncio.all_tasks()
        await updater.start_polling(
            allowed_updates=self._kinds, bootstrap_retries=-1, error_callback=self._failed
        )
        self._updater = updater
        self._task = _polling_task(before)
        if self._task is not None:
            self._task.add_done_callback(self._ended)
        self.moved()

    def moved(self) -> None:
        """Note that a call came back, whatever it brought."""
        self._moved_at = self._clock()

    def stalled(self, silent_s: float) -> str:
        """Why fetching is taken to stand still: its task died, or no call came back for so long.

        "" when all is well, and where it was never started.
        """
        if self._task is None:
            return ""
        if self._task.done():
            error = None if self._task.cancelled() else self._task.exception()
            return f"ended: {type(error).__name__}"
        silence = self._clock() - self._moved_at
        return f"silent: {silence:.0f} s" if silence > silent_s else ""

    async def restart(self) -> None:
        """Give up what runs and start anew. Raises as `start` does."""
        updater, task = self._updater, self._task
        if updater is not None and task is not None:
            # Whatever it ends with is why it is started again.
            with contextlib.suppress(Exception):
                await asyncio.wait_for(updater.stop(), _LET_GO_S)
            task.cancel()
        await self.start()

    async def stop(self) -> None:
        """Fetch no more, and tell Telegram what was fetched. Raises TelegramError."""
        updater, task = self._updater, self._task
        self._updater = self._task = None
        if updater is not None and task is not None and not task.done():
            await updater.stop()

    def _failed(self, error: TelegramError) -> None:
        self.moved()
        self._on_failed(error)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        error = None if task.cancelled() else task.exception()
        if isinstance(error, InvalidToken) and task is self._task:
            self.on_revoked(error)


def _polling_task(before: "set[asyncio.Task[object]]") -> "asyncio.Task[None] | None":
    """The new Updater's task, found by its name: there is no public way to see that it died."""
    name = "Updater:start_polling:polling_task"
    new = asyncio.all_tasks() - before
    return next((task for task in new if task.get_name() == name), None)
