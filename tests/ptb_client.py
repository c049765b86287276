"""Real Bot objects of python-telegram-bot that talk to the fixture server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram import Bot
from telegram.request import HTTPXRequest
from telegram_server import TelegramServer


def fast_request(read_timeout: float = 5) -> HTTPXRequest:
    """A request without the system's certificates, whose loading takes 0.2 s for each bot."""
    return HTTPXRequest(read_timeout=read_timeout, httpx_kwargs={"verify": False})


@asynccontextmanager
async def ptb(
    server: TelegramServer, token: str = "", read_timeout: float = 5
) -> AsyncIterator[Bot]:
    bot = Bot(
        token or server.token,
        base_url=server.url + "/bot",
        base_file_url=server.url + "/file/bot",
        request=fast_request(read_timeout),
        get_updates_request=fast_request(read_timeout),
    )
    async with bot:
        yield bot
