"""People in line are shown their position, the seconds to wait and the best sentence so far."""

import asyncio
import re

from fake_clock import run
from queue_fakes import job, message

from bot.messenger.queue.announcer import Announcer
from bot.messenger.queue.jobs import Job
from bot.messenger.queue.waiting_line import Line
from bot.messenger.text import phrases
from bot.types import Evidence
from index.types import Article, Sentence

START_S = 1000.0  # no machine has just been switched on
TEXT = "Ukraine's team was led by its defence minister."
NEAR = Evidence(1, Sentence("a", 0, 0, len(TEXT), TEXT), Article("a", "T", TEXT), likeness=1.0)


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def in_line(*people: int, clock: Clock | None = None) -> tuple[Line, list[Job]]:
    """An open line with one job of each person."""
    line = Line(clock or Clock())
    line.open.set()
    jobs = [job(number, person) for number, person in enumerate(people)]
    for each in jobs:
        line.waiting.put(each.question.person, each)
    return line, jobs


def seconds(of: Job) -> int:
    """The estimate in the last thing that was shown."""
    found = re.search(r"about (\d+) s", message(of).previews[-1])
    assert found
    return int(found[1])


async def told(line: Line, typical_s: float = 10.0) -> Announcer:
    """An announcer that has told all positions."""
    announcer = Announcer(line, lambda question: [], typical_s)
    announcer.tell_positions()
    await asyncio.sleep(0.01)
    return announcer


def test_the_estimate_counts_the_rest_of_the_current_answer_and_whole_ones_after_it() -> None:
    clock = Clock()
    line, jobs = in_line(1, 2, 3, clock=clock)
    line.begin()
    clock.now += 4

    async def scenario() -> None:
        (await told(line)).close()

    run(scenario(), START_S)
    assert "number 2" in message(jobs[1]).previews[-1]
    assert "number 3" in message(jobs[2]).previews[-1]
    assert [seconds(each) for each in jobs[1:]] == [6 + 10, 6 + 20]


def test_an_answer_that_takes_longer_than_usual_never_counts_less_than_nothing() -> None:
    clock = Clock()
    line, jobs = in_line(1, 2, clock=clock)
    line.begin()
    clock.now += 60

    async def scenario() -> None:
        (await told(line)).close()

    run(scenario(), START_S)
    assert seconds(jobs[1]) == 10


def test_estimates_follow_the_latest_answers() -> None:
    line, _ = in_line(1)

    async def scenario() -> float:
        announcer = await told(line)
        announcer.measured(20.0)
        announcer.close()
        return announcer.typical_s

    assert run(scenario(), START_S) == 0.7 * 10 + 0.3 * 20


def test_while_the_bot_is_paused_everyone_is_told_so() -> None:
    line, jobs = in_line(1, 2)
    line.open.clear()

    async def scenario() -> None:
        (await told(line)).close()

    run(scenario(), START_S)
    assert all("paused" in message(each).previews[-1] for each in jobs)


def test_positions_are_told_less_often_the_more_people_wait() -> None:
    line, jobs = in_line(*range(1, 51))

    async def scenario() -> list[int]:
        announcer = await told(line)
        counts = []
        for _ in range(5):
            announcer.tell_positions()
            await asyncio.sleep(2.5)  # half of what 50 people need at 10 a second
            counts.append(len(message(jobs[0]).previews))
        announcer.close()
        return counts

    assert run(scenario(), START_S) == [1, 2, 2, 3, 3]


def test_after_close_nothing_more_is_told() -> None:
    line, jobs = in_line(1, 2)

    async def scenario() -> None:
        announcer = Announcer(line, lambda question: [])
        announcer.tell_positions()
        announcer.close()
        announcer.tell_positions()
        await asyncio.sleep(60)

    run(scenario(), START_S)
    assert [message(each).previews for each in jobs] == [[], []]


def test_a_question_says_nothing_until_its_best_sentence_is_there() -> None:
    line, _ = in_line()
    late = job(1)

    async def scenario() -> list[list[str]]:
        announcer = Announcer(line, lambda question: [])
        announcer.expect(late)
        line.waiting.put(1, late)
        announcer.tell_positions()
        await asyncio.sleep(0.1)
        seen = [list(message(late).previews)]
        announcer.show_best(late, [NEAR])
        seen.append(list(message(late).previews))
        announcer.close()
        return seen

    before, after = run(scenario(), START_S)
    assert before == []
    assert len(after) == 1
    assert "defence minister" in after[0]


def test_without_a_near_sentence_the_position_is_shown_after_a_moment() -> None:
    line, _ = in_line()
    late = job(1)

    async def scenario() -> None:
        announcer = Announcer(line, lambda question: [])
        announcer.expect(late)
        line.waiting.put(1, late)
        announcer.show_best(late, [])
        assert message(late).previews == []
        await asyncio.sleep(1)
        announcer.close()

    run(scenario(), START_S)
    assert len(message(late).previews) == 1


def test_a_stopped_question_is_told_nothing() -> None:
    line, jobs = in_line(1, 2)
    jobs[1].stop.set()

    async def scenario() -> None:
        (await told(line)).close()

    run(scenario(), START_S)
    assert message(jobs[0]).previews
    assert message(jobs[1]).previews == []


def test_a_long_wait_is_said_in_minutes() -> None:
    assert phrases.place(1, 41.2).endswith("in about 42 s.")
    assert phrases.place(1, 89.0).endswith("in about 89 s.")
    assert phrases.place(20, 610.0).endswith("in about 10 min.")
