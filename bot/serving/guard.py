"""Stands before the HTTP API: checks who asks, how much they send and how long that takes.

Plain ASGI, so that nothing of a request is read by a library before it may come in.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable, MutableMapping
from http import HTTPStatus
from typing import Any

from bot.serving.api_token import Access
from bot.serving.page.addresses import is_page

MOST_BYTES = 256 * 1024
"""The longest request; a question with twenty earlier turns takes a tenth of it."""

_SENDING_S = 10.0  # for the whole body of a request
# These tell nothing of articles or readers. The page looks itself at who asks.
_OPEN = frozenset({"/healthz", "/readyz", "/openapi.json"})

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]


class Guard:
    """Passes on to `app` what may come in, with its body already here."""

    def __init__(self, app: App, access: Access, statuses: Counter[int]) -> None:
        """`statuses` is where answers are counted by their status."""
        self._app = app
        self._access = access
        self._statuses = statuses

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Handle one request, or the start and end of the server."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._statuses[message["status"]] += 1
            await send(message)

        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        refusal = self._refusal(scope["path"], headers)
        if refusal:
            await _refuse(counted, *refusal)
            return
        try:
            body = await asyncio.wait_for(_body(receive), _SENDING_S)
        except TimeoutError:
            await _refuse(
                counted, HTTPStatus.REQUEST_TIMEOUT, f"Send a request within {_SENDING_S:.0f} s."
            )
            return
        except _TooLongError:
            await _refuse(counted, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _TOO_LONG)
            return
        if body is not None:  # the client is still there
            await self._app(scope, _replaying(body, receive), counted)

    def _refusal(self, path: str, headers: dict[bytes, str]) -> tuple[HTTPStatus, str] | None:
        length = headers.get(b"content-length", "0")
        if length.isdecimal() and int(length) > MOST_BYTES:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _TOO_LONG
        if path in _OPEN or is_page(path):
            return None
        why = self._access.refusal(headers.get(b"authorization", ""), headers.get(b"host", ""))
        status = HTTPStatus.UNAUTHORIZED if self._access.by_token else HTTPStatus.FORBIDDEN
        return (status, why) if why else None


_TOO_LONG = f"The request is too long: send at most {MOST_BYTES:,} bytes."


class _TooLongError(Exception):
    """The body of a request is longer than MOST_BYTES."""


async def _body(receive: Receive) -> bytes | None:
    """The whole body of a request, None when the client went away. Raises _TooLongError."""
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        part: bytes = message.get("body", b"")
        body += part
        if len(body) > MOST_BYTES:
            raise _TooLongError
        if not message.get("more_body", False):
            return body


def _replaying(body: bytes, receive: Receive) -> Receive:
    """A `receive` that first gives `body`, then what comes."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


async def _refuse(send: Send, status: HTTPStatus, why: str) -> None:
    content = json.dumps({"error": why}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(content))]
    # What is still to come of a refused request is not read.
    headers.append((b"connection", b"close"))
    if status == HTTPStatus.UNAUTHORIZED:
        headers.append((b"www-authenticate", b"Bearer"))
    await send({"type": "http.response.start", "status": int(status), "headers": headers})
    await send({"type": "http.response.body", "body": content})
