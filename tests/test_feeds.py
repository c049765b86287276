"""What is read from feeds of all kinds, and how broken ones are read or refused."""

import json

import pytest
from every_case import over
from hypothesis import given
from hypothesis import strategies as st
from odd_site import FIRST, SECOND, rss

from index.web.feeds import Feed, NotAFeedError, read_feed

URL = "https://harbour.example/feeds/all.xml"

ATOM = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Harbour feed</title>
<entry><title type="html">Ferry &amp;amp; bridge</title><id>tag:1</id>
<link rel="alternate" href="/ferry?utm_source=feed"/><updated>2024-03-09T10:00:00Z</updated>
<summary>Short.</summary><content type="html">&lt;p&gt;{FIRST}&lt;/p&gt;</content></entry></feed>"""

JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Harbour feed",
        "language": "en",
        "items": [
            {
                "id": 1,
                "url": "https://harbour.example/ferry",
                "title": "Ferry",
                "content_text": f"{FIRST}\n\n{SECOND}",
                "date_published": "2024-03-09T10:00:00Z",
            },
            {"id": "2", "content_html": f"<p>{SECOND}</p>"},
            "no entry",
        ],
    }
)


def test_rss_gives_title_link_date_and_text() -> None:
    item = ("Ferry <b>returns</b>", "https://harbour.example/ferry", f"<p>{FIRST}</p>")
    feed = read_feed(rss(item, item).encode(), URL)
    assert (feed.title, feed.language, feed.remark) == ("Harbour feed", "en", "")
    (entry,) = feed.entries
    assert (entry.title, entry.url) == ("Ferry returns", "https://harbour.example/ferry")
    assert entry.published == "Sat, 09 Mar 2024 10:00:00 GMT"
    assert FIRST in entry.content


def test_atom_gives_its_longest_text_and_whole_addresses() -> None:
    (entry,) = read_feed(ATOM.encode(), URL).entries
    assert entry.title == "Ferry & bridge"
    assert entry.url == "https://harbour.example/ferry?utm_source=feed"
    assert FIRST in entry.content


def test_a_json_feed_is_read_and_an_entry_may_have_no_page() -> None:
    feed = read_feed(JSON.encode(), URL)
    first, second = feed.entries
    assert (first.url, first.published) == ("https://harbour.example/ferry", "2024-03-09T10:00:00Z")
    assert first.content == f"<p>{FIRST}</p><p>{SECOND.replace(chr(39), '&#x27;')}</p>"
    assert (second.url, second.content) == ("", f"<p>{SECOND}</p>")


def test_the_mark_of_an_entry_changes_with_it_and_with_nothing_else() -> None:
    item = ("Ferry", "https://harbour.example/ferry", FIRST)
    other = ("Bridge", "https://harbour.example/bridge", FIRST)
    alone = read_feed(rss(item).encode(), URL).entries[0].mark
    assert read_feed(rss(other, item).encode(), URL).entries[1].mark == alone
    changed = ("Ferry is back", *item[1:])
    assert read_feed(rss(changed).encode(), URL).entries[0].mark != alone


def test_what_can_be_read_of_a_broken_feed_is_and_that_is_noted() -> None:
    item = ("Ferry", "https://harbour.example/ferry", FIRST)
    broken = rss(item, more="<item><title>Cut & off").encode()[:-40]
    feed = read_feed(broken, URL)
    assert feed.entries[0].title == "Ferry"
    assert "XML is broken" in feed.remark


@pytest.mark.parametrize(
    ("declared", "charset", "written"),
    [
        ("windows-1251", "", "windows-1251"),
        ("utf-8", "windows-1251", "windows-1251"),
        ("utf-16", "", "utf-16"),
        ("no-such", "", "utf-8"),
    ],
)
def test_a_feed_is_read_in_the_charset_it_was_written_in(
    declared: str, charset: str, written: str
) -> None:
    text = rss(("Паром вернулся в порт", "https://a.example/", "Он снова ходит на остров."))
    data = text.replace("utf-8", declared).encode(written)
    (entry,) = read_feed(data, URL, charset).entries
    assert entry.title == "Паром вернулся в порт"


def test_links_that_lead_nowhere_on_the_web_are_dropped() -> None:
    feed = read_feed(
        rss(("A", "javascript:alert(1)", ""), ("B", "file:///etc/passwd", "x")).encode(), URL
    )
    assert [(entry.title, entry.url) for entry in feed.entries] == [("B", "")]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not a feed"),
        (b"<html><body>A page</body></html>", "not a feed"),
        (b"/etc/passwd", "not a feed"),
        (b"{broken", "its JSON is broken"),
        (b'{"version": "1"}', "names no jsonfeed.org"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><rss version="2.0"/>', "declares XML entities"),
    ],
)
def test_data_that_is_not_a_feed_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(NotAFeedError, match=reason):
        read_feed(data, URL)


@given(
    st.sampled_from(
        [rss(("Ferry", "https://a.example/", FIRST)).encode(), ATOM.encode(), JSON.encode()]
    ),
    st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=6)), max_size=4),
)
def test_a_damaged_feed_is_read_or_refused(data: bytes, damages: list[tuple[float, bytes]]) -> None:
    for place, patch in damages:
        at = int(place * len(data))
        data = data[:at] + patch + data[at + 3 :]
    try:
        feed = read_feed(data, URL)
    except NotAFeedError:
        return
    assert isinstance(feed, Feed)
    assert all(entry.url or entry.content for entry in feed.entries)


DATES = {
    "Sat, 09 Mar 2024 10:00:00 GMT": "Sat, 09 Mar 2024 10:00:00 GMT",
    "2024-03-09": "2024-03-09",
    "20240309": "20240309",
    "1709978400": "2024-03-09T10:00:00+00:00",
    "1709978400000": "2024-03-09T10:00:00+00:00",
    "1709978400000000": "2024-03-09T10:00:00+00:00",
    " 1709978400.0 ": "2024-03-09T10:00:00+00:00",
    "0": "",
    "Thu, 01 Jan 1970 00:00:00 +0000": "",
    "Thu, 1 Jan 1970 00:00:00 GMT": "",
    "1970-01-01T00:00:00Z": "",
    "Wed, 31 Dec 1969 19:00:00 -0500": "",
    "2024": "2024",
    "-5": "-5",
}


@over(DATES)
def test_a_date_in_seconds_is_read_and_the_beginning_of_time_is_none(written: str) -> None:
    item = ("Ferry", "https://a.example/", FIRST)
    data = rss(item).replace("Sat, 09 Mar 2024 10:00:00 GMT", written)
    assert read_feed(data.encode(), URL).entries[0].published == DATES[written]


@pytest.mark.parametrize("written", [1709978400, 1709978400.0, 1709978400000, "1709978400"])
def test_a_number_of_seconds_in_a_json_feed_is_a_date(written: object) -> None:
    feed = json.loads(JSON)
    feed["items"][0]["date_published"] = written
    assert read_feed(json.dumps(feed).encode(), URL).entries[0].published.startswith("2024-03-09T")


def test_a_date_of_no_meaning_gives_way_to_the_day_of_the_change() -> None:
    feed = json.loads(JSON)
    feed["items"][0] |= {"date_published": 0, "date_modified": "2024-03-10"}
    assert read_feed(json.dumps(feed).encode(), URL).entries[0].published == "2024-03-10"
