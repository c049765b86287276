"""Fetches pages politely: obeys robots.txt, pauses between requests, asks only for what changed.

Knows redirects, charsets and status codes; does not know what a page is fetched for.
"""

import asyncio
import time
from collections import defaultdict
from dataclasses import dataclass, field
from email.message import Message
from importlib.metadata import version
from types import TracebackType
from typing import Self
from urllib.parse import urljoin

from index.errors import FetchError
from index.web.connection import Connector, Reply, parsed
from index.web.robots import AGENT, Rules

_USER_AGENT = f"{AGENT}/{version('byline')}"
_REDIRECTS = (301, 302, 303, 307, 308)
_MOST_ROBOTS_BYTES = 512_000
_WORDS = {
    401: "wants a login (401): save the page from your browser.",
    403: "is refused to us by the site (403): save the page from your browser.",
    404: "is not there (404): check the address.",
    410: "is not there any more (410): take it off the list.",
    429: "was asked for too often (429): try again later.",
    451: "is closed for legal reasons (451): take it off the list.",
}


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """Limits of one fetch: size in bytes, time in seconds, and redirects.

    `delay_s` is the shortest pause between two requests to one host, in seconds.
    """

    most_bytes: int = 20_000_000
    seconds: float = 30.0
    redirects: int = 5
    delay_s: float = 1.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it was sent, decompressed. `url` is the address after all redirects.

    `kind` is its media type, such as "text/html". Fields are "" when the server did not say.
    """

    url: str
    data: bytes
    kind: str = ""
    charset: str = ""
    etag: str = ""
    last_modified: str = ""


@dataclass(slots=True)
class _Host:
    """What we know of a site: its rules or why they cannot be read, and the last request's time."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    rules: Rules | None = None
    fault: str = ""
    asked: float = float("-inf")


class Fetcher:
    """Fetches pages; use it with `async with`. It caches each site's robots rules."""

    def __init__(self, connector: Connector, limits: FetchLimits | None = None) -> None:
        self._connector = connector
        self._limits = limits or FetchLimits()
        self._hosts: defaultdict[str, _Host] = defaultdict(_Host)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._connector.close()

    async def get(
        self, url: str, *, etag: str = "", last_modified: str = "", via: str = ""
    ) -> Fetched | None:
        """Fetch the page at `url`; None when it is unchanged since this etag or date.

        `via` is the page that linked here. A page outside must not lead to a host inside the
        owner's network: such a host is reached only from the owner's list or from another such
        host. Raises FetchError.
        """
        headers = {
            "User-Agent": _USER_AGENT,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            **({"If-None-Match": etag} if _is_header(etag) else {}),
            **({"If-Modified-Since": last_modified} if _is_header(last_modified) else {}),
        }
        address, reply = await self._follow(url, headers, via=via, polite=True)
        if reply.status == 304 and (etag or last_modified):
            return None
        if reply.status != 200:
            is_passing = reply.status >= _FAULT or reply.status in _LATER
            raise FetchError(url, _refusal(reply.status), for_good=not is_passing)
        if not reply.data.strip():
            raise FetchError(url, "is empty: check the address.")
        kind, charset = _media(reply.headers.get("content-type", ""))
        return Fetched(
            address,
            reply.data,
            kind,
            charset,
            reply.headers.get("etag", ""),
            reply.headers.get("last-modified", ""),
        )

    async def _follow(
        self, url: str, headers: dict[str, str], *, via: str, polite: bool
    ) -> tuple[str, Reply]:
        """Follow redirects; give the last address and its reply. One time limit covers them all."""
        spent = 0.0
        address, most = url, self._limits.most_bytes if polite else _MOST_ROBOTS_BYTES
        for _ in range(self._limits.redirects + 1):
            if via and self._connector.is_inside(address) and not self._connector.is_inside(via):
                raise FetchError(
                    url, "leads into your own network: name the address itself if you trust it."
                )
            if polite:
                await self._wait_for_turn(address)
            left = self._limits.seconds - spent
            if left <= 0:
                break
            started = time.monotonic()
            reply = await self._connector.get(address, headers, most_bytes=most, seconds=left)
            spent += time.monotonic() - started
            to = reply.headers.get("location", "")
            if reply.status not in _REDIRECTS or not to:
                return address, reply
            via, address = address, _joined(address, to)
        raise FetchError(
            url, f"leads on and on, more than {self._limits.redirects} times: check the address."
        )

    async def _wait_for_turn(self, url: str) -> None:
        """Wait until `url` may be requested. Raises FetchError when robots.txt forbids it."""
        site = parsed(url)
        origin = f"{site.scheme}://{site.netloc.decode()}"
        host = self._hosts[origin]
        async with host.lock:
            if host.rules is None and not host.fault:
                await self._read_rules(host, f"{origin}/robots.txt", url)
            if host.fault:
                raise FetchError(url, host.fault)
            assert host.rules is not None  # because there is no fault
            if not host.rules.allows(url):
                raise FetchError(
                    url,
                    "is closed to programs by its site's robots.txt: save it from your browser.",
                    for_good=True,
                )
            delay = max(self._limits.delay_s, host.rules.delay_s)
            now = asyncio.get_running_loop().time
            await asyncio.sleep(max(0.0, host.asked + delay - now()))
            host.asked = now()

    async def _read_rules(self, host: _Host, url: str, via: str) -> None:
        try:
            headers = {"User-Agent": _USER_AGENT}
            _, reply = await self._follow(url, headers, via=via, polite=False)
        except FetchError as error:
            host.fault = error.reason
            return
        if reply.status == 200:
            host.rules = Rules(reply.data.decode("utf-8", "replace"))
        elif 400 <= reply.status < 500 and reply.status != 429:
            host.rules = Rules("")  # no robots.txt: everything is allowed (RFC 9309)
        else:
            host.fault = (
                f"is on a site whose robots.txt cannot be read ({reply.status}): try again later."
            )


_FAULT = 500  # from here on the site is at fault
_LATER = (408, 425, 429)  # refusals for the moment


def _refusal(status: int) -> str:
    if status in _WORDS:
        return _WORDS[status]
    if status >= _FAULT:
        return f"cannot be fetched because the site has a fault ({status}): try again later."
    return f"is answered with no page ({status}): check the address."


def _is_header(value: str) -> bool:
    """Whether `value`, which a server sent, is fit to be sent back as a header."""
    return bool(value) and value.isascii() and value.isprintable()


def _joined(base: str, to: str) -> str:
    try:
        return urljoin(base, to)
    except ValueError as error:
        raise FetchError(base, "leads to no web address: check the address.") from error


def _media(value: str) -> tuple[str, str]:
    """Split a Content-Type into media type and charset, "" where it does not say."""
    message = Message()
    message["Content-Type"] = value.replace("\r", "").replace("\n", "") or "x/x"
    try:
        kind, charset = message.get_content_type(), str(message.get_param("charset") or "")
    except (ValueError, LookupError):
        return "", ""
    return ("" if kind == "x/x" or not value else kind), charset.strip("\"' ")
