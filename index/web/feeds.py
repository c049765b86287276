"""Wraps feedparser: reads RSS, Atom and JSON feeds (pure).

Does not know what was read before, or how the pages of a feed are fetched.
"""

import hashlib
import html
import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

import feedparser

from index.cleaning.cleaner import scrub
from index.errors import UnreadableSourceError
from index.readers.decoding import decode

_LONGEST_CONTENT = 1_000_000
# A feed that declares its own XML entities is most likely an attack on its reader.
_ENTITY = re.compile("<!ENTITY", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{1,40})[\"']")
_LONGEST_ID = 500
_NUMBER = re.compile(r"-?\d{1,19}(?:\.\d{1,9})?")
# From 1973, so that 20240309 is a date as it is, to 2286; a larger number counts parts of seconds.
_FEWEST_SECONDS, _MOST_SECONDS = 100_000_000, 10_000_000_000
_EPOCH = re.compile(r"^1970-01-01|\b0?1 Jan(?:uary)? 1970\b|^1969-12-31|\b31 Dec(?:ember)? 1969\b")
_NO_FEED = "is not a feed: neither RSS nor Atom nor JSON"


class NotAFeedError(ValueError):
    """The data is not a feed; the message says, for people, what it is instead."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed; fields are "" where the feed says nothing.

    `url` is its page. `published` is the date as the feed writes it, or in ISO form if that is a
    number of seconds. `content` is HTML, the whole article or a part. `mark` is a hash that changes
    when anything else does. `id` is the feed's name for it.
    """

    url: str
    title: str
    published: str
    content: str
    mark: str
    id: str = ""

    def without_id(self) -> "Entry":
        """The entry as if the feed had not named it."""
        return replace(self, id="")


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed; entries are in its own order. `remark` says what was odd about it, or is ""."""

    title: str
    language: str
    entries: tuple[Entry, ...]
    remark: str = ""


def read_feed(data: bytes, url: str, charset: str = "") -> Feed:
    """Read the feed in `data`, which came from `url`; `charset` is "" when unknown.

    Raises NotAFeedError.
    """
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _json_feed(data, url)
    written = _ENCODING.search(data[:200])
    try:
        text = decode(data, "The feed", charset or (written[1].decode("ascii") if written else ""))
    except UnreadableSourceError as error:
        raise NotAFeedError(_NO_FEED) from error
    if _ENTITY.search(text):
        raise NotAFeedError("is a feed that declares XML entities, which is not safe to read")
    # As UTF-8 without an XML declaration, because the library fails at unusual encodings.
    sound = scrub(_DECLARATION.sub("", text)).encode("utf-8", "replace")
    try:
        # As a stream, because the library could take text for the name of a file.
        found = feedparser.parse(
            io.BytesIO(sound),
            sanitize_html=False,
            response_headers={"content-type": "application/xml; charset=utf-8"},
        )
    except Exception as error:  # the library raises all kinds of errors for broken feeds
        raise NotAFeedError("is a feed too broken to be read") from error
    if not found.get("version"):
        raise NotAFeedError(_NO_FEED)
    about: Mapping[str, Any] = found.feed
    entries = tuple(_once(_entry(item, url) for item in found.entries))
    remark = "its XML is broken: only part of it could be read" if found.bozo else ""
    return Feed(_line(about.get("title")), _line(about.get("language")), entries, remark)


def _entry(item: Mapping[str, Any], base: str) -> Entry:
    bodies = [_text(part.get("value")) for part in item.get("content") or ()]
    content = max([*bodies, _text(item.get("summary"))], key=len)[:_LONGEST_CONTENT]
    # Not by the library's own lookup, which returns the one date for the other and warns.
    updated = _moment(dict(item).get("updated"))
    published = _moment(item.get("published")) or updated
    return _marked(
        _joined(base, _line(item.get("link"))),
        _line(item.get("title")),
        published,
        content,
        (_line(item.get("id")), updated),
    )


def _json_feed(data: bytes, url: str) -> Feed:
    """Read a JSON feed, as https://www.jsonfeed.org/version/1.1/ describes it."""
    try:
        found = json.loads(data.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        raise NotAFeedError("is not a feed: its JSON is broken") from error
    if "jsonfeed.org" not in _text(found.get("version")):
        raise NotAFeedError("is JSON but not a feed: its version names no jsonfeed.org")
    items = found.get("items")
    entries = [
        _marked(
            _joined(url, _line(item.get("url") or item.get("external_url"))),
            _line(item.get("title")),
            _moment(item.get("date_published")) or _moment(item.get("date_modified")),
            (_text(item.get("content_html")) or _paragraphs(item.get("content_text")))[
                :_LONGEST_CONTENT
            ],
            (str(item.get("id", "")), _moment(item.get("date_modified"))),
        )
        for item in (items if isinstance(items, list) else ())
        if isinstance(item, dict)
    ]
    return Feed(_line(found.get("title")), _line(found.get("language")), tuple(_once(entries)))


def _marked(url: str, title: str, published: str, content: str, more: tuple[str, str]) -> Entry:
    """An entry; `more` is its id and when it was changed."""
    whole = json.dumps([url, title, published, content, *more])
    mark = hashlib.sha256(whole.encode()).hexdigest()[:16]
    return Entry(url, title, published, content, mark, " ".join(more[0].split())[:_LONGEST_ID])


def _moment(value: object) -> str:
    """A date as the feed writes it; a number of seconds, or parts of one, since 1970 in ISO form.

    "" for the beginning of 1970, which programs write where they know no date.
    """
    written = str(value) if isinstance(value, int | float) else _line(value)
    if _EPOCH.search(written):
        return ""
    if not _NUMBER.fullmatch(written):
        return written
    seconds = float(written)
    while seconds >= _MOST_SECONDS:
        seconds /= 1000  # milliseconds, microseconds and so on
    if seconds < _FEWEST_SECONDS:
        return "" if seconds == 0 else written
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def _once(entries: Iterable[Entry]) -> Iterable[Entry]:
    """The first entry of each page; entries without address and content are left out."""
    seen = set[str]()
    for entry in entries:
        key = entry.url or entry.mark
        if key not in seen and (entry.url or entry.content):
            seen.add(key)
            yield entry


def _joined(base: str, link: str) -> str:
    if not link:
        return ""
    try:
        found = urljoin(base, link)
    except ValueError:
        return ""
    return found if found.startswith(("http://", "https://")) else ""


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _line(value: object) -> str:
    """Text without markup, on one line; "" for anything but text."""
    return " ".join(html.unescape(re.sub(r"<[^<>]{0,200}>", "", _text(value))).split())


def _paragraphs(value: object) -> str:
    parts = re.split(r"\n\s*\n", _text(value).strip())
    return "".join(f"<p>{html.escape(part)}</p>" for part in parts if part)
