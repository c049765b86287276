"""Wraps Tornado: the address at which Telegram brings updates.

Takes them from nobody who does not know the secret. Does not know what an update holds.
python-telegram-bot's own server refuses what it cannot read, which Telegram then brings for ever.
"""

import hmac
import json
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus
from secrets import token_urlsafe
from urllib.parse import urlsplit

from telegram import Bot
from telegram.error import BadRequest
from tornado.httpserver import HTTPServer
from tornado.web import HTTPError

from bot.errors import SettingsError
from bot.messenger.incoming.quiet_server import QuietApplication, QuietHandler
from bot.messenger.incoming.update_queue import UnkeptError
from bot.messenger.sending.outbox import insist
from bot.settings import Settings

Take = Callable[[object], Awaitable[None]]


class Webhook:
    """A server at the settings' address that gives each update, as parsed JSON, to `take`."""

    def __init__(self, settings: Settings, take: Take) -> None:
        self._settings = settings
        self._url = settings.webhook_url or ""
        given = settings.webhook_secret
        self._secret = given.get_secret_value() if given else token_urlsafe(32)
        path = urlsplit(self._url).path.strip("/")
        shared = {"secret": self._secret, "take": take}
        self._server = HTTPServer(QuietApplication([(rf"/{path}/?", _Handler, shared)]))

    async def start(self, bot: Bot, kinds: Sequence[str]) -> None:
        """Listen, and tell Telegram to bring updates of these kinds.

        Raises SettingsError when the port is in use, or Telegram does not take the address.
        """
        settings = self._settings
        try:
            self._server.listen(settings.webhook_port, settings.webhook_listen)
            await insist(
                lambda: bot.set_webhook(
                    self._url, secret_token=self._secret, allowed_updates=list(kinds)
                ),
                patience_s=None,
            )
        except OSError as error:
            raise SettingsError(
                f"Nothing can listen at {settings.webhook_listen}:{settings.webhook_port} "
                f"({error.strerror}): set BYLINE_WEBHOOK_PORT to a port that is free."
            ) from error
        except BadRequest as error:
            raise SettingsError(
                f"Telegram does not take BYLINE_WEBHOOK_URL ({error.message}): it must be a "
                "public https address with port 443, 80, 88 or 8443; without the setting no "
                "address is needed."
            ) from error

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
        try:
            await self._take(update)
        except UnkeptError:  # told as a trouble, once, and not with each time that Telegram tries
            raise HTTPError(HTTPStatus.SERVICE_UNAVAILABLE) from None
