"""Many people, many questions, a network that fails in one call of ten: each is answered once.

`pytest tests/test_soak.py --soak -s` runs all: 50 people and 1,000 questions; without the option a
tenth of that. Time runs faster than in life for the bot's pace and the server's limits alike.
"""

import asyncio
import os
import random
import sys
import time
from collections import defaultdict
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from bot_fakes import SAMPLES, WHO_LED, bot_settings, is_answer
from fakes import HashingEncoder
from telegram_server import Call, Chat, Fault, Message, TelegramServer

from bot import assembly

FASTER = 8.0
AT_A_TIME = 3
SAYING = ("sendMessage", "editMessageText")
IN_TIME_S = 900.0


class RoughServer(TelegramServer):
    """Fails in one of ten calls, in each of four ways."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._chance = random.Random(5)
        self.faults: defaultdict[str, int] = defaultdict(int)

    def take_fault(self, call: Call) -> Fault | None:
        if call.method not in (*SAYING, "getUpdates") or self._chance.random() >= 0.1:
            return None
        kind = self._chance.choice(("429", "502", "reset", "receipt lost"))
        self.faults[kind] += 1
        fault = Fault(call.method, 1, None)
        if kind == "429":
            flood = {"description": "Too Many Requests: retry after 1"}
            return replace(fault, error=(429, flood | {"parameters": {"retry_after": 1}}))
        if kind == "502":
            return replace(fault, error=(502, {"description": "Bad Gateway"}))
        return replace(fault, reset=True, executed=kind == "receipt lost")


def memory_mb(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def most_within(calls: list[Call], seconds: float) -> int:
    """The largest number of calls in any `seconds` seconds."""
    most = first = 0
    for last, call in enumerate(calls):
        while call.time - calls[first].time > seconds:
            first += 1
        most = max(most, last - first + 1)
    return most


def answers_to(asked: Message) -> list[Message]:
    return [m for m in asked.chat.messages if is_answer(m) and m.reply_to is asked]


async def ask_all(chat: Chat, questions: int, person: int, numbers: Any) -> list[Message]:
    """Ask some at a time, and wait for all of them before the next."""
    asked: list[Message] = []
    user = chat.members[person]
    while len(asked) < questions:
        some = [
            chat.post(user, f"@byline_test_bot {WHO_LED} ({next(numbers)})")
            for _ in range(min(AT_A_TIME, questions - len(asked)))
        ]
        asked += some
        deadline = time.monotonic() + IN_TIME_S
        while not all(answers_to(each) for each in some):
            assert time.monotonic() < deadline, f"not answered in {chat}"
            await chat.server.until_changed(time.monotonic() + 1)
    return asked


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
async def test_every_question_is_answered_once_in_order_within_all_limits(
    tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    whole = pytestconfig.getoption("--soak")
    private, each, in_group = (46, 21, 17) if whole else (6, 14, 8)
    async with RoughServer.running() as server:
        encoder: Any = HashingEncoder()
        library_folder = assembly.open_library_folder(bot_settings(server, tmp_path), encoder)
        library_folder.index([SAMPLES])
        library_folder.close()
        (tmp_path / "go").touch()
        chats: list[Chat] = [server.private_chat(server.user()) for _ in range(private)]
        groups: list[Chat] = [
            server.group_chat(f"G{n}", -1001000000001 - n, members=[server.user(), server.user()])
            for n in range(2)
        ]
        plan = [(chat, each, 0) for chat in chats]
        plan += [(group, in_group // 2 + person, person) for group in groups for person in (0, 1)]
        bot = await asyncio.create_subprocess_exec(
            *(sys.executable, str(Path(__file__).with_name("bot_alone.py"))),
            *(str(tmp_path), server.url, server.token, str(FASTER)),
            env={
                **os.environ,
                "PYTHONPATH": str(Path(__file__).parents[1]),
                "BYLINE_QUESTIONS_PER_MINUTE": "100000",
                "BYLINE_CHAT_QUESTIONS_PER_MINUTE": "100000",
            },
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            numbers = count()
            # A question from each first, so that all that is loaded once is there.
            await asyncio.gather(*(ask_all(chat, 1, 0, numbers) for chat in chats))
            before, began = memory_mb(bot.pid), time.monotonic()
            asked = await asyncio.gather(
                *(ask_all(chat, many, person, numbers) for chat, many, person in plan)
            )
            took, after = time.monotonic() - began, memory_mb(bot.pid)
            # A second answer to any question would come before the answers to these.
            await asyncio.gather(*(ask_all(chat, 1, 0, numbers) for chat in (*chats, *groups)))
        finally:
            bot.kill()
            await bot.wait()

        questions = [question for of_one in asked for question in of_one]
        assert [len(answers_to(question)) for question in questions] == [1] * len(questions)
        for of_one in asked:
            ends = [answers_to(question)[0].history[-1][0] for question in of_one]
            assert ends == sorted(ends)

        calls = server.calls_of(*SAYING)
        by_chat: defaultdict[int, list[Call]] = defaultdict(list)
        for call in calls:
            by_chat[int(call.params["chat_id"])].append(call)
        in_private = max(most_within(by_chat[chat.id], 10 / FASTER) for chat in chats)
        in_groups = max(most_within(by_chat[group.id], 60 / FASTER) for group in groups)
        in_all = most_within(calls, 1 / FASTER)
        print(
            f"\n{len(questions)} questions of {len(plan)} people in {took:.0f} s; "
            f"{len(server.calls)} calls, faults {dict(server.faults)}; in times as in life at most "
            f"{in_private} in 10 s to a chat, {in_groups} in 60 s to a group, {in_all} in 1 s; "
            f"memory {before:.0f} MB, then {after:.0f} MB"
        )
        assert in_private <= 10 + 3 + 1
        assert in_groups <= 20 + 1
        assert in_all <= 30 + 2
        assert after < before * 1.1 + 5
