"""A bot that shares its journal loses no question when the database fails for a moment."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from queue_fakes import RecordedMessage, asked

from bot.memory.question_log import QueuedQuestion
from bot.memory.shared_journal import Held
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
        self.wanted = False
        self.begun = False

    def held(self) -> list[Held]:
        """The question."""
        return [Held(asked(1), begun=self.begun, wanted=self.wanted, stop=False)]

    def hand_over(self, question: int) -> None:
        """Fail as long as it is to."""
        if self.fails:
            raise AWAY


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


async def test_a_question_that_could_not_be_handed_over_stays_in_line_here() -> None:
    journal = FlakyJournal()

    def take_up(question: QueuedQuestion, resumed: bool, live: LiveMessage | None) -> Job | None:
        return Job(question, RecordedMessage())

    async with in_step(journal, take_up) as (sharing, line):
        sharing._follow()
        job = line.find(1)
        assert job is not None
        journal.wanted = True
        del line.hosted[1]  # as `_heed` does before it hands over
        with pytest.raises(LibraryError):
            await sharing._hand_over(job)
        journal.wanted = False
        sharing._follow()
        assert line.find(1) is not None


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
