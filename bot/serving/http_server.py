"""Wraps uvicorn: runs the HTTP API until it is told to stop.

Knows sockets, signals and the order of stopping; does not know what is asked.
"""

import asyncio
import contextlib
import logging
import signal
import socket
from collections.abc import Iterator

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.answering.answerer import Answerer
from bot.serving.api_token import Access
from bot.serving.asking import Limits
from bot.serving.http_api import Served, api
from bot.serving.model_line import ModelLine
from bot.serving.page.visitors import MiniApp
from bot.settings import Settings
from index.folder.library_folder import LibraryFolder

_LOG = logging.getLogger(__name__)

_GOODBYE_S = 5  # for requests that are being answered; longer ones are cut off
_MOST_HEADER_BYTES = 16_384
_HEADERS_S = 10.0  # until the headers of a request are there; uvicorn waits for ever
_CONNECTIONS = 200  # at a time, beside those that wait for answers; further ones get a 503


def run(
    settings: Settings,
    listening: socket.socket,
    access: Access,
    answerer: Answerer,
    library_folder: LibraryFolder,
    *,
    mini_app: MiniApp | None = None,
) -> None:
    """Answer programs at `listening` until SIGTERM or SIGINT; closes the socket."""
    line = ModelLine(answerer, settings.serve_waiting)
    try:
        served = Served(line, library_folder, Limits(settings.serve_seconds), mini_app=mini_app)
        server = HttpServer(served, access, listening)
        _LOG.info(
            "answering at %s, with a page to read at %s/page/", server.address, server.address
        )
        asyncio.run(server.until_stopped())
    finally:
        line.close()
        listening.close()


class _Connection(H11Protocol):
    """Closes a connection when the headers of a request do not come in time.

    Without that limit, whoever sends half a header holds a connection of the server for ever.
    """

    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Wait for the rest of a request that has begun, until its headers are there."""
        super().data_received(data)
        if self.conn.their_state is h11.IDLE:
            self._wait()
        else:
            self._wait_no_more()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing."""
        super().connection_lost(exc)
        self._wait_no_more()

    def _wait(self) -> None:
        if self._waiting is None:
            self._waiting = self.loop.call_later(_HEADERS_S, self.transport.close)

    def _wait_no_more(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
        self._waiting = None


class HttpServer:
    """The API at a socket that is bound. `stop` may be called from any thread."""

    def __init__(self, served: Served, access: Access, listening: socket.socket) -> None:
        self._line = served.line
        self._listening = listening
        config = uvicorn.Config(
            api(served, access),
            log_config=None,
            access_log=False,  # addresses of requests hold what people search for
            server_header=False,
            proxy_headers=False,
            ws="none",
            http=_Connection,  # the other parser sets no limit to headers
            h11_max_incomplete_event_size=_MOST_HEADER_BYTES,
            lifespan="off",
            limit_concurrency=_CONNECTIONS + self._line.most_waiting,
            timeout_keep_alive=15,
            timeout_graceful_shutdown=_GOODBYE_S,
        )
        self._server = _Server(config)

    @property
    def address(self) -> str:
        """Where it is asked: "http://127.0.0.1:8080"."""
        host, port = self._listening.getsockname()[:2]
        return f"http://{f'[{host}]' if ':' in host else host}:{port}"

    async def until_stopped(self) -> None:
        """Serve until `stop` is called, or until SIGTERM or SIGINT in the main thread."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            # Windows, and threads that are not the main one, do without.
            with contextlib.suppress(NotImplementedError, ValueError, RuntimeError):
                loop.add_signal_handler(number, self.stop)
        await self._server.serve(sockets=[self._listening])
        _LOG.info("stopped")

    def stop(self) -> None:
        """Take no more requests, and stop the answers that are under way."""
        self._server.should_exit = True
        self._line.hang_up()


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone: uvicorn would end the process before anything is closed."""
        yield
