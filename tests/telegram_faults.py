"""Telegram at its worst: errors and broken connections on demand, and flood limits.

Flood limits are off by default. With them, each chat has a token bucket: sending and editing take
one token each; a private chat holds 5 and gains 1 a second, a group holds 20 and gains 20 a minute.
Without a token the call is refused with 429 and the whole seconds until there is one. Telegram
publishes no exact numbers; these are its FAQ's advice plus a small burst. Its limit of 30 messages
a second over all chats is not enforced.
"""

from __future__ import annotations

import asyncio
import math
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from aiohttp import web
from lo_bot_api_emulator import ApiRefusal
from telegram_chats import Chat
from telegram_checks import Call, Json


@dataclass
class Flood:
    """Sizes of the token buckets."""

    private_burst: float = 5
    private_per_second: float = 1
    group_burst: float = 20
    group_per_second: float = 20 / 60


@dataclass
class Fault:
    """What happens to the next `times` calls of `method` whose parameters are as `when` says.

    With `error` (status and body) they are not executed. Else they take `delay` seconds and, with
    `reset`, the connection breaks: after they took effect if `executed`, without it otherwise.
    """

    method: str
    times: int
    when: Callable[[Json], bool] | None
    error: tuple[int, Json] | None = None
    executed: bool = False
    delay: float = 0
    reset: bool = False


class Faults:
    """The faults that tests have ordered, and the flood limits."""

    def __init__(self, flood: Flood | bool) -> None:
        """With `flood` there are flood limits."""
        self.flood = (Flood() if flood is True else flood) or None
        self.delayed = 0
        """Calls that a fault delays at this moment."""
        self._faults: list[Fault] = []
        self._buckets: dict[int, tuple[float, float]] = {}

    def fail_next(
        self,
        method: str,
        status: int = 429,
        *,
        retry_after: int = 2,
        times: int = 1,
        when: Callable[[Json], bool] | None = None,
    ) -> None:
        """Answer the next calls with an error, without executing them."""
        error: Json = {"description": HTTPStatus(status).phrase}
        if status == 429:
            error["description"] = f"Too Many Requests: retry after {retry_after}"
            error["parameters"] = {"retry_after": retry_after}
        self._faults.append(Fault(method, times, when, error=(status, error)))

    def reset_next(
        self,
        method: str,
        *,
        executed: bool = False,
        times: int = 1,
        when: Callable[[Json], bool] | None = None,
    ) -> None:
        """Reset the connection; with `executed` the call took effect and its answer is lost."""
        self._faults.append(Fault(method, times, when, executed=executed, reset=True))

    def delay_next(
        self,
        method: str,
        seconds: float,
        *,
        executed: bool = True,
        times: int = 1,
        when: Callable[[Json], bool] | None = None,
    ) -> None:
        """Answer late; the call takes effect at once, or after the delay if not `executed`."""
        self._faults.append(Fault(method, times, when, executed=executed, delay=seconds))

    def clear_faults(self) -> None:
        """Have no faults any more."""
        self._faults.clear()

    def take_fault(self, call: Call) -> Fault | None:
        """The fault that this call suffers, if there is one; it is used up."""
        for fault in self._faults:
            fits = fault.method == call.method and fault.times > 0
            if fits and (fault.when is None or fault.when(call.params)):
                fault.times -= 1
                return fault
        return None

    def check_flood(self, call: Call, chat: Chat | None) -> None:
        """Take a token of `chat` for the call. Raises ApiRefusal when there is none."""
        counted = call.method.startswith(
            ("sendMessage", "sendDocument", "sendPhoto", "editMessage")
        )
        if self.flood is None or chat is None or not counted:
            return
        private = chat.type == "private"
        burst = self.flood.private_burst if private else self.flood.group_burst
        rate = self.flood.private_per_second if private else self.flood.group_per_second
        tokens, since = self._buckets.get(chat.id, (burst, call.time))
        tokens = min(burst, tokens + (call.time - since) * rate)
        wait = math.ceil((1 - tokens) / rate)
        self._buckets[chat.id] = (tokens - (wait <= 0), call.time)
        if wait > 0:
            again = f"Too Many Requests: retry after {wait}"
            raise ApiRefusal(again, 429, {"retry_after": wait})

    async def interrupt(self, fault: Fault, request: web.Request) -> bool:
        """Wait as the fault says; True when it then broke the connection."""
        self.delayed += 1
        try:
            await asyncio.sleep(fault.delay)
        finally:
            self.delayed -= 1
        if not fault.reset or request.transport is None:
            return False
        raw = request.transport.get_extra_info("socket")
        linger = struct.pack("ii", 1, 0)  # closes with RST, not FIN
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        request.transport.abort()
        return True
