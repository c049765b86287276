"""A cable between the bot and the Telegram server, which a test cuts and mends.

Cut, it resets what is connected and takes no new connections, as a network that is gone.
"""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Self


class Cable:
    """Passes everything on to `port` of this machine; `url` is its own end."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._port = 0
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    @classmethod
    @asynccontextmanager
    async def to(cls, port: int) -> AsyncIterator[Self]:
        """A mended cable while the context lasts."""
        cable = cls(port)
        await cable.mend()
        try:
            yield cable
        finally:
            cable.cut()

    @property
    def url(self) -> str:
        """What the bot connects to."""
        return f"http://127.0.0.1:{self._port}"

    def cut(self) -> None:
        """Let nothing through any more."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in list(self._open):
            writer.transport.abort()

    async def mend(self) -> None:
        """Let everything through, at the same port as before."""
        self._server = await asyncio.start_server(
            self._pass_on, "127.0.0.1", self._port, reuse_address=True
        )
        self._port = self._server.sockets[0].getsockname()[1]

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self._to)
        self._open |= {writer, back}
        await asyncio.gather(_copy(reader, back), _copy(there, writer))
        self._open -= {writer, back}


class Names:
    """The names of machines: `telegram.test` is this one as long as they are not `gone`."""

    def __init__(self) -> None:
        self.gone = False
        self._look_up = socket.getaddrinfo

    def look_up(self, host: object, *arguments: object, **options: object) -> object:
        """In place of `socket.getaddrinfo`."""
        if host not in ("telegram.test", b"telegram.test"):
            return self._look_up(host, *arguments, **options)  # type: ignore[arg-type]
        if self.gone:
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return self._look_up("127.0.0.1", *arguments, **options)  # type: ignore[arg-type]


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    writer.close()
