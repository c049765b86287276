"""Turns are fair, and people are shown the positions that they really have."""

import asyncio
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from bot.messenger.queue.fair_turns import FairQueue

Job = tuple[int, int]  # person, number
PUTS = st.lists(st.integers(min_value=1, max_value=4), max_size=20)


def filled(people: Sequence[int]) -> FairQueue[Job]:
    queue: FairQueue[Job] = FairQueue()
    for number, person in enumerate(people):
        queue.put(person, (person, number))
    return queue


def all_of(queue: FairQueue[Job]) -> list[Job]:
    return [queue.take() for _ in range(len(queue))]


def test_people_take_turns_in_the_order_in_which_they_came() -> None:
    taken = all_of(filled([1, 1, 1, 2, 3, 2]))
    assert [person for person, _ in taken] == [1, 2, 3, 1, 2, 1]


async def test_a_job_can_be_waited_for() -> None:
    queue: FairQueue[Job] = FairQueue()
    filled = asyncio.create_task(queue.filled())
    await asyncio.sleep(0)
    assert not filled.done()
    queue.put(1, (1, 0))
    await asyncio.wait_for(filled, 1)
    assert queue.take() == (1, 0)


@given(PUTS)
def test_jobs_are_taken_in_the_order_that_is_shown(people: list[int]) -> None:
    queue = filled(people)
    shown = list(queue.in_order())
    assert all_of(queue) == shown


@given(PUTS)
def test_each_persons_jobs_keep_their_order(people: list[int]) -> None:
    taken = all_of(filled(people))
    for person in set(people):
        numbers = [number for who, number in taken if who == person]
        assert numbers == sorted(numbers)


@given(PUTS)
def test_nobody_is_served_twice_before_everyone_who_waits_is_served_once(
    people: list[int],
) -> None:
    taken = [person for person, _ in all_of(filled(people))]
    for turn, person in enumerate(taken):
        if person in taken[:turn]:
            last = turn - 1 - taken[:turn][::-1].index(person)
            waiting = set(taken[last + 1 :]) - {person}
            assert waiting <= set(taken[last + 1 : turn])


@given(PUTS.filter(bool), st.data())
def test_a_removed_job_leaves_the_others_as_they_were(
    people: list[int], data: st.DataObject
) -> None:
    queue = filled(people)
    job = data.draw(st.sampled_from(list(enumerate(people)))) if people else (0, 0)
    gone = (job[1], job[0])
    assert queue.remove(gone)
    assert not queue.remove(gone)
    left = all_of(queue)
    assert sorted(left) == sorted({(who, n) for n, who in enumerate(people)} - {gone})
    assert queue.count(gone[0]) == 0
