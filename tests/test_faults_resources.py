"""Memory or open files run out for one question: that one is told so, and the next is answered."""

import os
import re
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from bot_fakes import WHO_LED, PacedModel, answers, running_bot, says
from telegram_server import PrivateChat, TelegramServer

from bot.types import Call, Prompt

pytestmark = [pytest.mark.slow, pytest.mark.refusals]


class HungryModel(PacedModel):
    """Asks the system for more memory than there is, once."""

    hungry = True

    def write(
        self, prompt: Prompt, *, max_tokens: int, stop: tuple[str, ...], call: Call
    ) -> Iterator[str]:
        if self.hungry:
            self.hungry = False
            bytearray(2**62)
        yield from super().write(prompt, max_tokens=max_tokens, stop=stop, call=call)


@contextmanager
def no_new_files() -> Iterator[None]:
    """Let this process open nothing more, neither files nor connections."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    highest = max(int(name) for name in os.listdir("/dev/fd"))
    resource.setrlimit(resource.RLIMIT_NOFILE, (highest + 1, hard))
    taken: list[int] = []
    try:
        try:
            while True:
                taken.append(os.open(os.devnull, os.O_RDONLY))
        except OSError:
            yield
    finally:
        for number in taken:
            os.close(number)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


async def test_a_question_for_which_memory_is_missing_costs_no_other(
    server: TelegramServer,
    ana: PrivateChat,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with running_bot(server, tmp_path, HungryModel()):
        await ana.send(f"{WHO_LED} (1)")
        await ana.wait_for(says("went wrong on our side"))
        await ana.send(f"{WHO_LED} (2)")
        await ana.wait_for(answers("(2)"))
    assert "MemoryError" in caplog.text


async def test_a_question_for_which_files_are_missing_is_told_so_and_the_next_is_answered(
    server: TelegramServer,
    ana: PrivateChat,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with running_bot(server, tmp_path, PacedModel()):
        await ana.send("/help")
        await ana.wait_for(says("/search"))
        with no_new_files():
            await ana.send(f"{WHO_LED} (1)")  # its thread has not opened the library yet
            await server.wait_until(
                lambda: any(re.fullmatch(r"question \d+ failed", line) for line in caplog.messages)
            )
        await ana.wait_for(says("went wrong on our side"))
        await ana.send(f"{WHO_LED} (2)")
        await ana.wait_for(answers("(2)"))
