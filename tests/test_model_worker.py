"""The model's worker answers in turn, survives every failure and reads ahead while nobody asks."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import pytest
from queue_fakes import asked, job, message

from bot.answering.answerer import Answerer
from bot.errors import ModelError, Stopped
from bot.memory.question_log import Journal
from bot.memory.sessions import Sessions
from bot.messenger.queue.announcer import Announcer
from bot.messenger.queue.conversations import Conversations
from bot.messenger.queue.jobs import BROKEN, STOPPED, Ending, Job
from bot.messenger.queue.model_worker import ModelWorker
from bot.messenger.queue.waiting_line import Line
from bot.messenger.text import phrases
from bot.types import Answer, Citation, Claim, Turn
from index.errors import LibraryError


class FakeAnswerer(Answerer):
    """Echoes questions, or raises what `errors` holds for them; may be held back with `go`."""

    def __init__(self) -> None:
        self.errors: dict[str, Exception] = {}
        self.asked: list[str] = []
        self.ahead = 0  # things left to read ahead
        self.interrupted = threading.Event()
        self.reading = threading.Event()
        self.begun = threading.Event()
        self.go = threading.Event()
        self.go.set()

    def ask(self, question: str, history: Sequence[Turn] = (), **options: Any) -> Answer:
        self.asked.append(question)
        self.begun.set()
        self.go.wait()
        if options["stopped"]():
            raise Stopped("Stopped.")
        if question in self.errors:
            raise self.errors[question]
        options["on_text"]("A draft")
        text = f"Told about {question.lower().rstrip('?')}"
        cited = Citation(1, f"{text}.", "a", "Title", "The Post", "", None, 0, len(text) + 1)
        return Answer(
            question, question, "answered", f"{text} [1].", (Claim(f"{text}.", (1,)),), (cited,)
        )

    def read_ahead(self, stopped: Callable[[], bool] = lambda: False) -> bool:
        if not self.ahead:
            return False
        self.ahead -= 1
        self.reading.set()
        while not stopped():
            threading.Event().wait(0.001)
        self.interrupted.set()
        raise Stopped("Stopped.")


class Rig:
    """A worker and what it works with; `endings` is what it delivered, in order."""

    def __init__(self, answerer: FakeAnswerer, journal: Journal, sessions: Sessions) -> None:
        self.answerer = answerer
        self.journal = journal
        self.sessions = sessions
        self.line = Line()
        self.endings: asyncio.Queue[tuple[Job, Ending]] = asyncio.Queue()
        conversations = Conversations(sessions, lambda chat: chat)
        self.announcer = Announcer(self.line, lambda question: [])
        self.worker = ModelWorker(
            answerer,
            conversations,
            journal,
            line=self.line,
            announcer=self.announcer,
            deliver=lambda job, ending: self.endings.put_nowait((job, ending)),
        )

    def put(self, number: int, person: int = 1, text: str = "Who led?") -> Job:
        """Put a question in line, in the journal first."""
        new = job(number, person)
        new.question = asked(number, person, text)
        self.journal.accept(new.question)
        self.line.waiting.put(person, new)
        return new

    async def next(self) -> tuple[Job, Ending]:
        """The next ending."""
        return await asyncio.wait_for(self.endings.get(), 60)


@asynccontextmanager
async def working(folder: Path, answerer: FakeAnswerer) -> AsyncIterator[Rig]:
    """A worker whose line is open but empty."""
    with (
        closing(Journal(folder / "journal.sqlite")) as journal,
        closing(Sessions(folder / "sessions.sqlite")) as sessions,
    ):
        rig = Rig(answerer, journal, sessions)
        rig.line.open.set()
        rig.worker.start()
        yield rig
        rig.line.closing = True
        answerer.go.set()
        pending = rig.worker.stop()
        await asyncio.wait(pending, timeout=60)
        rig.announcer.close()
        rig.worker.close()


async def test_questions_are_answered_in_turn_and_remembered(tmp_path: Path) -> None:
    async with working(tmp_path, FakeAnswerer()) as rig:
        first, second = rig.put(1, text="What sank?"), rig.put(2, text="What burned?")
        ends = [await rig.next(), await rig.next()]
        assert [job for job, _ in ends] == [first, second]
        assert ["Told about" in ending.parts[0] for _, ending in ends] == [True, True]
        last = rig.sessions.last("telegram:1:1")
        assert last is not None
        assert last[1].question == "What burned?"
        unfinished = rig.journal.unfinished()
        assert [question.answer for question in unfinished] == [last[0] - 1, last[0]]
        assert rig.worker.answered == 2


@pytest.mark.parametrize(
    ("error", "ending"),
    [(ModelError("Out of memory: <close> others."), None), (ValueError("boom"), BROKEN)],
)
async def test_a_failure_is_an_ending_and_the_next_question_is_answered(
    tmp_path: Path, error: Exception, ending: Ending | None
) -> None:
    answerer = FakeAnswerer()
    answerer.errors["What sank?"] = error
    async with working(tmp_path, answerer) as rig:
        rig.put(1, text="What sank?")
        rig.put(2)
        _, failed = await rig.next()
        assert failed == (ending or Ending(["Out of memory: &lt;close&gt; others."]))
        _, fine = await rig.next()
        assert "Told about" in fine.parts[0]
        assert rig.worker.answered == 1


async def test_a_question_stopped_while_it_is_answered_ends_as_stopped(tmp_path: Path) -> None:
    answerer = FakeAnswerer()
    answerer.go.clear()
    async with working(tmp_path, answerer) as rig:
        running = rig.put(1)
        await asyncio.to_thread(answerer.begun.wait, 60)
        running.stop.set()
        answerer.go.set()
        assert await rig.next() == (running, STOPPED)
    assert message(running).previews[-1].startswith("🔎")  # no draft


async def test_a_revised_question_is_not_delivered(tmp_path: Path) -> None:
    answerer = FakeAnswerer()
    answerer.go.clear()
    async with working(tmp_path, answerer) as rig:
        first = rig.put(1)
        await asyncio.to_thread(answerer.begun.wait, 60)
        first.revised = True
        first.stop.set()
        second = rig.put(2)
        answerer.go.set()
        delivered, _ = await rig.next()
        assert delivered is second


async def test_going_down_the_current_question_is_stopped_and_not_delivered(
    tmp_path: Path,
) -> None:
    answerer = FakeAnswerer()
    answerer.go.clear()
    async with working(tmp_path, answerer) as rig:
        current = rig.put(1)
        await asyncio.to_thread(answerer.begun.wait, 60)
    assert current.stop.is_set()
    assert rig.endings.empty()
    assert rig.line.current is None


async def test_nothing_is_taken_while_the_line_is_shut(tmp_path: Path) -> None:
    answerer = FakeAnswerer()
    async with working(tmp_path, answerer) as rig:
        rig.put(1, text="What sank?")
        await rig.next()
        rig.line.open.clear()
        rig.put(2, text="What burned?")
        for _ in range(20):  # turns of the event loop
            await asyncio.sleep(0)
        assert len(rig.line.waiting) == 1
        rig.line.open.set()
        await rig.next()
    assert answerer.asked == ["What sank?", "What burned?"]


async def test_reading_ahead_is_interrupted_by_a_question(tmp_path: Path) -> None:
    answerer = FakeAnswerer()
    answerer.ahead = 1
    async with working(tmp_path, answerer) as rig:
        await asyncio.to_thread(answerer.reading.wait, 60)
        assert rig.line.reading_ahead
        assert not rig.line.idle
        rig.put(1)
        await rig.next()
    assert answerer.interrupted.is_set()
    assert not rig.line.reading_ahead


async def test_an_answer_is_shown_though_the_journal_fails_when_it_is_there(tmp_path: Path) -> None:
    async with working(tmp_path, FakeAnswerer()) as rig:
        rig.answerer.go.clear()
        rig.put(1)
        await asyncio.to_thread(rig.answerer.begun.wait)
        rig.journal.holds = failing  # type: ignore[method-assign]
        rig.answerer.go.set()
        _, ending = await rig.next()
    assert "Told about who led" in ending.parts[0]
    assert ending.parts[-1] == phrases.ANSWER_UNKEPT


def failing(question: int) -> bool:
    raise LibraryError("The database is away: start it.")
