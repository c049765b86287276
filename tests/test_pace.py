"""The pace of one chat: who goes first, how fast, and that nobody is let through who gave up."""

import asyncio
from itertools import pairwise

import pytest

from bot.messenger.sending.pace import Allowance, Pace, Rank


async def now() -> float:
    return asyncio.get_running_loop().time()


@pytest.mark.parametrize("ticks", range(8))
async def test_an_edit_that_is_given_up_while_others_move_stays_given_up(ticks: int) -> None:
    """Else whoever gave it up would wait for it for ever."""
    pace = Pace(Allowance(60.0, 100, 1000))
    await pace.edit(Rank.FINAL, now)
    first = asyncio.create_task(pace.edit(Rank.DRAFT, now))
    other = asyncio.create_task(pace.edit(Rank.MINOR, now))
    for _ in range(5):
        await asyncio.sleep(0)
    other.cancel()
    for _ in range(ticks):
        await asyncio.sleep(0)
    first.cancel()
    await asyncio.wait({first}, timeout=3)
    assert first.cancelled()


async def test_a_burst_goes_through_at_once_and_then_as_many_as_are_allowed() -> None:
    pace = Pace(Allowance(0.0, 3, 20))
    times = await asyncio.gather(*(pace.say(now) for _ in range(7)))
    gaps = [later - earlier for earlier, later in pairwise(sorted(times))]
    assert sum(gaps[:2]) < 0.1
    assert sum(gaps[2:]) >= 4 / 20 - 0.01


async def test_what_must_be_said_goes_before_drafts_and_finds_an_allowance_left() -> None:
    pace, order = Pace(Allowance(0.0, 2, 10)), []

    async def call(name: str) -> None:
        order.append(name)

    minor = [pace.edit(Rank.MINOR, lambda: call("minor")) for _ in range(3)]
    drafts = [asyncio.create_task(each) for each in minor]
    await asyncio.sleep(0)
    await pace.say(lambda: call("said"))
    await pace.edit(Rank.FINAL, lambda: call("final"))
    await asyncio.gather(*drafts)
    assert order == ["minor", "said", "final", "minor", "minor"]
