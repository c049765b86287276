"""A second tap on a button within seconds is one; a first that sent nothing does not count."""

import asyncio
from types import SimpleNamespace
from typing import Any

from bot.messenger.commands.repeated_taps import RepeatedTaps


class Query:
    """A tap as Telegram tells of it."""

    def __init__(self, person: int) -> None:
        self.from_user = SimpleNamespace(id=person)
        self.told: list[str | None] = []

    async def answer(self, text: str | None) -> None:
        self.told.append(text)


def tap(person: int, data: str) -> Any:
    return SimpleNamespace(query=Query(person), data=SimpleNamespace(text=data))


def test_the_time_counts_from_the_first_tap() -> None:
    seconds = 0.0
    taps = RepeatedTaps(lambda: seconds)

    async def is_one(person: int, data: str) -> bool:
        tapped = tap(person, data)
        repeated = await taps.is_one(tapped)
        assert tapped.query.told == (["It is below."] if repeated else [])
        return repeated

    async def play() -> None:
        nonlocal seconds
        assert not await is_one(1, "more:5")
        assert not await is_one(2, "more:5")
        assert not await is_one(1, "more:6")
        seconds = 8.0
        assert await is_one(1, "more:5")
        seconds = 12.0
        assert not await is_one(1, "more:5")

    asyncio.run(play())


def test_a_tap_that_sent_nothing_is_no_first_one() -> None:
    taps, tapped = RepeatedTaps(), tap(1, "more:5")

    async def play() -> list[bool]:
        first = await taps.is_one(tapped)
        taps.forget(tapped)
        return [first, await taps.is_one(tapped)]

    assert asyncio.run(play()) == [False, False]
