"""Pages, feeds and files are added to a library, and fetched again only when they changed."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from article_files import pdf
from fakes import HashingEncoder
from odd_site import FIRST, SECOND, Site, article, rss

from bot import assembly
from bot.adding.adding_result import Added
from bot.adding.gatherer import Gatherer
from bot.adding.posts import Post
from bot.errors import Stopped
from bot.messenger.text.reports import added_details, added_heading
from bot.settings import Settings, load
from index.errors import FetchError, UnreadableSourceError
from index.readers import formats
from index.types import Report
from index.web.fetch import FetchLimits

Write = Callable[[str, str], Path]
QUICK = FetchLimits(most_bytes=200_000, seconds=60.0, redirects=3, delay_s=0.0)


class Reader:
    """A library that gathers, and what stands in it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        encoder: Any = HashingEncoder()
        self.library_folder = assembly.open_library_folder(settings, encoder)
        self.gatherer = Gatherer(settings, self.library_folder, QUICK)

    def sources(self, text: str) -> None:
        self.gatherer.sources_file.write_text(text, encoding="utf-8")

    async def reindex(self) -> Report:
        return await asyncio.to_thread(self.gatherer.reindex)

    async def add(self, url: str) -> Added:
        return await asyncio.to_thread(self.gatherer.add_url, url)

    @property
    def titles(self) -> list[str]:
        articles = map(
            self.library_folder.library.article, self.library_folder.library.article_ids().values()
        )
        return sorted(each.title for each in articles if each)

    @property
    def files(self) -> list[str]:
        return sorted(
            path.relative_to(self.settings.library).parts[0]
            for path in self.settings.library.rglob("*")
            if path.is_file() and path.suffix in formats.SUFFIXES and ".feeds" not in path.parts
        )


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    opened = Reader(load(library=tmp_path / "library", allow_hosts="127.0.0.1"))
    yield opened
    opened.library_folder.close()


def counts(report: Report) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.removed, report.unchanged


# -- one page


async def test_a_page_is_added_and_summarised(site: Site, reader: Reader) -> None:
    url = site.page("/ferry", article("Ferry returns"), etag='"1"')
    added = await reader.add(f"{url}?utm_source=chat#top")
    assert (added.state, added_heading(added)) == ("new", "Added")
    assert added_details(added) == [
        [
            "Ferry returns",
            "The Harbour Post · 9 March 2024 · 2 sentences",
            f"“{FIRST}”",
            f"“{SECOND}”",
        ]
    ]
    (added_article,) = added.articles
    assert added_article.article.url == url
    assert (await reader.add(url)).state == "known"
    assert site.heads[-1]["If-None-Match"] == '"1"'
    site.page("/ferry", article("Ferry is back"))
    assert (await reader.add(url)).state == "changed"
    assert reader.titles == ["Ferry is back"]


async def test_a_rebuild_needs_no_network(site: Site, reader: Reader) -> None:
    await reader.add(site.page("/ferry", article("Ferry returns")))
    asked = len(site.asked)
    reader.library_folder.remove(reader.gatherer._own_files())
    assert reader.titles == []
    assert counts(reader.library_folder.index([])) == (1, 0, 0, 0)
    assert (reader.titles, len(site.asked)) == (["Ferry returns"], asked)


async def test_what_was_added_is_taken_out_again_once(site: Site, reader: Reader) -> None:
    added = await reader.add(site.page("/ferry", article("Ferry returns")))
    kept = reader.gatherer.add_file("bridge.txt", SECOND.encode())
    assert reader.gatherer.remove(added.token)
    assert (len(reader.titles), reader.files) == (1, ["received"])
    assert reader.gatherer.remove(kept.token)
    assert not reader.gatherer.remove(kept.token)
    assert (reader.titles, reader.files, reader.library_folder.library.roots()) == ([], [], [])


async def test_a_kept_file_that_is_deleted_takes_its_article_along(
    site: Site, reader: Reader
) -> None:
    await reader.add(site.page("/ferry", article("Ferry returns")))
    reader.gatherer.add_file("bridge.txt", SECOND.encode())
    for file in reader.gatherer._own_files():
        file.unlink()
    report = await reader.reindex()
    assert (reader.titles, report.failed) == ([], [])


@pytest.mark.parametrize(
    ("body", "kind", "reason"),
    [
        ("<p>Home</p>", "text/html", "no article"),
        (rss(("A", "/a", "")), "application/rss+xml", "is a feed: put it under feeds"),
        (b"\x89PNG", "image/png", "a kind that Byline does not read"),
        (pdf([[FIRST]], password="gull"), "application/pdf", "has a password"),
    ],
)
async def test_a_page_without_an_article_is_refused_and_leaves_nothing(
    site: Site, reader: Reader, body: str | bytes, kind: str, reason: str
) -> None:
    with pytest.raises((FetchError, UnreadableSourceError), match=reason):
        await reader.add(site.page("/a", body, kind=kind))
    assert (reader.titles, reader.files, reader.library_folder.library.roots()) == ([], [], [])


async def test_a_page_of_a_private_host_is_refused_with_the_remedy(
    site: Site, tmp_path: Path
) -> None:
    closed = Reader(load(library=tmp_path / "library"))
    with pytest.raises(FetchError, match=r"BYLINE_ALLOW_HOSTS=127\.0\.0\.1"):
        await closed.add(site.page("/ferry", article("Ferry")))
    assert site.asked == []
    closed.library_folder.close()


RUSSIAN = "Паром снова пойдёт на остров с понедельника, сообщили в порту в пятницу вечером. " * 2


@pytest.mark.parametrize(
    ("said", "within", "written"),
    [
        ("utf-8", "", "windows-1251"),  # the server lies
        ("windows-1251", "", "windows-1251"),
        ("iso-8859-1", "windows-1251", "windows-1251"),  # the server's default
        ("", "windows-1251", "windows-1251"),
        ("windows-1251", "", "utf-8"),
        ("no-such-charset", "", "utf-8"),
    ],
)
async def test_a_wrong_charset_is_seen_through(
    site: Site, reader: Reader, said: str, within: str, written: str
) -> None:
    meta = f'<meta charset="{within}">' if within else ""
    page = article("Паром", RUSSIAN, RUSSIAN).replace("<head>", f"<head>{meta}")
    kind = "text/html" + (f"; charset={said}" if said else "")
    await reader.add(site.page("/a", page.encode(written, "replace"), kind=kind))
    assert reader.titles == ["Паром"]


# -- sources


async def test_sources_are_fetched_and_the_next_time_only_what_changed(
    site: Site, reader: Reader, write: Write
) -> None:
    ferry = site.page("/ferry", article("Ferry returns"))
    item = ("Ferry returns", ferry, "Short.")
    feed = site.page("/rss", rss(item), kind="application/rss+xml", etag='"f1"')
    page = site.page("/about", article("About the harbour"), etag='"p1"')
    folder = write("bridge.txt", f"{SECOND} It stays closed.").parent
    reader.sources(f'feeds = ["{feed}"]\npages = ["{page}"]\nfolders = ["{folder}"]')
    assert counts(await reader.reindex()) == (3, 0, 0, 0)
    assert {"Ferry returns", "About the harbour"} < set(reader.titles)

    site.asked.clear()
    report = await reader.reindex()
    assert (counts(report), report.failed) == ((0, 0, 0, 3), [])
    assert sorted(site.asked) == ["/about", "/robots.txt", "/rss"]

    bridge = site.page("/bridge", article("Bridge opens"))
    site.page("/rss", rss(("Bridge opens", bridge, ""), item), kind="text/xml", etag='"f2"')
    site.asked.clear()
    assert counts(await reader.reindex()) == (1, 0, 0, 3)
    assert "/bridge" in site.asked
    assert "/ferry" not in site.asked

    # What has left the feed stays in the library.
    site.page("/rss", rss(("Bridge opens", bridge, "")), kind="text/xml", etag='"f3"')
    assert counts(await reader.reindex()) == (0, 0, 0, 4)


async def test_an_entry_that_changed_is_fetched_again(site: Site, reader: Reader) -> None:
    url = site.page("/ferry", article("Ferry"), etag='"1"')
    feed = site.page("/rss", rss(("Ferry", url, "Short.")), kind="text/xml")
    reader.sources(f'feeds = ["{feed}"]')
    await reader.reindex()
    site.page("/ferry", article("Ferry", first=SECOND, second=FIRST), etag='"2"')
    site.page("/rss", rss(("Ferry sails", url, "Short.")), kind="text/xml")
    assert counts(await reader.reindex()) == (0, 1, 0, 0)
    assert reader.titles == ["Ferry sails"]


async def test_a_page_that_cannot_be_had_is_read_from_its_feed(site: Site, reader: Reader) -> None:
    site.page("/robots.txt", "User-agent: *\nDisallow: /closed")
    whole = f"<p>{FIRST}</p><p>{SECOND}</p>"
    items = [
        ("Closed", f"{site.url}/closed", whole),
        ("Without a page", "", whole.replace("ferry", "bridge")),
        ("Gone", f"{site.url}/gone", ""),
        ("Gone too", f"{site.url}/gone-too", ""),
    ]
    feed = site.page("/rss", rss(*items), kind="text/xml")
    reader.sources(f'feeds = ["{feed}"]')
    report = await reader.reindex()
    assert reader.titles == ["Closed", "Without a page"]
    assert "/closed" not in site.asked
    (failure,) = report.failed
    assert failure.source == feed
    assert failure.reason.startswith(f"2 of its pages could not be fetched; the first, {site.url}")
    site.asked.clear()
    assert counts(await reader.reindex()) == (0, 0, 0, 2)
    assert site.asked.count("/gone") == 1  # it may be there one day


async def test_each_source_that_fails_is_one_clear_line_and_stops_no_other(
    site: Site, reader: Reader, write: Write
) -> None:
    good = site.page("/good", article("Good"))
    broken = site.page("/broken", "<rss version='2.0'><channel><title>Cut", kind="text/xml")
    folder = write("bridge.txt", SECOND).parent
    urls = {
        "is not a feed": site.page("/page", article("A page")),
        "has a fault (500)": site.page("/500", "", status=500),
        "check the address": f"{site.url}/404",
        "robots.txt": site.page("/closed/rss", "x"),
        "private network": f"http://localhost:{site.port}/rss",
    }
    site.page("/robots.txt", "User-agent: *\nDisallow: /closed")
    listed = ", ".join(f'"{url}"' for url in [*urls.values(), broken])
    missing = folder.parent / "missing"
    reader.sources(f'feeds = [{listed}]\npages = ["{good}"]\nfolders = ["{folder}", "{missing}"]')
    report = await reader.reindex()
    assert report.added == 2
    reasons = {failure.source: failure.reason for failure in report.failed}
    assert reasons.keys() == {*urls.values(), str(missing)}
    assert all(reason in reasons[url] for reason, url in urls.items())
    assert all("\n" not in reason for reason in reasons.values())
    assert [(remark.source, "XML is broken" in remark.reason) for remark in report.remarks] == [
        (broken, True)
    ]


async def test_a_broken_list_is_a_line_in_the_report_and_files_are_read(
    reader: Reader, write: Write
) -> None:
    reader.library_folder.index([write("bridge.txt", SECOND).parent])
    reader.sources('pages = []\nfeed = ["https://a.example"]')
    report = await reader.reindex()
    (failure,) = report.failed
    assert failure.source == "sources.toml"
    assert "line 2: feed is unknown here" in failure.reason
    assert report.unchanged == 1


async def test_a_feed_does_not_lead_into_the_private_network(site: Site, reader: Reader) -> None:
    secret = f"http://localhost:{site.port}/secret"
    feed = site.page("/rss", rss(("Secret", secret, "")), kind="text/xml")
    reader.sources(f'feeds = ["{feed}"]')
    report = await reader.reindex()
    assert "private network" in report.failed[0].reason
    assert "/secret" not in site.asked


# -- files and posts


def test_a_file_is_kept_once_under_a_safe_name(reader: Reader) -> None:
    first = reader.gatherer.add_file("../../ferry sails.txt", FIRST.encode())
    assert (first.state, reader.files) == ("new", ["received"])
    again = reader.gatherer.add_file("another name.txt", FIRST.encode())
    assert (again.state, again.token) == ("known", first.token)
    other = reader.gatherer.add_file("ferry-sails.txt", SECOND.encode())
    assert (other.state, len(reader.titles)) == ("new", 2)
    assert not list(reader.settings.library.parent.glob("ferry*"))


def test_a_file_that_cannot_be_read_is_not_kept(reader: Reader) -> None:
    for name, data, reason in [
        ("a.exe", b"MZ", "unknown type"),
        ("a.txt", b"\0\1\2\3", "binary"),
        ("a.pdf", pdf([[FIRST]], password="gull"), "password"),
        ("a.jsonl", b"{broken", "not JSON"),
    ]:
        with pytest.raises(UnreadableSourceError, match=reason):
            reader.gatherer.add_file(name, data)
    assert (reader.titles, reader.files) == ([], [])


def test_many_articles_in_one_file_are_counted_and_bad_ones_noted(reader: Reader) -> None:
    lines = [f'{{"id": "{n}", "title": "News {n}", "text": "It sails {n}."}}' for n in range(7)]
    added = reader.gatherer.add_file("all.jsonl", "\n".join([*lines, "{broken"]).encode())
    assert added_heading(added) == "Added: 7 articles, 7 sentences"
    *_, more, notes = added_details(added)
    assert more == ["and 2 more"]
    assert notes == ["Note: line 8 is not JSON: write one object a line"]


def test_a_post_is_added_under_its_channel_and_a_changed_one_replaces_it(reader: Reader) -> None:
    text = f"{FIRST}\n\n{SECOND}"
    post = Post(
        "telegram-100-7", "Harbour channel", date(2024, 3, 9), "https://t.me/harbour/7", text
    )
    received = reader.settings.library / "received"
    received.mkdir()
    (received / "telegram-100-7.jsonl").write_text(  # as Byline 0.2.0 kept a post
        '{"id": "telegram-100-7", "text": "The ferry sails on Monday.", "outlet": "Harbour"}'
    )
    reader.gatherer.reindex()
    (outcome,) = reader.gatherer.add_posts([post], {})
    (added,) = outcome.added
    found = added.articles[0].article
    assert (added.state, found.id, found.outlet, found.published, found.url) == (
        "changed",
        "telegram-100-7",
        "Harbour channel",
        date(2024, 3, 9),
        "https://t.me/harbour/7",
    )
    assert [each.added[0].state for each in reader.gatherer.add_posts([post], {})] == ["known"]
    assert reader.gatherer.remove_post("telegram-100-7")
    assert reader.titles == []
    assert not list(received.iterdir())


@pytest.mark.parametrize("twice", [True, False])
async def test_a_folder_that_was_recorded_with_a_detour_in_its_name_is_there_once_afterwards(
    reader: Reader, twice: bool
) -> None:
    news = reader.settings.library.parent / "news"
    news.mkdir()
    (news / "a.md").write_text("---\ntitle: Clocks\n---\nThe clocks were set back.\n")
    library = reader.library_folder.library
    detour = reader.settings.library / ".." / "news"  # as 0.2.0 recorded it
    library.add_roots([news, detour] if twice else [detour])
    reader.library_folder.index([])
    ids = library.article_ids()
    assert len(ids) == 1 + twice
    reader.sources('folders = ["../news"]')
    report = await reader.reindex()
    assert reader.titles == ["Clocks"]
    assert set(library.article_ids().values()) <= set(ids.values())
    assert library.roots() == [news]
    assert (report.unchanged, report.failed) == (1, [])


async def test_a_reindex_that_waits_for_another_request_gives_signs_and_can_be_stopped(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.adding.gatherer._SIGN_S", 0.01)

    def stops(done: int, total: int, file: str) -> None:
        raise Stopped("Byline is being restarted.")

    with reader.gatherer._one_at_a_time, pytest.raises(Stopped):
        await asyncio.to_thread(reader.gatherer.reindex, stops)
    assert not (await reader.reindex()).failed


@pytest.mark.parametrize(("status", "for_good"), [(503, False), (404, True)])
async def test_a_linked_page_that_fails_in_passing_may_be_fetched_again(
    reader: Reader, site: Site, status: int, for_good: bool
) -> None:
    link = site.page("/ferry", "Try again.", status=status)
    post = Post("telegram-100-7", "Harbour", date(2024, 3, 9), "", "Read this.", links=(link,))
    (outcome,) = await asyncio.to_thread(reader.gatherer.add_posts, [post], {})
    assert outcome.reasons
    assert outcome.unread == ((link,) if for_good else ())
