"""Wraps Tornado: health and metrics of the running bot at a port of their own.

/healthz says that the process runs, /readyz that it takes messages from Telegram, /metrics shows
numbers. They are read where they are kept when somebody asks, in the event loop of the bot.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from tornado.httpserver import HTTPServer
from tornado.web import HTTPError, RequestHandler

from bot.answering.answerer import Answerer
from bot.errors import SettingsError
from bot.failure_log import Failures
from bot.messenger.incoming.quiet_server import QuietApplication, QuietHandler
from bot.messenger.queue.question_desk import Desk
from bot.messenger.sending.all_calls import FAULTS
from bot.serving.api_token import Access, access, bound
from bot.settings import Settings
from index.errors import LibraryError, install
from index.folder.library_folder import LibraryFolder
from index.types import Summary

_LOG = logging.getLogger(__name__)

_ADDRESS = "BYLINE_METRICS_LISTEN"
_MOST_BYTES = 4096  # of a request


def check(settings: Settings) -> Access | None:
    """Who may ask for metrics, None when no port is set.

    Raises SettingsError when others than this machine could ask without a token, or when what
    writes metrics is not installed.
    """
    if settings.metrics_port is None:
        return None
    try:
        import bot.serving.prometheus_format  # noqa: F401
    except ImportError as error:
        raise SettingsError(
            f"BYLINE_METRICS_PORT needs more than is installed ({error}): install it by "
            f"{install('serve')}, or take the setting away."
        ) from error
    return access(settings, settings.metrics_listen, _ADDRESS)


class HealthPort:
    """`start` it within a running loop, `stop` it at the end; does nothing when no port is set."""

    def __init__(
        self,
        settings: Settings,
        *,
        answerer: Answerer,
        desk: Desk,
        library_folder: LibraryFolder,
        failures: Failures,
        ready: Callable[[], bool],
    ) -> None:
        """`ready` says whether updates arrive. Raises SettingsError as `check` does."""
        self._access = check(settings)
        self._settings = settings
        self._answerer = answerer
        self._desk = desk
        self._library_folder = library_folder
        self._failures = failures
        self._ready = ready
        self._server: HTTPServer | None = None

    def start(self) -> None:
        """Begin to listen. Raises SettingsError when the port is taken."""
        settings = self._settings
        if settings.metrics_port is None or self._access is None:
            return
        names = f"{_ADDRESS} and BYLINE_METRICS_PORT"
        listening = bound(settings.metrics_listen, settings.metrics_port, names)
        listening.setblocking(False)
        listening.listen()
        app = QuietApplication(
            [
                ("/healthz", _Health, {"ready": lambda: True}),
                ("/readyz", _Health, {"ready": self._ready}),
                ("/metrics", _Metrics, {"access": self._access, "text": self._text}),
            ]
        )
        self._server = HTTPServer(app, max_body_size=_MOST_BYTES)
        self._server.add_socket(listening)
        _LOG.info("health and metrics are at port %d", settings.metrics_port)

    async def stop(self) -> None:
        """Answer no more."""
        if self._server is not None:
            self._server.stop()
            await self._server.close_all_connections()

    async def _text(self) -> bytes:
        """The metrics of this moment. Raises LibraryError."""
        from bot.serving import prometheus_format

        state = self._desk.state()
        # Counting millions of passages takes a moment: the bot goes on meanwhile.
        library = await asyncio.to_thread(self._held)
        return prometheus_format.text(
            prometheus_format.Numbers(
                tally=self._answerer.tally,
                library=library,
                waiting=state.waiting,
                answering=state.answering,
                telegram_failures=FAULTS.copy(),
                log_lines=self._failures.counts.copy(),
            )
        )

    def _held(self) -> Summary:
        return self._library_folder.library.summary()


class _Health(RequestHandler):
    def initialize(self, ready: Callable[[], bool]) -> None:
        """Keep how to find out."""
        self._is_ready = ready

    def get(self) -> None:
        """Say whether all is well."""
        ready = self._is_ready()
        self.set_status(HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE)
        self.write({"ok": ready})


class _Metrics(QuietHandler):
    FAILED = "metrics could not be shown"

    def initialize(self, access: Access, text: Callable[[], Awaitable[bytes]]) -> None:
        """Keep who may ask, and what they are told."""
        self._access = access
        self._text = text

    async def get(self) -> None:
        """Show the metrics to who may see them."""
        headers = self.request.headers
        why = self._access.refusal(headers.get("Authorization", ""), headers.get("Host", ""))
        if why:
            if self._access.by_token:
                self.set_status(HTTPStatus.UNAUTHORIZED)
                self.set_header("WWW-Authenticate", "Bearer")
            else:
                self.set_status(HTTPStatus.FORBIDDEN)
            self.write({"error": why})
            return
        try:
            content = await self._text()
        except LibraryError as error:
            _LOG.warning("no metrics: %s", error)
            raise HTTPError(HTTPStatus.SERVICE_UNAVAILABLE) from error
        from bot.serving.prometheus_format import CONTENT_TYPE

        self.set_header("Content-Type", CONTENT_TYPE)
        self.write(content)
