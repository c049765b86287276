"""The calls of all chats together: as many a second as Telegram takes, divided among bots."""

import asyncio

from fake_clock import run

from bot.messenger.sending.all_calls import AllCalls

PER_SECOND = 20.0


async def done() -> bool:
    """A call that succeeds."""
    return True


async def made(calls: AllCalls, *, seconds: float, chat: int | None = 7) -> int:
    """How many calls get through in that time if ever so many wait."""
    data = {"chat_id": chat} if chat else {}
    waiting = [
        asyncio.create_task(calls.process_request(done, (), {}, "sendMessage", data, None))
        for _ in range(100)
    ]
    await asyncio.sleep(seconds)
    through = [each for each in waiting if each.done()]
    for each in waiting:
        each.cancel()
    return len(through)


def test_calls_to_chats_are_spaced_evenly() -> None:
    assert 19 <= run(made(AllCalls(PER_SECOND), seconds=1)) <= 21
    assert run(made(AllCalls(PER_SECOND), seconds=0.12)) <= 4


def test_what_goes_to_no_chat_does_not_wait() -> None:
    assert run(made(AllCalls(PER_SECOND), seconds=0.01, chat=None)) == 100


def test_bots_with_one_token_make_no_more_calls_together_than_one() -> None:
    async def together() -> int:
        bots = [AllCalls(PER_SECOND) for _ in range(4)]
        for each in bots:
            each.share(4)
        return sum(await asyncio.gather(*(made(each, seconds=2) for each in bots)))

    assert 36 <= run(together()) <= 44


def test_the_last_bot_gets_all_again() -> None:
    async def alone() -> int:
        calls = AllCalls(PER_SECOND)
        calls.share(4)
        await made(calls, seconds=0.5)
        calls.share(1)
        return await made(calls, seconds=1)

    assert 19 <= run(alone()) <= 21
