"""Room: httpx. One request to one checked address, within limits of size and time.

Knows networks and HTTP; follows no redirect and knows no robots.txt. The name is resolved here,
what it resolves to is checked here, and the connection goes to just that address, so that no name
server can say one thing to the check and another to the connection.
"""

import asyncio
import os
import socket
import zlib
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass

import httpx

from index.errors import FetchError
from index.web.addresses import is_public

Resolve = Callable[[str, int], Awaitable[list[str]]]

_CONNECT_S = 10.0
_TRIED_ADDRESSES = 3
_PROXIES = ("http_proxy", "https_proxy", "all_proxy")


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered; `data` is unpacked and empty where it answered with no page.

    Header names are in small letters.
    """

    status: int
    headers: Mapping[str, str]
    data: bytes


async def resolved(host: str, port: int) -> list[str]:
    """The addresses of `host`, as digits. Raises OSError when there are none."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Connector:
    """Makes requests. `inside` are hosts, by name, that may be reached wherever they are.

    The proxies of the environment are not used: a proxy would resolve names by itself, and reach
    what we do not.
    """

    def __init__(self, inside: Iterable[str] = (), resolve: Resolve = resolved) -> None:
        self._inside = frozenset(host.casefold().rstrip(".") for host in inside)
        self._resolve = resolve
        context = httpx.create_ssl_context()
        self._transport = httpx.AsyncHTTPTransport(
            verify=context,
            trust_env=False,
            # Addresses, not names, tell connections apart here: two sites must not share one.
            limits=httpx.Limits(max_keepalive_connections=0),
        )

    async def close(self) -> None:
        await self._transport.aclose()

    def is_inside(self, url: str) -> bool:
        """Whether the owner has allowed the host of `url` by name."""
        return _host(parsed(url)) in self._inside

    async def get(
        self, url: str, headers: Mapping[str, str], *, most_bytes: int, seconds: float
    ) -> Reply:
        """Ask for `url` once. Raises FetchError, and so when it is too large or takes too long."""
        try:
            async with asyncio.timeout(seconds):
                return await self._get(url, headers, most_bytes)
        except TimeoutError as error:
            raise FetchError(
                url, f"takes longer than {seconds:.0f} s: try again later, or save the page."
            ) from error

    async def _get(self, url: str, headers: Mapping[str, str], most_bytes: int) -> Reply:
        target = parsed(url)
        for address in await self._addresses(url, target):
            request = httpx.Request(
                "GET",
                target.copy_with(host=address, fragment=None),
                headers={"Accept-Encoding": "gzip", **headers, "Host": target.netloc.decode()},
                extensions={
                    "sni_hostname": target.raw_host.decode(),
                    "timeout": httpx.Timeout(_CONNECT_S).as_dict(),
                },
            )
            try:
                response = await self._transport.handle_async_request(request)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                failure = error
                continue
            except httpx.HTTPError as error:
                raise _broken(url, error) from error
            try:
                return await _reply(url, response, most_bytes)
            except httpx.HTTPError as error:
                raise _broken(url, error) from error
            finally:
                await response.aclose()
        raise FetchError(
            url, f"cannot be reached ({_why(failure)}): check the address.{_proxy_hint()}"
        ) from failure

    async def _addresses(self, url: str, target: httpx.URL) -> list[str]:
        """Where to connect to. Raises FetchError when no public address is among them."""
        port = target.port or (443 if target.scheme == "https" else 80)
        try:
            found = await self._resolve(target.raw_host.decode().strip("[]"), port)
            found = [address for address in found if "%" not in address]  # of one cable only
        except (OSError, UnicodeError) as error:
            raise FetchError(
                url, f"names a host that is not known: check the address.{_proxy_hint()}"
            ) from error
        if _host(target) not in self._inside:
            found = [address for address in found if is_public(address)]
        if not found:
            raise FetchError(
                url,
                "is in a private network, which Byline does not reach: if you trust it, set "
                f"BYLINE_ALLOW_HOSTS={_host(target)}.",
            )
        return found[:_TRIED_ADDRESSES]


def parsed(url: str) -> httpx.URL:
    """`url` in its parts. Raises FetchError when it is no web address that may be asked for."""
    try:
        found = httpx.URL(url)
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise FetchError(url, "is no web address: write https://…") from error
    if found.scheme not in ("http", "https") or not found.host:
        raise FetchError(url, "is no web address: write https://…")
    if found.userinfo:
        shown = str(found.copy_with(userinfo=b""))
        raise FetchError(
            shown, "holds a password: take it out, for addresses are shown to readers."
        )
    return found


def _host(url: httpx.URL) -> str:
    return url.host.casefold().rstrip(".")


async def _reply(url: str, response: httpx.Response, most_bytes: int) -> Reply:
    headers = {name.lower(): value for name, value in response.headers.items()}
    data = b""
    if response.status_code == 200:
        data = await _body(url, response, headers.get("content-encoding", ""), most_bytes)
    return Reply(response.status_code, headers, data)


async def _body(url: str, response: httpx.Response, packing: str, most_bytes: int) -> bytes:
    """The body, unpacked; neither it nor what came over the wire is more than `most_bytes`."""
    packing = packing.strip().lower()
    if packing not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise FetchError(url, f"comes packed as {packing[:40]}, unasked: save the page instead.")
    unpack = _Unpacking(most_bytes) if packing not in ("", "identity") else None
    data, wire = bytearray(), 0
    async for chunk in response.aiter_raw():
        wire += len(chunk)
        try:
            data += unpack.feed(chunk) if unpack else chunk
        except zlib.error as error:
            raise FetchError(url, "comes packed and damaged: try again later.") from error
        if max(wire, len(data)) > most_bytes:
            raise FetchError(
                url,
                f"is larger than {most_bytes / 1e6:,.0f} MB: save what you need of it as a file.",
            )
    if unpack and not unpack.done:
        raise FetchError(url, "comes packed and damaged: try again later.")
    return bytes(data)


class _Unpacking:
    """Unpacks gzip or zlib, never more than one byte beyond `most`: a bomb does not go off."""

    def __init__(self, most: int) -> None:
        self._left = most + 1
        self._stream = zlib.decompressobj(wbits=47)

    def feed(self, chunk: bytes) -> bytes:
        data = bytearray()
        while chunk and self._left > 0:
            if self._stream.eof:  # gzip allows several, one behind the other
                self._stream = zlib.decompressobj(wbits=47)
            piece = self._stream.decompress(chunk, self._left)
            self._left -= len(piece)
            data += piece
            chunk = self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail
        return bytes(data)

    @property
    def done(self) -> bool:
        return self._stream.eof


def _broken(url: str, error: httpx.HTTPError) -> FetchError:
    if isinstance(error, httpx.TimeoutException):
        return FetchError(url, "does not answer in time: try again later.")
    return FetchError(url, f"broke off while it was sent ({_why(error)}): try again later.")


def _why(error: BaseException) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__


def _proxy_hint() -> str:
    named = [name for name in os.environ if name.lower() in _PROXIES and os.environ[name]]
    return f" {named[0]} is set, but Byline does not use proxies." if named else ""
