"""The pace of one chat: which call goes first, how fast, and that a cancelled one is not made."""

import asyncio

import pytest
from every_case import over
from fake_clock import run
from telegram.error import RetryAfter

from bot.messenger.sending.send_rate import Allowance, Pace, Rank


async def now() -> float:
    """A call that returns when it was made."""
    return asyncio.get_running_loop().time()


@over(range(8))
def test_an_edit_that_is_cancelled_while_others_move_up_stays_cancelled(ticks: int) -> None:
    """Otherwise whoever cancelled it would wait for it without end."""

    async def scenario() -> bool:
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
        return first.cancelled()

    assert run(scenario())


def test_a_burst_goes_through_at_once_and_then_as_many_as_are_allowed() -> None:
    async def scenario() -> list[float]:
        pace = Pace(Allowance(0.0, 3, 20))
        return await asyncio.gather(*(pace.say(now) for _ in range(7)))

    assert sorted(run(scenario())) == pytest.approx([0, 0, 0, 0.05, 0.1, 0.15, 0.2], abs=0.001)


def test_edits_keep_their_distance_and_new_messages_need_not() -> None:
    async def scenario() -> list[float]:
        pace = Pace(Allowance(1.5, 10, 10))
        first = await pace.edit(Rank.DRAFT, now)
        waiting = asyncio.create_task(pace.edit(Rank.FINAL, now))
        await asyncio.sleep(0.2)
        said = await pace.say(now)
        pressed = await pace.edit(Rank.AT_ONCE, now)  # as after Stop
        return [first, said, pressed, await waiting]

    assert run(scenario()) == pytest.approx([0, 0.2, 0.2, 1.7], abs=0.001)


def test_a_flood_limit_silences_everything_in_the_chat() -> None:
    async def scenario() -> list[float]:
        pace = Pace(Allowance(0.0, 10, 10))

        async def refused() -> None:
            raise RetryAfter(7)

        with pytest.raises(RetryAfter):
            await pace.edit(Rank.DRAFT, refused)
        return [await pace.say(now), await pace.edit(Rank.AT_ONCE, now)]

    assert run(scenario()) == pytest.approx([7, 7], abs=0.001)


def test_final_texts_go_before_drafts_and_find_an_allowance_left() -> None:
    async def scenario() -> list[str]:
        pace, order = Pace(Allowance(0.0, 2, 10)), []

        async def call(name: str) -> None:
            order.append(name)

        minor = [pace.edit(Rank.MINOR, lambda: call("minor")) for _ in range(3)]
        drafts = [asyncio.create_task(each) for each in minor]
        await asyncio.sleep(0)
        await pace.say(lambda: call("said"))
        await pace.edit(Rank.FINAL, lambda: call("final"))
        await asyncio.gather(*drafts)
        return order

    assert run(scenario()) == ["minor", "said", "final", "minor", "minor"]


def test_a_pace_at_rest_can_be_forgotten() -> None:
    async def scenario() -> list[bool]:
        pace = Pace(Allowance(1.5, 2, 1))
        looks = [pace.at_rest()]
        await pace.edit(Rank.DRAFT, now)
        looks.append(pace.at_rest())
        await asyncio.sleep(1.6)
        return [*looks, pace.at_rest()]

    assert run(scenario()) == [True, False, True]
