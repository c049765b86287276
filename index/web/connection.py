"""Wraps httpx: makes one request to one checked address, within limits of size and time.

Follows no redirects and knows no robots.txt. A host's name is resolved here once, the address is
checked, and the connection goes to that very address, so that a name server cannot give the check
one address and the connection another.
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
    """A server's reply. `data` is decompressed; it is empty unless the status is 200.

    Header names are in lower case.
    """

    status: int
    headers: Mapping[str, str]
    data: bytes


async def resolved(host: str, port: int) -> list[str]:
    """Resolve `host` to numeric addresses. Raises OSError when there are none."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Connector:
    """Makes requests. `inside` names hosts that may be reached even in a private network.

    Proxies of the environment are not used, because a proxy resolves names itself and could reach
    addresses that are refused here.
    """

    def __init__(self, inside: Iterable[str] = (), resolve: Resolve = resolved) -> None:
        self._inside = frozenset(host.casefold().rstrip(".") for host in inside)
        self._resolve = resolve
        context = httpx.create_ssl_context()
        self._transport = httpx.AsyncHTTPTransport(
            verify=context,
            trust_env=False,
            # Connections are told apart by address, not by name; two sites must not share one.
            limits=httpx.Limits(max_keepalive_connections=0),
        )

    async def close(self) -> None:
        """Close all connections."""
        await self._transport.aclose()

    def is_inside(self, url: str) -> bool:
        """Whether the host of `url` is one of `inside`."""
        return _host(parsed(url)) in self._inside

    async def get(
        self, url: str, headers: Mapping[str, str], *, most_bytes: int, seconds: float
    ) -> Reply:
        """Request `url` once. Raises FetchError, also when it is too large or takes too long."""
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
        """Addresses to connect to. Raises FetchError when none of them may be reached."""
        port = target.port or (443 if target.scheme == "https" else 80)
        try:
            found = await self._resolve(target.raw_host.decode().strip("[]"), port)
            found = [
                address for address in found if "%" not in address
            ]  # valid on one local link only
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
    """Parse `url`. Raises FetchError when it is not a web address that may be requested."""
    try:
        found = httpx.URL(url)
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise FetchError(url, "is no web address: write https://…") from error
    if found.scheme not in ("http", "https") or not found.host:
        raise FetchError(url, "is no web address: write https://…")
    if found.userinfo:
        shown = str(found.copy_with(userinfo=b""))
        raise FetchError(shown, "holds a password: remove it, because readers see addresses.")
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
    """Read and decompress the body. Both forms of it are limited to `most_bytes`."""
    packing = packing.strip().lower()
    if packing not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise FetchError(
            url,
            f"is compressed as {packing[:40]}, which Byline cannot read: save the page instead.",
        )
    unpack = _Decompressor(most_bytes) if packing not in ("", "identity") else None
    data, wire = bytearray(), 0
    async for chunk in response.aiter_raw():
        wire += len(chunk)
        try:
            data += unpack.feed(chunk) if unpack else chunk
        except zlib.error as error:
            raise FetchError(url, "is compressed and damaged: try again later.") from error
        if max(wire, len(data)) > most_bytes:
            raise FetchError(
                url,
                f"is larger than {most_bytes / 1e6:,.0f} MB: save what you need of it as a file.",
                for_good=True,
            )
    if unpack and not unpack.done:
        raise FetchError(url, "is compressed and damaged: try again later.")
    return bytes(data)


class _Decompressor:
    """Decompresses gzip or zlib, but at most one byte more than `most`, whatever is sent."""

    def __init__(self, most: int) -> None:
        self._left = most + 1
        self._stream = zlib.decompressobj(wbits=47)

    def feed(self, chunk: bytes) -> bytes:
        data = bytearray()
        while chunk and self._left > 0:
            if self._stream.eof:  # gzip allows several streams in a row
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
