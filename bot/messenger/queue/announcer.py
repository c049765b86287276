"""Tells people how their questions stand: the position in line, and the best sentence so far.

Knows the line and the lines of text; does not know the model, journal or deliveries.
"""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial

from bot.memory.question_log import QueuedQuestion
from bot.messenger.queue.jobs import Job
from bot.messenger.queue.previews import Previews, preview_of
from bot.messenger.queue.waiting_line import Line
from bot.messenger.text import phrases, render
from bot.messenger.text.buttons import stop_button
from bot.messenger.text.translation import say, speaking
from bot.types import Evidence

_TYPICAL_S = 6.0  # seconds of an answer before any was measured
_POSITIONS_PER_SECOND = 10  # a third of Telegram's limit for one bot
_PREVIEW_S = 0.3  # how long a question waits for its best sentence before it is shown without


class Announcer:
    """Shows previews in live messages. Lives in the event loop; `close` it at the end."""

    def __init__(
        self,
        line: Line,
        find: Callable[[QueuedQuestion], Sequence[Evidence]],
        typical_s: float | None = None,
    ) -> None:
        """`find` searches the library, in a thread; `typical_s` are the seconds of an answer."""
        self._line = line
        self._previews = Previews(find)
        self._told_at = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self.typical_s = typical_s or _TYPICAL_S

    def expect(self, job: Job) -> None:
        """Prepare for a job that is about to be put in line.

        Its first message waits a moment for the best sentence, so that it need not be edited.
        """
        job.silent = True
        asyncio.get_running_loop().call_later(_PREVIEW_S, self._end_silence, job)
        # Without a preview when the model's thread is as fast, or when the question may refer to
        # an answer that is not there yet.
        if not self._line.idle and not self._line.follows_another(job.question):
            self._previews.look(job.question, partial(self.show_best, job))

    def begin(self, job: Job) -> None:
        """Show that the model has begun on `job`, and that all others have moved up."""
        self._show(job, say(phrases.READING))
        self.tell_positions()

    def show_best(self, job: Job, evidence: Sequence[Evidence]) -> None:
        """Show the best sentence of `evidence` at once, if it is near enough to the question."""
        best = preview_of(evidence)
        if best == job.best and not job.silent:
            return
        if best is not None or job is self._line.current:
            job.silent = False
        job.best = best
        if not job.drafts:
            self._show_state(job)

    def tell_positions(self) -> None:
        """Show everyone who waits their position, soon; less often the more people wait."""
        if self._timer is not None:
            return
        loop = asyncio.get_running_loop()
        again = self._told_at + len(self._line.waiting_jobs()) / _POSITIONS_PER_SECOND
        self._timer = loop.call_at(max(again, loop.time()), self._tell_positions_now)

    def measured(self, seconds: float) -> None:
        """Take the seconds of one answer into account in estimates."""
        # Weighted towards the latest, since the length of the line changes the speed.
        self.typical_s = 0.7 * self.typical_s + 0.3 * seconds

    def close(self) -> None:
        """Tell no positions and look for no sentences any more."""
        if self._timer is not None:
            self._timer.cancel()  # and stays set, so that no other is started
        self._previews.close()

    def _end_silence(self, job: Job) -> None:
        """Show at least the state of a question whose best sentence was not found in time."""
        if job.silent and not job.drafts:
            job.silent = False
            self._show_state(job)

    def _show_state(self, job: Job) -> None:
        with speaking(job.question.language):
            if job is self._line.current:
                self._show(job, say(phrases.READING))
                return
            for ahead, waiting in self._line.positions():
                if waiting is job:
                    self._show(job, self._position(ahead))

    def _tell_positions_now(self) -> None:
        self._timer = None
        self._told_at = asyncio.get_running_loop().time()
        for ahead, job in self._line.positions():
            with speaking(job.question.language):
                self._show(job, self._position(ahead))

    def _position(self, ahead: int) -> str:
        """The text for a job that has `ahead` others before it."""
        if not self._line.open.is_set():
            return say(phrases.PAUSED)
        if not ahead:  # it is begun in a moment
            return say(phrases.READING)
        current = self._line.current is not None
        # The current answer may take longer than usual: never count less than nothing for it.
        left_s = max(self.typical_s - self._line.elapsed_s(), 0) if current else 0
        whole_answers = ahead if current else ahead + 1  # its own included
        return phrases.place(ahead, left_s + self.typical_s * whole_answers)

    def _show(self, job: Job, text: str) -> None:
        if job.silent or job.stop.is_set():
            return
        whole = f"{say(phrases.RESUMED)}\n{text}" if job.resumed else text
        job.live.show(
            render.waiting(whole, job.best),
            stop_button(job.question.id),
            minor=text != say(phrases.READING),
        )
