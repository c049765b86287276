"""The parts of the bot that the watchdog looks at, and how long each may be silent.

A thread that hangs in a library's code cannot be ended from outside, and the model that it works
with cannot be given to another thread. Then the whole process is started again: what was asked is
in the journal.
"""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.messenger.incoming.polling import Polling
from bot.messenger.periodic_reindex import Schedule
from bot.messenger.queue.model_worker import ModelWorker
from bot.messenger.text import owner_phrases
from bot.messenger.watchdog import Watched
from index.folder.library_folder import LibraryFolder


@dataclass(frozen=True, slots=True)
class Patience:
    """How long parts may take, in seconds.

    `look_s` is the time between two looks. `silent_s` is how long polling, the model at work or the
    idle schedule may show no sign: a model shows many a second, polling one in ten seconds, the
    schedule one in thirty. `answer_s` is for one whole answer, `run_s` for one article of a run of
    the schedule.
    """

    look_s: float = 5.0
    silent_s: float = 180.0
    answer_s: float = 600.0
    run_s: float = 3600.0


def watched(
    patience: Patience,
    *,
    polling: Polling | None,
    model: ModelWorker,
    schedule: Schedule,
    library_folder: LibraryFolder,
    restart_all: Callable[[], None],
) -> Iterator[Watched]:
    """Yield all parts; without `polling` a webhook brings updates. `restart_all` ends the run."""

    async def restart() -> None:
        restart_all()

    async def replace_thread() -> None:
        model.replace_thread()

    async def break_off() -> None:
        model.break_off()

    async def leave_model() -> None:
        model.leave_model()
        restart_all()

    async def restart_schedule() -> None:
        schedule.restart()

    async def mend_vectors() -> None:
        await asyncio.to_thread(library_folder.mend)

    silent_s, answer_s = patience.silent_s, patience.answer_s
    if polling is not None:
        yield Watched(
            owner_phrases.STILL_POLLING, lambda: polling.stalled(silent_s), polling.restart
        )
    yield Watched(owner_phrases.DEAD_THREAD, model.thread_died, replace_thread)
    yield Watched(owner_phrases.LONG_ANSWER, lambda: model.too_long(answer_s), break_off)
    yield Watched(owner_phrases.HANGING_MODEL, lambda: model.hangs(silent_s, answer_s), leave_model)
    yield Watched(owner_phrases.DAMAGED_VECTORS, lambda: library_folder.damage, mend_vectors)
    yield Watched(
        owner_phrases.STILL_SCHEDULE, lambda: schedule.stalled(silent_s), restart_schedule
    )
    yield Watched(owner_phrases.HANGING_RUN, lambda: schedule.hangs(patience.run_s), restart)
