"""Health and metrics of the running bot, at a port of their own."""

import socket
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from api_server import TOKEN, metrics
from bot_fakes import WHO_LED, is_answer, running_bot
from paced_model import PacedModel
from telegram_chats import PrivateChat
from telegram_server import TelegramServer

from bot.errors import SettingsError


@pytest.fixture
def port() -> int:
    """A port that is free."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


async def test_a_bot_tells_its_health_and_numbers(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path, port: int
) -> None:
    address = f"http://127.0.0.1:{port}"
    async with (
        running_bot(server, tmp_path, PacedModel(), metrics_port=port),
        ClientSession(address) as client,
    ):
        await ana.send(WHO_LED)
        await ana.wait_for(is_answer)
        for path in ("/healthz", "/readyz"):
            async with client.get(path) as response:
                assert (response.status, await response.json()) == (200, {"ok": True})
        async with client.get("/metrics", headers={"Host": "evil.example"}) as response:
            assert response.status == 403
        async with client.get("/metrics") as response:
            assert response.status == 200
            numbers = metrics(await response.text())
    assert numbers["byline_questions_total", "answered"] == 1
    assert numbers["byline_step_seconds_count", "total"] == 1
    assert numbers["byline_articles",] == 12
    assert numbers["byline_questions_waiting",] == 0
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port))


@pytest.mark.refusals
async def test_failed_calls_are_counted_and_a_token_is_asked_for(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path, port: int
) -> None:
    options: dict[str, Any] = {
        "metrics_port": port,
        "metrics_listen": "0.0.0.0",
        "api_token": TOKEN,
    }
    async with (
        running_bot(server, tmp_path, PacedModel(), **options),
        ClientSession(f"http://127.0.0.1:{port}") as client,
    ):
        server.fail_next("sendMessage", 502)
        await ana.send(WHO_LED)
        await ana.wait_for(is_answer)
        async with client.get("/metrics") as response:
            assert response.status == 401
            assert response.headers["WWW-Authenticate"] == "Bearer"
        headers = {"Authorization": f"Bearer {TOKEN}"}
        async with client.get("/metrics", headers=headers) as response:
            numbers = metrics(await response.text())
    failed = [name for name in numbers if name[0] == "byline_telegram_failures_total"]
    assert failed


async def test_metrics_for_all_the_world_need_a_token_and_the_port_must_be_free(
    server: TelegramServer, tmp_path: Path, port: int
) -> None:
    with pytest.raises(SettingsError, match=r"BYLINE_METRICS_LISTEN.*BYLINE_API_TOKEN"):
        async with running_bot(
            server, tmp_path, PacedModel(), metrics_port=port, metrics_listen="0.0.0.0"
        ):
            pass
    with (
        socket.create_server(("127.0.0.1", port)),
        pytest.raises(SettingsError, match="BYLINE_METRICS_PORT"),
    ):
        async with running_bot(server, tmp_path, PacedModel(), metrics_port=port):
            pass
