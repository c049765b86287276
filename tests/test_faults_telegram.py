"""Telegram or the names of all machines are gone for a while: nothing is lost, and it is told."""

import logging
import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bot_fakes import WHO_LED, answers, held, is_answer, running_bot, says
from cut_cable import Cable, Names
from telegram_server import PrivateChat, TelegramServer

from bot.messenger.text import owner_phrases

pytestmark = [pytest.mark.slow, pytest.mark.refusals]


@pytest.mark.parametrize("gone", ["network", "names"])
async def test_all_is_answered_when_telegram_is_back(  # noqa: PLR0917 - fixtures
    server: TelegramServer,
    ana: PrivateChat,
    ben: PrivateChat,
    tmp_path: Path,
    gone: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    model, names = held(), Names()
    monkeypatch.setattr(socket, "getaddrinfo", names.look_up)
    async with Cable.to(urlsplit(server.url).port or 0) as cable:
        server.url = cable.url.replace("127.0.0.1", "telegram.test")
        async with running_bot(server, tmp_path, model, admins=str(ben.id)) as rig:
            troubles = rig.service._troubles
            await ana.send(WHO_LED)
            await server.wait_until(model.writing.is_set)
            names.gone = gone == "names"
            cable.cut()
            if gone == "names":
                await cable.mend()
            model.go.set()
            await ben.send(f"{WHO_LED} (ben)")
            await server.wait_until(lambda: bool(troubles.now()))
            conversation = f"telegram:{ana.id}:{ana.id}"
            await server.wait_until(lambda: rig.kept.sessions.last(conversation) is not None)
            assert not any(map(is_answer, ana.messages))

            names.gone = False
            if gone == "network":
                await cable.mend()
            await ana.wait_for(is_answer)
            await ben.wait_for(answers("(ben)"))
            await ben.send("/status")
            status = await ben.wait_for(says("Over: Telegram cannot be reached"))
            assert "⚠️" not in status.text
    assert len(list(filter(is_answer, [*ana.messages, *ben.messages]))) == 2
    begun = [line for line in caplog.messages if line.startswith(owner_phrases.NO_TELEGRAM)]
    assert len(begun) == 1
    assert any("over after" in line for line in caplog.messages)
