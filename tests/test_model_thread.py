"""The model's thread is really killed or hangs: what waits is told, and a new one goes on."""

import asyncio
import ctypes
import threading
from pathlib import Path

import pytest
from test_model_worker import FakeAnswerer, working

from bot.messenger.queue.jobs import BROKEN, TOOK_TOO_LONG
from bot.messenger.queue.model_thread import LostThreadError, ModelThread

NEVER_S = 3600.0


def end(thread: threading.Thread | None) -> None:
    """End a thread from outside, at its next step in Python."""
    assert thread is not None
    number = ctypes.c_ulong(thread.ident or 0)
    assert ctypes.pythonapi.PyThreadState_SetAsyncExc(number, ctypes.py_object(SystemExit)) == 1


async def died(thread: ModelThread) -> None:
    """Wait until the thread has ended with what it was given."""
    async with asyncio.timeout(60):
        while not thread.dead:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.001)


async def test_what_a_dead_thread_took_along_is_given_up_and_the_next_is_done() -> None:
    thread = ModelThread()
    assert await thread.run(lambda: 1) == 1
    end(thread._thread)  # it waits for work: it ends as soon as it has some, and takes it along
    lost = asyncio.create_task(thread.run(lambda: 2))
    await died(thread)
    thread.give_up()
    with pytest.raises(LostThreadError):
        await lost
    assert await thread.run(lambda: 3) == 3
    thread.close()


async def test_a_thread_at_rest_is_neither_dead_nor_silent() -> None:
    seconds = 0.0
    thread = ModelThread(lambda: seconds)
    assert await thread.run(lambda: 5) == 5
    seconds = NEVER_S
    assert (thread.dead, thread.silent_s) == (False, 0.0)
    thread.close()


async def test_the_question_of_a_dead_thread_is_answered_in_a_new_one(tmp_path: Path) -> None:
    async with working(tmp_path, FakeAnswerer()) as rig:
        rig.put(1, text="What sank?")
        await rig.next()
        while rig.line.reading_ahead:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.001)
        end(rig.worker._thread._thread)
        rig.put(2, text="What burned?")
        await died(rig.worker._thread)
        assert rig.worker.thread_died()
        rig.worker.replace_thread()
        _, ending = await rig.next()
        assert "Told about" in ending.parts[0]
        assert not rig.worker.thread_died()


async def test_a_thread_killed_at_work_costs_its_question_and_no_other(tmp_path: Path) -> None:
    answerer = FakeAnswerer()
    killed = threading.Event()

    def working_on() -> None:
        answerer.begun.set()
        while not killed.wait(0.001):
            pass

    answerer.go.wait = working_on  # type: ignore[method-assign,assignment]
    async with working(tmp_path, answerer) as rig:
        rig.put(1, text="What sank?")
        await asyncio.to_thread(answerer.begun.wait, 60)
        end(rig.worker._thread._thread)
        _, ending = await rig.next()
        assert ending is BROKEN
        killed.set()
        rig.put(2, text="What burned?")
        _, ending = await rig.next()
        assert "Told about" in ending.parts[0]


async def test_an_answer_without_end_is_broken_off_once_and_the_next_is_answered(
    tmp_path: Path,
) -> None:
    answerer = FakeAnswerer()
    answerer.go.clear()
    async with working(tmp_path, answerer) as rig:
        rig.put(1)
        await asyncio.to_thread(answerer.begun.wait, 60)
        assert rig.worker.too_long(NEVER_S) == ""
        assert rig.worker.too_long(0.0)
        rig.worker.break_off()
        assert rig.worker.too_long(0.0) == ""  # once is enough
        answerer.go.set()  # it hears that it is to stop
        _, ending = await rig.next()
        assert ending is TOOK_TOO_LONG
        rig.put(2)
        _, ending = await rig.next()
        assert "Told about" in ending.parts[0]


async def test_a_model_that_hangs_is_left_and_no_other_question_begins(tmp_path: Path) -> None:
    answerer = FakeAnswerer()
    answerer.go.clear()
    async with working(tmp_path, answerer) as rig:
        hanging = rig.put(1, text="What sank?")
        await asyncio.to_thread(answerer.begun.wait, 60)
        rig.put(2, text="What burned?")
        assert rig.worker.hangs(NEVER_S, NEVER_S) == ""
        assert rig.worker.hangs(0.0, NEVER_S)  # no sign of it
        assert rig.worker.hangs(NEVER_S, -NEVER_S)  # it goes on though it was to stop
        rig.worker.leave_model()
        assert await rig.next() == (hanging, BROKEN)
        assert rig.worker._task is not None
        await asyncio.wait_for(rig.worker._task, 60)
        assert answerer.asked == ["What sank?"]
        assert [q.text for q in rig.journal.unfinished()] == ["What sank?", "What burned?"]
