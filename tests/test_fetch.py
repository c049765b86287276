"""What is fetched from well-behaved and odd servers, and which addresses are never reached."""

import asyncio
import gzip
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from aiohttp import web
from fake_clock import run
from hypothesis import example, given
from hypothesis import strategies as st
from odd_site import Site, article

from index.errors import FetchError
from index.web.addresses import is_public
from index.web.connection import Connector, Reply
from index.web.fetch import Fetched, Fetcher, FetchLimits

QUICK = FetchLimits(most_bytes=200_000, seconds=60.0, redirects=3, delay_s=0.0)
IMPATIENT = replace(QUICK, seconds=1.0)


@asynccontextmanager
async def fetching(
    *inside: str, limits: FetchLimits = QUICK, **options: object
) -> AsyncIterator[Fetcher]:
    async with Fetcher(Connector(inside or ("127.0.0.1",), **options), limits) as fetcher:  # type: ignore[arg-type]
        yield fetcher


async def refused(url: str, *inside: str, **options: object) -> str:
    async with fetching(*inside, **options) as fetcher:  # type: ignore[arg-type]
        with pytest.raises(FetchError) as error:
            await fetcher.get(url)
    assert "\n" not in str(error.value)
    return error.value.reason


async def test_a_page_is_fetched_with_all_that_the_server_says_of_it(site: Site) -> None:
    url = site.page(
        "/ferry", article("Ferry returns"), etag='"1"', headers={"Last-Modified": "Sat"}
    )
    async with fetching() as fetcher:
        found = await fetcher.get(url)
        assert found == Fetched(
            url, article("Ferry returns").encode(), "text/html", "utf-8", '"1"', "Sat"
        )
        assert await fetcher.get(url, etag='"1"') is None
    assert site.asked == ["/robots.txt", "/ferry", "/ferry"]
    assert site.heads[1]["User-Agent"].startswith("Byline/")
    assert "Cookie" not in site.heads[2]


async def test_a_redirect_is_followed_and_its_end_is_the_address(site: Site) -> None:
    end = site.page("/new", article("Ferry"))
    async with fetching() as fetcher:
        found = await fetcher.get(site.redirect("/old", "/new"))
    assert found is not None
    assert found.url == end


async def test_redirects_in_a_circle_end(site: Site) -> None:
    site.redirect("/a", "/b")
    site.redirect("/b", "/a")
    assert "more than 3 times" in await refused(f"{site.url}/a")
    assert site.asked.count("/a") + site.asked.count("/b") == 4


@pytest.mark.slow
async def test_endless_and_slow_servers_are_left_in_time(site: Site) -> None:
    started = time.monotonic()
    assert "larger than" in await refused(site.endless("/fast", b"x" * 50_000))
    drip = site.endless("/drip", b"x", pause_s=0.05)
    assert "longer than 1 s" in await refused(drip, limits=IMPATIENT)

    async def never(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(60)
        return web.Response()

    assert "longer than 1 s" in await refused(site.answer("/silent", never), limits=IMPATIENT)
    assert time.monotonic() - started < 30  # far more than it takes, far less than they do


@pytest.mark.slow
async def test_heads_that_trickle_in_cannot_outlast_the_limit() -> None:
    """Each byte comes in time; all of them never do."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for byte in b"HTTP/1.1 200 OK\r\nX: " + b"x" * 1000:
            writer.write(bytes([byte]))
            await asyncio.sleep(0.05)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    started = time.monotonic()
    assert "longer than 1 s" in await refused(f"http://127.0.0.1:{port}/", limits=IMPATIENT)
    assert time.monotonic() - started < 30
    server.close()


async def test_a_packed_page_is_unpacked_and_a_bomb_is_not(site: Site) -> None:
    body = article("Ferry").encode()
    packed = site.page("/a", gzip.compress(body[:90]) + gzip.compress(body[90:]), headers=GZIP)
    async with fetching() as fetcher:
        found = await fetcher.get(packed)
    assert found is not None
    assert found.data == body
    assert "larger than" in await refused(site.bomb("/bomb", 30_000_000))
    assert "damaged" in await refused(site.page("/cut", gzip.compress(body)[:-20], headers=GZIP))
    assert "damaged" in await refused(site.page("/lie", b"plain", headers=GZIP))
    other = site.page("/br", b"plain", headers={"Content-Encoding": "br, gzip"})
    assert "compressed as br, gzip" in await refused(other)


GZIP = {"Content-Encoding": "gzip"}


async def test_what_robots_txt_closes_is_not_asked_for(site: Site) -> None:
    site.page("/robots.txt", "User-agent: Byline\nDisallow: /private\n\nUser-agent: *\nDisallow: /")
    site.page("/private/a", article("A"))
    open_page = site.page("/open", article("B"))
    site.redirect("/way-in", "/private/a")
    assert "robots.txt" in await refused(f"{site.url}/private/a")
    assert "robots.txt" in await refused(f"{site.url}/way-in")
    assert "/private/a" not in site.asked
    async with fetching() as fetcher:
        assert await fetcher.get(open_page)


async def test_a_site_whose_robots_txt_fails_is_left_alone(site: Site) -> None:
    site.page("/robots.txt", "", status=503)
    assert "robots.txt cannot be read (503)" in await refused(site.page("/a", article("A")))
    assert "/a" not in site.asked


class InstantConnector(Connector):
    """Answers at once, without a network; `asked` are the times of the loop and the addresses."""

    def __init__(self, robots: str) -> None:
        super().__init__()
        self.asked: list[tuple[float, str]] = []
        self._robots = robots

    async def get(
        self, url: str, headers: Mapping[str, str], *, most_bytes: int, seconds: float
    ) -> Reply:
        self.asked.append((asyncio.get_running_loop().time(), url))
        return Reply(200, {}, (self._robots if url.endswith("robots.txt") else "text").encode())


@pytest.mark.parametrize(
    ("robots", "apart"),
    [("User-agent: *\nCrawl-delay: 30", 30.0), ("User-agent: *\nCrawl-delay: 0.1", 2.0), ("", 2.0)],
)
def test_requests_to_one_host_keep_their_distance(
    one_certificate: None, robots: str, apart: float
) -> None:
    connector = InstantConnector(robots)
    pages = [f"https://{host}.example/{n}" for n in range(3) for host in ("a", "b")]

    async def fetch_all() -> None:
        async with Fetcher(connector, FetchLimits(delay_s=2.0)) as fetcher:
            await asyncio.gather(*map(fetcher.get, pages))

    run(fetch_all())
    for host in ("a", "b"):
        times = [at for at, url in connector.asked if url.startswith(f"https://{host}.example")]
        assert times == pytest.approx(
            [0.0, 0.0, apart, 2 * apart], abs=1e-6
        )  # the first is robots.txt


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (401, "login"),
        (403, "refused"),
        (404, "check the address"),
        (410, "any more"),
        (429, "too often"),
        (500, "site has a fault (500)"),
        (204, "no page (204)"),
    ],
)
async def test_a_refusal_says_what_to_do(site: Site, status: int, reason: str) -> None:
    assert reason in await refused(site.page("/a", "x", status=status))


async def test_an_empty_page_and_a_dead_server_are_refused(site: Site) -> None:
    assert "is empty" in await refused(site.page("/a", " \n"))
    assert "cannot be reached" in await refused("http://127.0.0.1:9/")


# -- what is never reached


async def test_a_private_address_is_refused_however_it_is_written(site: Site) -> None:
    site.page("/", article("Secret"))
    hosts = ["127.0.0.1", "localhost", "2130706433", "0177.0.0.1", "0x7f.1", "127.1", "0"]
    for host in [*hosts, "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "127.0.0.1."]:
        reason = await refused(f"http://{host}:{site.port}/", "elsewhere.example")
        assert "private network" in reason or "not known" in reason or "no web address" in reason
    assert site.asked == []


async def test_a_host_is_allowed_by_name_alone(site: Site) -> None:
    site.page("/", article("Intranet"))
    async with fetching("LOCALHOST") as fetcher:
        assert await fetcher.get(f"http://localhost:{site.port}/")
    assert "BYLINE_ALLOW_HOSTS=127.0.0.1" in await refused(site.url, "localhost")


async def test_nobody_is_led_inside_by_a_redirect_or_a_page(site: Site) -> None:
    """Not even to a host that was allowed, which is for the owner's own list."""
    site.page("/secret", article("Secret"))

    async def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    site.redirect("/out", f"http://127.0.0.1:{site.port}/secret")
    async with fetching("door.example", resolve=resolve) as fetcher:
        with pytest.raises(FetchError, match="private network"):
            await fetcher.get(f"http://door.example:{site.port}/out")
    async with fetching("127.0.0.1", "door.example", resolve=resolve) as fetcher:
        with pytest.raises(FetchError, match="into your own network"):
            await fetcher.get(f"{site.url}/secret", via="http://news.example/feed")
        assert await fetcher.get(f"{site.url}/secret", via=f"{site.url}/feed")
    assert site.asked.count("/secret") == 1


async def test_what_was_checked_is_what_is_connected_to(site: Site) -> None:
    """A name server that says one thing to the check and another later gains nothing."""
    site.page("/", article("Secret"))
    asked = 0

    async def rebinding(host: str, port: int) -> list[str]:
        nonlocal asked
        asked += 1
        return ["192.0.2.1"] if asked % 2 else ["127.0.0.1"]  # documentation's, not public

    for _ in range(4):
        await refused(f"http://rebind.example:{site.port}/", "elsewhere.example", resolve=rebinding)

    async def mixed(host: str, port: int) -> list[str]:
        return ["10.0.0.1", "127.0.0.1", "::1", "fe80::1%lo"]

    reason = await refused(f"http://mixed.example:{site.port}/", "x.example", resolve=mixed)
    assert "private network" in reason
    assert site.asked == []


async def test_proxies_of_the_environment_are_not_used_and_that_is_said(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", site.url)
    monkeypatch.setenv("ALL_PROXY", site.url)

    async def nobody(host: str, port: int) -> list[str]:
        raise OSError("no such host")

    reason = await refused("http://news.example/", resolve=nobody)
    assert "PROXY is set, but Byline does not use proxies" in reason
    assert site.asked == []


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///etc/passwd", "no web address"),
        ("ftp://example.org/a", "no web address"),
        ("example.org", "no web address"),
        ("http://", "no web address"),
        ("http://[::1", "no web address"),
        ("https://ana:secret@example.org/", "holds a password"),
    ],
)
async def test_text_that_is_not_a_web_address_is_refused(url: str, reason: str) -> None:
    found = await refused(url)
    assert reason in found
    assert "secret" not in found


PRIVATE = [
    *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
    *("192.0.0.0/29", "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24"),
    *("203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "255.255.255.255/32"),
    *("::/128", "::1/128", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8", "2001:db8::/32"),
]


def within(network: str) -> st.SearchStrategy[IPv4Address | IPv6Address]:
    found = ip_network(network)
    span = int(found.network_address), int(found.broadcast_address)
    kind = IPv4Address if found.version == 4 else IPv6Address
    return st.integers(*span).map(kind)


private = st.sampled_from(PRIVATE).flatmap(within)
private_v4 = st.sampled_from([n for n in PRIVATE if "." in n]).flatmap(within)


@given(private)
def test_no_address_of_a_private_block_is_public(address: IPv4Address | IPv6Address) -> None:
    assert not is_public(str(address))
    assert not is_public(f"{address}%eth0")


@given(private_v4)
@example(IPv4Address("169.254.169.254"))
def test_no_private_address_is_public_in_the_dress_of_another(address: IPv4Address) -> None:
    number = int(address)
    for dress in (
        IPv6Address(0xFFFF << 32 | number),  # mapped
        IPv6Address(number),  # compatible
        IPv6Address(int(IPv6Address("64:ff9b::")) | number),  # NAT64
        IPv6Address(0x2002 << 112 | number << 80 | 1),  # 6to4
        IPv6Address(0x20010000 << 96 | number),  # Teredo
    ):
        assert not is_public(str(dress)), dress


@given(st.ip_addresses(v=4))
def test_what_is_public_is_global_and_no_other(address: IPv4Address) -> None:
    if is_public(str(address)):
        assert address.is_global
        assert not address.is_multicast
    assert is_public(f"::ffff:{address}") == is_public(str(address))


@pytest.mark.parametrize("address", ["93.184.215.14", "1.1.1.1", "2606:4700::1111"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)
    assert str(ip_address(address)) == address


@given(st.text(max_size=40))
def test_text_that_is_not_an_address_is_not_public(text: str) -> None:
    try:
        ip_address(text.partition("%")[0])
    except ValueError:
        assert not is_public(text)
