"""Looks at the sources again and again, as sources.toml says, while questions are answered.

Knows when; what is looked at is the gatherer's. The list is read anew each time, so what the owner
writes into it counts without a restart, and the time of the last look outlives one.
"""

import asyncio
import contextlib
import logging
import time
from pathlib import Path

from bot.adding.gatherer import Gatherer
from bot.errors import Stopped
from bot.settings import Settings
from index.errors import BylineError
from index.web.sources import read_sources

_LOG = logging.getLogger(__name__)

_LOOK_AT_LIST_S = 30.0  # between two looks at whether it is time
_GOODBYE_S = 4.0
_SHOWN = 10


class Schedule:
    """`start` it within a running loop, `close` it at the end."""

    def __init__(self, settings: Settings, gatherer: Gatherer) -> None:
        self._gatherer = gatherer
        self._mark = settings.library / ".refreshed"
        self._task: asyncio.Task[None] | None = None
        self._closing = False
        self._complaint = ""
        self.busy = False

    def start(self) -> None:
        """Look from now on whenever it is time."""
        self._task = asyncio.create_task(self._run())

    async def close(self) -> None:
        """End a look at the next article."""
        self._closing = True
        if self._task is not None:
            if not self.busy:
                self._task.cancel()
            await asyncio.wait({self._task}, timeout=_GOODBYE_S)

    async def _run(self) -> None:
        while not self._closing:
            if await asyncio.to_thread(self._is_time):
                await self._look()
            await asyncio.sleep(_LOOK_AT_LIST_S)

    def _is_time(self) -> bool:
        try:
            every = read_sources(self._gatherer.sources_file).every_s
        except BylineError as error:
            if str(error) != self._complaint:  # once, and not every half minute
                _LOG.warning("%s", error)
            self._complaint = str(error)
            return False
        self._complaint = ""
        return every is not None and time.time() - _last(self._mark) >= every

    async def _look(self) -> None:
        self.busy = True
        try:
            self._mark.touch()  # before it begins: one that fails must not be tried without end
            report = await asyncio.to_thread(self._gatherer.reindex, self._progress)
        except Stopped:
            return
        except (BylineError, OSError) as error:
            _LOG.warning("the sources could not be looked at: %s", error)
        except Exception:
            _LOG.exception("the sources could not be looked at")
        else:
            _LOG.info(
                "looked at the sources: %d added, %d changed, %d removed, %d failed",
                *(report.added, report.changed, report.removed, len(report.failed)),
            )
            for failure in report.failed[:_SHOWN]:
                _LOG.warning("%s: %s", failure.source, failure.reason)
        finally:
            self.busy = False

    def _progress(self, done: int, total: int, file: str) -> None:
        if self._closing:
            raise Stopped("Byline is being restarted.")


def _last(mark: Path) -> float:
    """When it was touched; 0 when it never was."""
    with contextlib.suppress(OSError):
        return mark.stat().st_mtime
    return 0.0
