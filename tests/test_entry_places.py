"""An entry of a feed stays one article when its link, title or text changes, and no two are one."""

import json
from pathlib import Path

import pytest
from every_case import over
from odd_site import FIRST, SECOND, Site, article

from index.types import Report
from index.web.connection import Connector
from index.web.entry_places import EntryPlaces, named_once
from index.web.feeds import Entry
from index.web.fetch import Fetcher, FetchLimits
from index.web.refresh import canonical, refresh
from index.web.sources import Sources

QUICK = FetchLimits(most_bytes=200_000, seconds=60.0, redirects=3, delay_s=0.0)
DAY, NEXT = "Sat, 09 Mar 2024 10:00:00 GMT", "Sun, 10 Mar 2024 10:00:00 GMT"
OTHER = "other"


def entry(id: str, path: str, title: str = "Ferry", day: str = DAY, text: str = FIRST) -> str:
    link = f"<link>{{url}}{path}</link>" if path else ""
    guid = f'<guid isPermaLink="false">{id}</guid>' if id else ""
    return (
        f"<item><title>{title}</title>{link}{guid}<pubDate>{day}</pubDate>"
        f"<description><![CDATA[<p>{text}</p>]]></description></item>"
    )


# What the feed shows, and then; and how many articles that is.
CASES: dict[str, tuple[str, str, int]] = {
    "nothing new": (entry("g1", "/a"), entry("g1", "/a"), 1),
    "another link": (entry("g1", "/a"), entry("g1", "/b"), 1),
    "another link and title": (entry("g1", "/a"), entry("g1", "/b", "Boat"), 1),
    "another link and date": (entry("g1", "/a"), entry("g1", "/b", day=NEXT), 1),
    "another link and text": (entry("g1", "/a"), entry("g1", "/b", text=SECOND), 1),
    "a number as name": (entry("48213", "/a"), entry("48213", "/b"), 1),
    "no link, another text": (entry("g1", ""), entry("g1", "", text=SECOND), 1),
    "its link is another's now": (
        entry("g1", "/a", "Monday"),
        entry("g1", "/b", "Monday") + entry("g2", "/a", "Tuesday", NEXT),
        2,
    ),
    "names by position, one day": (
        entry("0", "/a", "Alpha", "Sat, 09 Mar 2024 00:00:00 GMT")
        + entry("1", "/b", "Beta", "Sat, 09 Mar 2024 00:00:00 GMT", SECOND),
        entry("0", "/c", "Gamma", "Sat, 09 Mar 2024 00:00:00 GMT")
        + entry("1", "/a", "Alpha", "Sat, 09 Mar 2024 00:00:00 GMT", SECOND),
        3,
    ),
    "no link, then one": (entry("g1", ""), entry("g1", "/a"), 1),
    "a name that is used again": (entry("top", "/a"), entry("top", "/b", "Boat", NEXT), 2),
    "another entry": (entry("g1", "/a"), entry("g2", "/b"), 2),
    "no name": (entry("", "/a"), entry("", "/b"), 2),
    "one name for all": (
        entry("x", "/a") + entry("x", "/b"),
        entry("x", "/c") + entry("x", "/d"),
        4,
    ),
    "beside a new one": (entry("g1", "/a"), entry("g2", "/c", "New") + entry("g1", "/b"), 2),
}


async def kept(site: Site, folder: Path, *feeds: str) -> int:
    """Files of pages after fetching each of the feeds."""
    for path in "abcd":
        site.page(f"/{path}", article(path))
    report = Report()
    for items in feeds:
        feed = (
            '<rss version="2.0"><channel><title>Harbour feed</title>'
            f"{items.replace('{url}', site.url)}</channel></rss>"
        )
        address = site.page("/rss", feed, kind="application/rss+xml")
        async with Fetcher(Connector(("127.0.0.1",)), QUICK) as fetcher:
            await refresh(Sources(feeds=(address,)), folder, fetcher, report)
    assert report.failed == []
    return len(pages_in(folder))


async def refreshed(site: Site, folder: Path, items: str) -> Report:
    """What is reported of fetching a feed once."""
    report = Report()
    feed = f'<rss version="2.0"><channel>{items.replace("{url}", site.url)}</channel></rss>'
    address = site.page("/rss", feed, kind="application/rss+xml")
    async with Fetcher(Connector(("127.0.0.1",)), QUICK) as fetcher:
        await refresh(Sources(feeds=(address,)), folder, fetcher, report)
    return report


@pytest.mark.parametrize(("status", "again"), [(503, True), (429, True), (403, False)])
async def test_a_page_that_could_not_be_fetched_for_now_is_tried_again(
    site: Site, tmp_path: Path, status: int, again: bool
) -> None:
    site.page("/a", "busy", status=status)
    await refreshed(site, tmp_path, entry("g1", "/a"))
    site.page("/a", article("Ferry"))
    await refreshed(site, tmp_path, entry("g1", "/a"))
    (page,) = pages_in(tmp_path)
    assert (b"<article>" in page.read_bytes()) == again
    asked = site.asked.count("/a")
    await refreshed(site, tmp_path, entry("g1", "/a"))
    assert site.asked.count("/a") == asked  # it is there, or in vain


async def test_a_long_feed_is_fetched_in_parts_to_its_end(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.web.refresh._ENTRIES", 2)
    items = ""
    for number in range(5):
        site.page(f"/{number}", article(f"Ferry {number}"))
        items += entry(f"g{number}", f"/{number}", f"Ferry {number}")
    found = []
    for _ in range(4):
        await refreshed(site, tmp_path, items)
        found.append(len(pages_in(tmp_path)))
    assert found == [2, 4, 5, 5]


def pages_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*.warc") if ".feeds" not in path.parts]


def forget(folder: Path) -> None:
    (memory,) = folder.rglob("*.json")
    memory.unlink()


@pytest.mark.parametrize("name", CASES)
async def test_an_entry_stays_one_file(site: Site, tmp_path: Path, name: str) -> None:
    first, second, files = CASES[name]
    assert await kept(site, tmp_path, first, second, second) == files


async def test_a_link_may_change_more_than_once_and_while_the_entry_is_away(
    site: Site, tmp_path: Path
) -> None:
    steps = (entry("g1", "/a"), entry("g1", "/b"), entry("g2", "/c", "Boat"), entry("g1", "/d"))
    assert await kept(site, tmp_path, *steps) == 2


async def test_what_was_fetched_before_places_were_noted_is_known(
    site: Site, tmp_path: Path
) -> None:
    await kept(site, tmp_path, entry("g1", "/a"))
    forget(tmp_path)
    assert await kept(site, tmp_path, entry("g1", "/b")) == 1


def test_a_damaged_memory_is_begun_again(tmp_path: Path) -> None:
    known = Entry("https://a.example/a", "Ferry", DAY, "", "1", "g1")
    for damaged in ("", "[]", "{broken", json.dumps({"g1": ["one"]}), json.dumps({"g1": 3})):
        (tmp_path / "a.json").write_text(damaged)
        places = EntryPlaces(tmp_path / "a.json")
        assert places.place(known, "usual") == "usual"
        places.note(known, "usual")
        places.save()
        assert EntryPlaces(tmp_path / "a.json").place(known, OTHER) == "usual"


@pytest.mark.parametrize(
    ("published", "timed"),
    [
        ("2024-03-09T00:00:00+02:00", False),
        ("2024-03-09T00:00:00-05:30", False),
        ("2024-03-09T00:00:00−05:30", False),
        ("2024-03-09T00:00:00.000+11:00", False),
        ("2024-03-09T00:00:00Z", False),
        ("2024-03-09 00:00 +01:00", False),
        ("2024-03-09T00:00+05:45", False),
        ("2024-03-09+02:00", False),
        ("2024-03-09", False),
        ("Sat, 09 Mar 2024 00:00:00 GMT", False),
        ("Sat, 09 Mar 2024 00:00:00 +0200", False),
        ("Sat, 09 Mar 2024", False),
        ("", False),
        ("2024-03-09T10:00:00+02:00", True),
        ("2024-03-09T10:00:00-00:00", True),
        ("2024-03-09T00:30:00+00:00", True),
        ("2024-03-09T00:00:41Z", True),
        ("2024-03-09T23:59Z", True),
        ("2024-03-09 02:00:00 +02:00", True),
        ("Sat, 09 Mar 2024 10:00:00 GMT", True),
        ("Sat, 09 Mar 2024 10:00 +0100", True),
        ("09.03.2024, 08:15", True),
    ],
)
def test_only_a_time_of_day_tells_entries_of_a_day_apart(
    tmp_path: Path, published: str, timed: bool
) -> None:
    places = EntryPlaces(tmp_path / "a.json")
    places.note(Entry("https://a.example/a", "Ferry", published, "", "1", "g1"), "kept")
    renamed = Entry("https://a.example/a", "Boat", published, "", "1", "g1")
    assert places.place(renamed, "usual") == ("kept" if timed else "usual")


def test_names_that_entries_share_are_no_names() -> None:
    entries = [Entry(f"https://a.example/{n}", "", "", "", "", "same") for n in range(2)]
    assert [each.id for each in named_once(entries)] == ["", ""]


@over(
    [
        ("https://a.org/x?cid=5", "https://a.org/x?cid=5"),
        ("https://a.org/x?id=7&utm_id=12&ref=rss#top", "https://a.org/x?id=7"),
        ("https://a.org/x?ref=123&a=b", "https://a.org/x?a=b&ref=123"),
        ("https://a.org/x?page_id=3", "https://a.org/x?page_id=3"),
        ("https://a.org/x?gclid=99&source=feed", "https://a.org/x"),
        ("HTTPS://A.org:443/x", "https://a.org/x"),
    ]
)
def test_an_address_keeps_what_may_name_the_article(url: str, kept: str) -> None:
    assert canonical(url) == kept
