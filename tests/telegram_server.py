"""A local Bot API server that refuses what Telegram refuses, so tests drive our real bot over HTTP.

    async with TelegramServer.running() as server:
        # build the bot with base_url=server.url + "/bot", base_file_url=server.url + "/file/bot"
        chat = server.private_chat(server.user(first_name="Ana"))
        await chat.send("/start")
        hello = await chat.wait_for(lambda message: "Hello" in message.text)
        await (await chat.press(hello, "Sources")).answered()
        assert server.refused == []

This file is the HTTP side. `telegram_checks.py` checks parameters, `telegram_methods.py` executes
calls, `telegram_world.py` and `telegram_chats.py` are what they act on, `telegram_updates.py`
brings updates to the bot, `telegram_faults.py` has faults and flood limits. PTB shows error texts
without "Bad Request: " and with only the first letter capital.

Knows nothing of our bot, of articles or of models.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NamedTuple, Self

from aiohttp import web
from lo_bot_api_emulator import ApiRefusal, LoBotApiEmulator
from telegram_channels import ChannelChat, Channels
from telegram_chats import Chat, GroupChat, Message, PrivateChat, User
from telegram_checks import Call, Json, decoded
from telegram_faults import Fault, Faults, Flood
from telegram_methods import NOT_MODIFIED, TOO_OLD, Methods
from telegram_recording import recorded, transcript

__all__ = [
    "NOT_MODIFIED",
    "TOO_OLD",
    "Call",
    "ChannelChat",
    "Chat",
    "Fault",
    "Flood",
    "GroupChat",
    "Message",
    "PrivateChat",
    "TelegramServer",
    "User",
    "recorded",
    "transcript",
]


class Refusal(NamedTuple):
    """A call that was refused, with the HTTP status and Telegram's words."""

    call: Call
    status: int
    description: str


class TelegramServer(Channels, Methods, Faults, LoBotApiEmulator):  # type: ignore[misc]
    """A running server: `calls` are all that the bot made, `refused` those that were refused."""

    def __init__(self, *, flood: Flood | bool = False, callback_lifetime: float = 15) -> None:
        """With `flood` there are flood limits; see `Methods` for `callback_lifetime`."""
        LoBotApiEmulator.__init__(self)
        Channels.__init__(self, callback_lifetime)
        Faults.__init__(self, flood)
        self.token = "7000000001:AAF-a-token-of-thirty-five-letters"
        self.url = ""
        self.refused: list[Refusal] = []

    @classmethod
    @asynccontextmanager
    async def running(cls, **options: Any) -> AsyncIterator[Self]:
        """A server at a free port while the context lasts; `options` as of `__init__`."""
        server = cls(**options)
        runner = web.AppRunner(server.app(), access_log=None, shutdown_timeout=0.2)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield server
        finally:
            if server._bringing is not None:
                server._bringing.cancel()
            await runner.cleanup()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one call of the Bot API."""
        call, fault = Call(time.monotonic(), request.match_info["method"], {}), None
        status = 200
        body: Json = {}
        try:
            self._check_token(request.match_info["token"])
            form = await self.read_request(request)
            self.calls.append(call._replace(params=form[0]))
            self.touch()
            simulated = hasattr(self, call.method)
            params = decoded(call.method, *form, simulated=simulated)
            call = call._replace(params=params)
            self.calls[-1] = call
            fault = self.take_fault(call)
            if fault is not None and fault.error is not None:
                status, body = fault.error
            else:
                if fault and not fault.executed and await self.interrupt(fault, request):
                    return web.Response()
                self.check_flood(call, self.known_chat(call.params))
                result = getattr(self, call.method)(call.params)
                body = {"result": await result if asyncio.iscoroutine(result) else result}
        except ApiRefusal as error:
            status, body = error.status, {"description": error.description}
            body |= {"parameters": error.parameters} if error.parameters else {}
            if request.transport is not None:  # else: an abandoned long poll
                self.refused.append(Refusal(call, status, error.description))
        if fault is not None and fault.executed and await self.interrupt(fault, request):
            return web.Response()
        extra = {} if status == 200 else {"error_code": status}
        return web.json_response({"ok": status == 200, **extra, **body}, status=status)

    async def download(self, request: web.Request) -> web.StreamResponse:
        """Give a file's content to a bot that has the token."""
        if request.match_info["token"] != self.token:
            raise web.HTTPNotFound
        response: web.StreamResponse = await super().download(request)
        return response

    def _check_token(self, token: str) -> None:
        if token != self.token:
            known = re.fullmatch(r"\d+:[\w-]+", token)
            raise ApiRefusal(*(("Unauthorized", 401) if known else ("Not Found", 404)))
