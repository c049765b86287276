"""Telegram brings updates to our webhook, which accepts them from nobody else."""

import socket
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from bot_fakes import WHO_LED, PacedModel, is_answer, running_bot
from telegram_server import PrivateChat, TelegramServer

from bot.errors import SettingsError
from bot.memory.question_log import Journal
from index.errors import LibraryError

SECRET = "a-secret-of-our-own"


@pytest.fixture
def hook() -> dict[str, Any]:
    """Settings of a webhook at a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return {"webhook_url": f"http://127.0.0.1:{port}/byline", "webhook_port": port}


async def test_a_question_brought_to_the_webhook_is_answered(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path, hook: dict[str, Any]
) -> None:
    async with running_bot(server, tmp_path, PacedModel(), **hook):
        await ana.send(WHO_LED)
        await ana.wait_for(is_answer)
    assert server.calls_of("getUpdates") == []
    assert [status for _, status in server.brought] == [200]


@pytest.mark.slow
async def test_after_a_webhook_the_bot_can_ask_for_updates_again(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path, hook: dict[str, Any]
) -> None:
    async with running_bot(server, tmp_path, PacedModel(), **hook):
        pass
    await ana.send(WHO_LED)
    async with running_bot(server, tmp_path, PacedModel()):
        await ana.wait_for(is_answer)


@pytest.mark.parametrize("secret", [None, "a-guess-of-somebody"])
async def test_updates_without_the_secret_are_refused(
    server: TelegramServer,
    ana: PrivateChat,
    tmp_path: Path,
    hook: dict[str, Any],
    secret: str | None,
) -> None:
    model = PacedModel()
    asked = server.post(ana, ana.members[0], text=WHO_LED)
    update = {"update_id": 1, "message": asked.wire()}
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
    async with (
        running_bot(server, tmp_path, model, **hook, webhook_secret=SECRET),
        ClientSession() as stranger,
        stranger.post(hook["webhook_url"], json=update, headers=headers) as response,
    ):
        assert response.status == 403
    assert model.prompts == []


async def test_an_update_that_cannot_be_stored_is_not_accepted_and_so_brought_again(
    server: TelegramServer,
    ana: PrivateChat,
    tmp_path: Path,
    hook: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    receive = Journal.receive
    faults = [LibraryError("The disk is full: make room.")]

    def full(self: Journal, *arguments: Any) -> bool:
        if faults:
            raise faults.pop()
        return receive(self, *arguments)

    monkeypatch.setattr(Journal, "receive", full)
    async with running_bot(server, tmp_path, PacedModel(), **hook):
        await ana.send(WHO_LED)
        await ana.wait_for(is_answer)
    assert [status for _, status in server.brought] == [503, 200]
    assert len([m for m in ana.messages if is_answer(m)]) == 1


async def test_a_port_in_use_is_reported_in_one_line(
    server: TelegramServer, tmp_path: Path, hook: dict[str, Any]
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", hook["webhook_port"]))
        other.listen()
        with pytest.raises(SettingsError, match="BYLINE_WEBHOOK_PORT"):
            async with running_bot(server, tmp_path, PacedModel(), **hook):
                pass
