"""The line in front of the one language model, for programs: first come, first served.

One thread answers, and reads ahead while nobody waits. The bot's own line
(`bot/messenger/queue/`) is not used here: its jobs are messages in chats that must survive a
restart, while a program that loses its connection asks again. Knows no protocol.
"""

import logging
import math
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import date

from bot.answering.answer_metrics import Durations, Tally
from bot.answering.answerer import Answerer
from bot.errors import BusyError, ModelError, Stopped
from bot.types import Answer, Turn
from index.errors import BylineError

_LOG = logging.getLogger(__name__)

_TYPICAL_S = 6.0  # seconds of an answer before any was measured
BROKEN = "Something went wrong here; the log of this server says more."
"""What programs are told of an error that nobody foresaw."""
_GOING_DOWN = "Byline is going down: ask again in a moment."

_GOODBYE_S = 5.0  # for the answer that is being written when the line is closed


@dataclass(eq=False, slots=True)
class Job:
    """One question in line; `answer` will hold its answer, or the BylineError that it ended in.

    `on_text` is given the draft as it grows, in the thread of the model.
    """

    question: str
    history: Sequence[Turn] = ()
    asked_on: date | None = None
    on_text: Callable[[str], None] = lambda text: None
    answer: Future[Answer] = field(default_factory=Future)
    stopped: threading.Event = field(default_factory=threading.Event)
    since: float = field(default_factory=time.monotonic)


class ModelLine:
    """Takes jobs from any thread; `close` it at the end."""

    def __init__(self, answerer: Answerer, most_waiting: int) -> None:
        """Let at most `most_waiting` jobs wait behind the one that is being answered.

        `most_waiting` is `BYLINE_SERVE_WAITING`; 8 for `byline mcp`.
        """
        self._answerer = answerer
        self.most_waiting = most_waiting
        self._waiting: deque[Job] = deque()
        self._current: Job | None = None
        self._closing = False
        self._changed = threading.Condition()
        self._typical_s = _TYPICAL_S
        self.endings: Counter[str] = Counter()
        """Questions that got no answer: "stopped", "failed", or "turned_away" at the door."""
        self.waits = Durations()
        """How long questions waited for their turn."""
        self._thread = threading.Thread(target=self._work, name="model", daemon=True)
        self._thread.start()

    @property
    def tally(self) -> Tally:
        """What became of the questions that were answered."""
        return self._answerer.tally

    @property
    def waiting(self) -> int:
        """How many jobs wait."""
        return len(self._waiting)

    @property
    def busy(self) -> bool:
        """Whether a question is being answered."""
        return self._current is not None

    @property
    def closing(self) -> bool:
        """Whether no more jobs are taken."""
        return self._closing

    def put(self, job: Job) -> None:
        """Take a job. Raises BusyError when too many wait, or when the line is closed."""
        with self._changed:
            if self._closing:
                raise BusyError(_GOING_DOWN, 5)
            # The first in line is about to leave it when nothing is being answered.
            if len(self._waiting) >= self.most_waiting + (self._current is None):
                self.endings["turned_away"] += 1
                wait_s = max(1, math.ceil(self._typical_s))
                raise BusyError(
                    f"{len(self._waiting)} questions wait already: ask again in {wait_s} s.", wait_s
                )
            self._waiting.append(job)
            self._changed.notify_all()

    def stop(self, job: Job) -> None:
        """Take a job out of the line, or stop its answer; nothing when it has ended."""
        job.stopped.set()
        with self._changed:
            if job not in self._waiting:
                return
            self._waiting.remove(job)
            self.endings["stopped"] += 1
        job.answer.cancel()

    def close(self) -> None:
        """Hang up, and wait some seconds for the model."""
        self.hang_up()
        self._thread.join(_GOODBYE_S)

    def hang_up(self) -> None:
        """Take no more jobs, and stop all that are here; returns at once."""
        with self._changed:
            self._closing = True
            current, waiting = self._current, list(self._waiting)
            self._waiting.clear()
            self.endings["stopped"] += len(waiting)
            self._changed.notify_all()
        if current:
            self.stop(current)
        for job in waiting:
            job.stopped.set()
            # Not `cancel`: who asked is still there, and is to be told.
            if job.answer.set_running_or_notify_cancel():
                job.answer.set_exception(BusyError(_GOING_DOWN, 5))

    def _work(self) -> None:
        while job := self._next():
            began = time.monotonic()
            self.waits.took(began - job.since)
            try:
                answer = self._answerer.ask(
                    job.question,
                    job.history,
                    asked_on=job.asked_on,
                    on_text=job.on_text,
                    stopped=job.stopped.is_set,
                )
            except Exception as error:  # the next question is answered, whatever happens to this
                self._failed(job, error)
            else:
                took_s = time.monotonic() - began
                self._typical_s = 0.7 * self._typical_s + 0.3 * took_s
                self._current = None
                job.answer.set_result(answer)

    def _failed(self, job: Job, error: Exception) -> None:
        self._current = None
        if isinstance(error, Stopped):
            self.endings["stopped"] += 1
        else:
            self.endings["failed"] += 1
            _LOG.warning("a question failed", exc_info=error)
        foreseen = isinstance(error, BylineError)
        job.answer.set_exception(error if foreseen else ModelError(BROKEN))

    def _next(self) -> Job | None:
        """Wait for a job, reading ahead meanwhile, and begin it; None when the line is closed."""
        more_to_read = True
        while True:
            with self._changed:
                while not (self._waiting or self._closing or more_to_read):
                    self._changed.wait()
                if self._closing:
                    return None
                if self._waiting:
                    job = self._waiting.popleft()
                    # Who asked may have gone away a moment before the job is taken out.
                    if job.answer.set_running_or_notify_cancel():
                        self._current = job
                        return job
                    self.endings["stopped"] += 1
                    continue
            more_to_read = self._read_ahead()

    def _read_ahead(self) -> bool:
        """Read one thing that may be asked about; False when there is no more. Ends when asked."""
        try:
            return self._answerer.read_ahead(lambda: bool(self._waiting) or self._closing)
        except Stopped:
            return False
        except Exception:  # whatever it is, questions are answered all the same
            _LOG.warning("reading ahead failed", exc_info=True)
            return False
