"""Wraps Tornado: the address at which Telegram brings updates.

Takes them from nobody who does not know the secret. Does not know what an update holds.
python-telegram-bot's own server refuses what it cannot read, which Telegram then brings for ever.
"""

import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from types import TracebackType

from tornado.httpserver import HTTPServer
from tornado.web import Application, HTTPError, RequestHandler

_LOG = logging.getLogger(__name__)

Take = Callable[[object], Awaitable[None]]


class Webhook:
    """A server at `path` that gives each update, as parsed JSON, to `take`."""

    def __init__(self, path: str, secret: str, take: Take) -> None:
        shared = {"secret": secret, "take": take}
        self._server = HTTPServer(_Silent([(rf"/{path}/?", _Handler, shared)]))

    def listen(self, address: str, port: int) -> None:
        """Begin to listen. Raises OSError when the port is in use."""
        self._server.listen(port, address)

    async def stop(self) -> None:
        """Take no more updates."""
        self._server.stop()
        await self._server.close_all_connections()


class _Silent(Application):
    def log_request(self, handler: RequestHandler) -> None:
        """Log nothing: anyone can make requests."""


class _Handler(RequestHandler):
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

    def log_exception(
        self,
        typ: type[BaseException] | None,
        value: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        """Log that an update could not be taken, without the request."""
        if not isinstance(value, HTTPError):
            _LOG.warning("an update from Telegram could not be taken (%s)", value)
