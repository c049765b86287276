"""How questions end is delivered in order, and noted once the person has it."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from queue_fakes import NO_BOT, RecordedMessage, asked, job
from telegram.error import Forbidden, NetworkError

from bot.memory.question_log import Journal
from bot.messenger.queue import deliveries
from bot.messenger.queue.deliveries import Deliveries
from bot.messenger.queue.jobs import GOING_DOWN, STOPPED, Ending, Job
from bot.messenger.sending.outbox import Keys, Outbox
from index.errors import LibraryError

ANSWER = Ending(["The answer."])


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with closing(Journal(tmp_path / "journal.sqlite")) as opened:
        yield opened


async def delivered(journal: Journal, job: Job, ending: Ending) -> None:
    """Deliver one ending and wait until it is through."""
    journal.accept(job.question)
    made = Deliveries(Outbox(NO_BOT), journal)
    made.deliver(job, ending)
    await asyncio.wait(made.under_way())
    assert made.under_way() == set()


@pytest.mark.parametrize(
    ("error", "ending", "kept"),
    [
        (None, ANSWER, False),
        (None, GOING_DOWN, True),  # answered by the next run
        (Forbidden("bot was blocked by the user"), ANSWER, False),  # for good
        (NetworkError("no route to host"), ANSWER, True),
        (ValueError("boom"), ANSWER, False),  # would fail in the next run as well
    ],
)
async def test_a_question_stays_in_the_journal_until_its_end_is_delivered(
    journal: Journal, error: Exception | None, ending: Ending, kept: bool
) -> None:
    await delivered(journal, job(1, error=error), ending)
    assert bool(journal.unfinished()) is kept


async def test_an_end_that_was_delivered_is_noted_once_the_database_is_back(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliveries, "_AGAIN_S", 0.01)
    tries: list[int] = []
    noted = journal.finished

    def finished(question: int) -> None:
        tries.append(question)
        if len(tries) < 3:
            raise LibraryError("The database is away: start it.")
        noted(question)

    monkeypatch.setattr(journal, "finished", finished)
    await delivered(journal, job(1), ANSWER)
    assert tries == [1, 1, 1]
    assert journal.unfinished() == []


async def test_the_ends_in_a_chat_arrive_in_order_and_stopped_ones_wait_for_none(
    journal: Journal,
) -> None:
    order: list[str] = []
    made = Deliveries(Outbox(NO_BOT), journal)
    stopped, go = asyncio.Event(), asyncio.Event()

    class Slow(RecordedMessage):
        """Waits for `go` before it ends as the first answer."""

        async def finish(
            self, parts: Sequence[str], keyboard: Keys = None, *, at_once: bool = False
        ) -> None:
            if parts[0] == "first":
                await go.wait()
            order.append(parts[0])
            stopped.set()

    for number, ending in enumerate((Ending(["first"]), Ending(["second"]), STOPPED)):
        made.deliver(Job(asked(number), Slow()), ending)
    await asyncio.wait_for(stopped.wait(), 60)
    assert order == ["Stopped."]
    go.set()
    await asyncio.wait(made.under_way())
    assert order == ["Stopped.", "first", "second"]
