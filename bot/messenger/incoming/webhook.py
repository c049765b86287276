"""Wraps Tornado: the address at which Telegram brings updates.

Takes them from nobody who does not know the secret. Does not know what an update holds.
python-telegram-bot's own server refuses what it cannot read, which Telegram then brings for ever.
"""

import hmac
import json
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from tornado.httpserver import HTTPServer
from tornado.web import HTTPError

from bot.messenger.incoming.quiet_server import QuietApplication, QuietHandler

Take = Callable[[object], Awaitable[None]]


class Webhook:
    """A server at `path` that gives each update, as parsed JSON, to `take`."""

    def __init__(self, path: str, secret: str, take: Take) -> None:
        shared = {"secret": secret, "take": take}
        self._server = HTTPServer(QuietApplication([(rf"/{path}/?", _Handler, shared)]))

    def listen(self, address: str, port: int) -> None:
        """Begin to listen. Raises OSError when the port is in use."""
        self._server.listen(port, address)

    async def stop(self) -> None:
        """Take no more updates."""
        self._server.stop()
        await self._server.close_all_connections()


class _Handler(QuietHandler):
    FAILED = "an update from Telegram could not be taken"

    def initialize(self, secret: str, take: Take) -> None:
        """Keep what `Webhook` shares with each request."""
        self._secret = secret
        self._take = take

    async def post(self) -> None:
        """Take an update; whatever is not answered with 200 is brought again by Telegram."""
        given = self.request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            raise HTTPError(HTTPStatus.FORBIDDEN)
        try:
            update = json.loads(self.request.body)
        except (ValueError, RecursionError):
            raise HTTPError(HTTPStatus.BAD_REQUEST) from None
        await self._take(update)
