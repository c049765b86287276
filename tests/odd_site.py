"""A web site on 127.0.0.1 that behaves well or oddly, page by page, for tests of fetching.

async with Site.running() as site:
    site.page("/ferry", "<html>…", etag='"1"')
    ... fetch site.url + "/ferry" ...
    assert site.asked == ["/robots.txt", "/ferry"]
"""

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Self

from aiohttp import web

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]

PAGE = """<!doctype html><html lang="en"><head><title>{title}</title>
<meta property="og:site_name" content="The Harbour Post">
<meta property="article:published_time" content="2024-03-09T10:00:00Z"></head>
<body><nav><a href="/">Home</a></nav><article><h1>{title}</h1><p>{first}</p>
<p>{second}</p></article></body></html>"""
FIRST = (
    "The ferry to Lower Island will run again from Monday, the port authority said on Friday, "
    "five weeks after a storm tore off the ramp at the northern end of the quay."
)
SECOND = (
    "Repairs took five weeks and cost 1.4 million crowns, twice as much as had been thought; the "
    "owner of the island's one café was relieved to hear of it."
)


def article(title: str, first: str = FIRST, second: str = SECOND) -> str:
    return PAGE.format(title=title, first=first, second=second)


def rss(*items: tuple[str, str, str], more: str = "") -> str:
    """A feed of (title, link, content)."""
    entries = "".join(
        f"<item><title>{title}</title><link>{link}</link><guid>{link or title}</guid>"
        f"<pubDate>Sat, 09 Mar 2024 10:00:00 GMT</pubDate>"
        f"<description><![CDATA[{content}]]></description></item>"
        for title, link, content in items
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>Harbour feed</title><language>en</language>{entries}{more}</channel></rss>"
    )


class Site:
    """`asked` are the paths that were asked for, in order, `heads` what was sent along."""

    def __init__(self) -> None:
        self.url = ""
        self.port = 0
        self.asked: list[str] = []
        self.heads: list[dict[str, str]] = []
        self.times: list[float] = []
        self._answers: dict[str, Answer] = {}

    @classmethod
    @asynccontextmanager
    async def running(cls) -> AsyncIterator[Self]:
        site = cls()
        app = web.Application()
        app.router.add_get("/{path:.*}", site._handle)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        site.port = runner.addresses[0][1]
        site.url = f"http://127.0.0.1:{site.port}"
        try:
            yield site
        finally:
            await runner.cleanup()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.path)
        self.heads.append(dict(request.headers))
        self.times.append(asyncio.get_running_loop().time())
        answer = self._answers.get(request.path)
        return await answer(request) if answer else web.Response(status=404)

    def answer(self, path: str, answer: Answer) -> str:
        self._answers[path] = answer
        return self.url + path

    def page(
        self,
        path: str,
        body: str | bytes,
        *,
        kind: str = "text/html; charset=utf-8",
        status: int = 200,
        etag: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> str:
        """Serve this; with `etag`, 304 to who has it. Gives the address."""
        data = body.encode() if isinstance(body, str) else body

        async def answer(request: web.Request) -> web.StreamResponse:
            head = {**(headers or {}), **({"ETag": etag} if etag else {})}
            if etag and request.headers.get("If-None-Match") == etag:
                return web.Response(status=304, headers=head)
            return web.Response(body=data, status=status, headers={**head, "Content-Type": kind})

        return self.answer(path, answer)

    def redirect(self, path: str, to: str) -> str:
        async def answer(request: web.Request) -> web.StreamResponse:
            return web.Response(status=302, headers={"Location": to})

        return self.answer(path, answer)

    def endless(self, path: str, chunk: bytes, pause_s: float = 0.0) -> str:
        """Never ends: a chunk each `pause_s`."""

        async def answer(request: web.Request) -> web.StreamResponse:
            response = web.StreamResponse(headers={"Content-Type": "text/html"})
            await response.prepare(request)
            try:
                while True:
                    await response.write(chunk)
                    await asyncio.sleep(pause_s)
            except ConnectionError:
                return response

        return self.answer(path, answer)

    def bomb(self, path: str, unpacked: int) -> str:
        """Sends zeros, packed to a thousandth."""
        return self.page(path, gzip.compress(bytes(unpacked)), headers={"Content-Encoding": "gzip"})
