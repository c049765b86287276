"""A bot that shares its journal loses no question when the database fails for a moment."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from queue_fakes import RecordedMessage, asked

from bot.memory.question_log import QueuedQuestion
from bot.memory.shared_journal import Held
from bot.messenger.queue import deliveries
from bot.messenger.queue.jobs import Job
from bot.messenger.queue.shared_line import SharedLine
from bot.messenger.queue.sharing import Sharing
from bot.messenger.sending.live_message import LiveMessage
from index.errors import LibraryError

AWAY = LibraryError("The database is away: start it.")


class FlakyJournal:
    """Holds one question for this bot; `fails` says whether it cannot be handed over."""

    paused = False

    def __init__(self) -> None:
        self.fails = True
        self.wanted = self.begun = self.stop = False
        self.handed: list[tuple[int, Sequence[int] | None]] = []

    def held(self) -> list[Held]:
        """The question."""
        if self.handed:
            return []
        return [Held(asked(1), begun=self.begun, wanted=self.wanted, stop=self.stop)]

    def hand_over(self, question: int, messages: Sequence[int] | None) -> None:
        """Fail as long as it is to."""
        if self.fails:
            raise AWAY
        self.handed.append((question, messages))


@asynccontextmanager
async def in_step(
    journal: FlakyJournal, take_up: Callable[[QueuedQuestion, bool, LiveMessage | None], Job | None]
) -> AsyncIterator[tuple[Sharing, SharedLine]]:
    """What keeps one bot in step, without its tasks: `_follow` is one step."""
    made: Any = journal
    line = SharedLine(made)
    yield Sharing(made, line, take_up=take_up, stop=lambda job: None, tell=lambda: None), line


async def test_a_question_that_could_not_be_taken_up_is_taken_up_at_the_next_step() -> None:
    tries: list[int] = []

    def take_up(question: QueuedQuestion, resumed: bool, live: LiveMessage | None) -> Job | None:
        tries.append(question.id)
        if len(tries) == 1:
            raise AWAY
        return Job(question, RecordedMessage())

    async with in_step(FlakyJournal(), take_up) as (sharing, line):
        with pytest.raises(LibraryError):
            sharing._follow()
        sharing._follow()
        assert line.find(1) is not None
        sharing._follow()
    assert tries == [1, 1]


async def test_a_question_is_handed_over_with_its_messages_once_the_database_is_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(deliveries, "_AGAIN_S", 0.01)
    journal = FlakyJournal()
    live = RecordedMessage(message_ids=[7])

    def take_up(question: QueuedQuestion, resumed: bool, _: LiveMessage | None) -> Job | None:
        return Job(question, live)

    async with in_step(journal, take_up) as (sharing, line):
        sharing._follow()
        journal.wanted = True
        sharing._follow()
        await asyncio.sleep(0.1)
        assert not journal.handed
        assert 1 in line.known  # nobody else goes on with it meanwhile
        journal.fails = False
        await asyncio.gather(*sharing._tasks)
    assert journal.handed == [(1, (7,))]
    assert 1 not in line.known


async def test_a_question_that_was_stopped_on_its_way_here_is_not_begun() -> None:
    journal = FlakyJournal()
    journal.begun = journal.stop = True
    stopped: list[Job] = []
    made: Any = journal
    line = SharedLine(made)
    sharing = Sharing(
        *(made, line),
        take_up=lambda question, resumed, live: Job(question, RecordedMessage()),
        stop=stopped.append,
        tell=lambda: None,
    )
    sharing._follow()
    assert [job.question.id for job in stopped] == [1]


async def test_a_question_whose_claim_was_kept_unheard_is_answered() -> None:
    journal = FlakyJournal()

    def take_up(question: QueuedQuestion, resumed: bool, live: LiveMessage | None) -> Job | None:
        return Job(question, RecordedMessage())

    async with in_step(journal, take_up) as (sharing, line):
        sharing._follow()
        assert len(line.waiting) == 0
        journal.begun = True
        sharing._follow()
        sharing._follow()
        assert len(line.waiting) == 1
