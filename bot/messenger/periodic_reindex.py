"""Fetches the sources repeatedly, as often as sources.toml says, while questions are answered.

Knows when; fetching is the gatherer's work. The list is read each time, so changes to it count
without a restart; the time of the last run is stored in a file. python-telegram-bot's JobQueue
would replace the loop of `_run`, five lines, and bring APScheduler with it: its own rules against
overlapping runs would log a warning every half minute of a long run.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable
from pathlib import Path

from bot.adding.gatherer import Gatherer
from bot.errors import Stopped
from bot.settings import Settings
from index.errors import BylineError
from index.web.sources import read_sources

_LOG = logging.getLogger(__name__)

_LOOK_AT_LIST_S = 30.0  # between two looks at whether it is time
_GOODBYE_S = 4.0  # `close` waits this long for a run to stop
_FAILURES_LOGGED = 10


class Schedule:
    """`start` it within a running event loop, `close` it at the end.

    `busy` says whether the sources are being fetched.
    """

    def __init__(
        self,
        settings: Settings,
        gatherer: Gatherer,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`clock` gives seconds, which no change of the time of day moves."""
        self._gatherer = gatherer
        self._clock = clock
        self._moved_at = clock()
        self._last_run_file = settings.library / ".refreshed"
        self._task: asyncio.Task[None] | None = None
        self._closing = False
        self._logged_error = ""
        self.busy = False

    def start(self) -> None:
        """Fetch from now on whenever it is time."""
        self._task = asyncio.create_task(self._run())

    def stalled(self, silent_s: float) -> str:
        """Why it is taken to stand still between two runs: it ended, or showed no sign for so long.

        "" when all is well.
        """
        if self._task is None or self._closing or self.busy:
            return ""
        if self._task.done():
            return "ended"
        silence = self._clock() - self._moved_at
        return f"silent: {silence:.0f} s" if silence > silent_s else ""

    def hangs(self, run_s: float) -> str:
        """Why a run is taken to hang: it came to no other article for so long; "" when it does."""
        silence = self._clock() - self._moved_at
        return f"silent: {silence:.0f} s" if self.busy and silence > run_s else ""

    def restart(self) -> None:
        """Give up what stands still, and start anew."""
        if self._task is not None:
            self._task.cancel()
        self._moved_at = self._clock()
        self.start()

    async def close(self) -> None:
        """Stop a run at the next article."""
        self._closing = True
        if self._task is not None:
            if not self.busy:
                self._task.cancel()
            await asyncio.wait({self._task}, timeout=_GOODBYE_S)

    async def _run(self) -> None:
        while not self._closing:
            self._moved_at = self._clock()
            if await asyncio.to_thread(self._is_time):
                await self._refresh()
            await asyncio.sleep(_LOOK_AT_LIST_S)

    def _is_time(self) -> bool:
        try:
            every = read_sources(self._gatherer.sources_file).every_s
        except BylineError as error:
            if self._is_news(error):
                _LOG.warning("%s", error)
            return False
        # A last run in the future is one of a clock that was wrong.
        return every is not None and not 0 <= time.time() - _last_run(self._last_run_file) < every

    async def _refresh(self) -> None:
        self.busy = True
        try:
            self._last_run_file.touch()  # first: a run that fails must not be repeated at once
            report = await asyncio.to_thread(self._gatherer.reindex, self._progress)
        except Stopped:
            return
        except (BylineError, OSError) as error:
            if self._is_news(error):
                _LOG.warning("the sources could not be fetched: %s", error)
        except Exception:
            _LOG.exception("the sources could not be fetched")
        else:
            self._logged_error = ""
            _LOG.info(
                "fetched the sources: %d added, %d changed, %d removed, %d failed",
                *(report.added, report.changed, report.removed, len(report.failed)),
            )
            for failure in report.failed[:_FAILURES_LOGGED]:
                _LOG.warning("%s: %s", failure.source, failure.reason)
        finally:
            self.busy = False

    def _is_news(self, error: Exception) -> bool:
        """Whether an error is to be logged: not the same one every half minute."""
        before, self._logged_error = self._logged_error, str(error)
        return self._logged_error != before

    def _progress(self, done: int, total: int, file: str) -> None:
        self._moved_at = self._clock()
        if self._closing:
            raise Stopped("Byline is being restarted.")


def _last_run(file: Path) -> float:
    """When the last run began, in seconds since the epoch; 0 when there was none."""
    with contextlib.suppress(OSError):
        return file.stat().st_mtime
    return 0.0
