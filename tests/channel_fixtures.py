"""Fixtures of a watched channel; test files name this as their `pytest_plugins`."""

import pytest
from telegram_server import ChannelChat, TelegramServer

from bot.messenger.channels import post_desk
from index.web.fetch import FetchLimits


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Posts are read at once, and pages are fetched without a pause."""
    monkeypatch.setattr(post_desk, "_QUIET_S", 0.2)
    monkeypatch.setattr(post_desk, "_RETRY_S", 0.1)
    limits = FetchLimits(seconds=10, delay_s=0)
    monkeypatch.setattr("bot.adding.gatherer.FetchLimits", lambda: limits)


@pytest.fixture
def harbour(server: TelegramServer) -> ChannelChat:
    return server.channel("Harbour Channel", "harbour")
