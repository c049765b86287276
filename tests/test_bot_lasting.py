"""No accepted question is lost or answered twice, whatever Telegram, network and machine do."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

import pytest
from bot_fakes import (
    LED,
    SAMPLES,
    WHO_LED,
    PacedModel,
    answers,
    bot_settings,
    is_answer,
    running_bot,
    says,
)
from fakes import HashingEncoder
from telegram_server import Message, PrivateChat, TelegramServer

from bot import assembly
from bot.memory.question_log import Journal
from index.errors import LibraryError

# Each starts the bot and a Telegram server, some twice.
pytestmark = [pytest.mark.slow, pytest.mark.refusals]


ALONE = Path(__file__).with_name("bot_alone.py")
ROOT = Path(__file__).parents[1]
BURNED = "Which minister visited the burned power station?"


def final(chat: PrivateChat) -> list[Message]:
    return [message for message in chat.messages if is_answer(message)]


async def alone(server: TelegramServer, folder: Path) -> asyncio.subprocess.Process:
    """Start the bot as a process of its own over the library in `folder`."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, str(ALONE), str(folder), server.url, server.token),
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=asyncio.subprocess.DEVNULL,
    )


def indexed(server: TelegramServer, folder: Path) -> None:
    encoder: Any = HashingEncoder()
    library_folder = assembly.open_library_folder(bot_settings(server, folder), encoder)
    library_folder.index([SAMPLES])
    library_folder.close()


@pytest.mark.timeout(900)  # two starts of a whole process, on a machine that may be busy
async def test_after_kill_9_accepted_questions_are_resumed_and_answered_once(
    server: TelegramServer, ana: PrivateChat, ben: PrivateChat, tmp_path: Path
) -> None:
    indexed(server, tmp_path)
    bot = await alone(server, tmp_path)
    try:
        await ana.send(f"{WHO_LED} (1)")
        running = await ana.wait_for(says(LED[:7], "…"), within=300)
        await ana.send(f"{WHO_LED} (2)")
        await ben.send(f"{WHO_LED} (3)")
        await ana.wait_for(says("in line"))
        await ben.wait_for(says("in line"))
        bot.send_signal(signal.SIGKILL)
        await bot.wait()
        assert final(ana) == []

        bot = await alone(server, tmp_path)
        await ana.wait_for(lambda m: m is running and "restarted" in m.text, within=300)
        (tmp_path / "go").touch()
        first = await ana.wait_for(answers("(1)"))
        await ana.wait_for(answers("(2)"))
        await ben.wait_for(answers("(3)"))
        await ana.send(f"{WHO_LED} (4)")
        await ana.wait_for(answers("(4)"))  # another answer to the others would come before it
    finally:
        bot.kill()
        await bot.wait()
    assert first is running  # it goes on in the message that was there
    assert len(final(ana)) == 3
    assert len(final(ben)) == 1


async def test_an_undelivered_answer_is_delivered_after_a_restart(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    model = PacedModel()
    model.lead_s = 0.5
    async with running_bot(server, tmp_path, model, spaced=False) as rig:
        server.fail_next("editMessageText", status=502, times=50)
        await ana.send(WHO_LED)
        conversation = f"telegram:{ana.id}:{ana.id}"
        await server.wait_until(lambda: rig.kept.sessions.last(conversation) is not None)
    server.clear_faults()
    assert final(ana) == []

    idle = PacedModel()
    async with running_bot(server, tmp_path, idle):
        await ana.wait_for(is_answer)
    assert idle.prompts == []
    assert len(final(ana)) == 1


async def test_a_question_cut_off_by_shutdown_is_answered_by_the_next_run(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    model = PacedModel()
    model.go.clear()
    async with running_bot(server, tmp_path, model, spaced=False):
        await ana.send(WHO_LED)
        kept = await ana.wait_for(says(LED[:7], "…"))
    assert "Your question is kept" in kept.text
    async with running_bot(server, tmp_path, PacedModel(), spaced=False):  # the farewell was not
        assert await ana.wait_for(is_answer) is kept
    model = PacedModel()
    async with running_bot(server, tmp_path, model, spaced=False):
        await ana.send(BURNED)
        await ana.wait_for(answers(BURNED))
    assert model.asked == [BURNED]  # what is unfinished would have been asked first
    assert len(final(ana)) == 2


async def test_an_update_that_comes_twice_is_answered_once(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    model = PacedModel()
    async with running_bot(server, tmp_path, model):
        asked = await ana.send(WHO_LED)
        server.push("message", asked.wire())  # under another number
        await ana.wait_for(is_answer)
        await ana.send("/help")
        await ana.wait_for(says("/sources"))
    async with running_bot(server, tmp_path, model):
        server.push_again()  # and over a restart
        await ana.send(BURNED)
        await ana.wait_for(answers(BURNED))
    assert model.asked == [WHO_LED, BURNED]
    assert len([m for m in ana.messages if m.from_bot]) == 3


@pytest.mark.parametrize("method", ["sendMessage", "editMessageText"])
@pytest.mark.parametrize("fault", ["429", "502", "reset", "receipt lost", "timeout"])
async def test_a_fault_in_any_call_leaves_exactly_one_answer(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path, method: str, fault: str
) -> None:
    if fault == "429":
        server.fail_next(method, retry_after=1)
    elif fault == "502":
        server.fail_next(method, status=502, times=2)
    elif fault == "timeout":
        server.delay_next(method, 6.0)  # longer than the bot waits
    else:
        server.reset_next(method, executed=fault == "receipt lost", times=2)
    async with running_bot(server, tmp_path, PacedModel(), spaced=False):
        await ana.send(WHO_LED)
        await ana.wait_for(is_answer)
    # Going down it has waited for its deliveries: nothing can come any more.
    assert len(final(ana)) == 1


async def test_a_person_who_blocked_the_bot_is_not_written_to_after_a_restart(
    server: TelegramServer, ana: PrivateChat, ben: PrivateChat, tmp_path: Path
) -> None:
    model = PacedModel()
    model.go.clear()
    async with running_bot(server, tmp_path, model, spaced=False) as rig:
        asked = await ana.send(WHO_LED)
        await ana.wait_for(says(LED[:7], "…"))
        ana.blocked = True
        model.go.set()

        def finished() -> bool:
            question = rig.kept.journal.asked_in(ana.id, asked.id)
            return question is not None and not question.text

        await server.wait_until(finished)
    calls = len(server.calls)
    async with running_bot(server, tmp_path, PacedModel()):
        await ben.send(WHO_LED)
        await ben.wait_for(is_answer)  # what is unfinished would have come first
    said = [c for c in server.calls[calls:] if c.method.startswith(("send", "edit"))]
    assert {str(call.params["chat_id"]) for call in said} == {str(ben.id)}


async def test_an_update_that_cannot_be_kept_is_fetched_again_until_it_can(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive = Journal.receive
    faults = [LibraryError("The disk is full: make room."), LibraryError("And again: make room.")]

    def full(self: Journal, *arguments: Any) -> bool:
        if faults:
            raise faults.pop()
        return receive(self, *arguments)

    monkeypatch.setattr(Journal, "receive", full)
    async with running_bot(server, tmp_path, PacedModel()):
        await ana.send(WHO_LED)
        await ana.wait_for(is_answer)
    assert faults == []
    assert len(final(ana)) == 1
