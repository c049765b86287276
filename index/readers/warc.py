"""Reads web archives: each page is an article whose key is its address.

Decides between what server, page and feed say. The caller says how a page of some kind is read.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from index.cleaning.wall_texts import is_only_beginning, is_wall_line, wall_of
from index.errors import UnreadableSourceError
from index.readers.article_from_fields import BadRecord
from index.readers.date_parsing import date_remark, parse_date
from index.readers.decoding import decode
from index.readers.html import declared_charset, read_lines
from index.readers.page_date import ITS_DATE
from index.readers.refused_pages import feed_is_kept, judged, refusal
from index.readers.saved_page import Note, Page, pages
from index.types import RawArticle

_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "message/rfc822": ".eml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
_TEXTS = (".html", ".txt", ".md")
_REPLY = b"WARC-Type: response"
# Media types of servers that do not know the type; the address may show it.
_UNKNOWN_KINDS = ("", "application/octet-stream", "binary/octet-stream", "application/x-download")
# Charsets that a server names for every page, whatever is in it.
_DEFAULT_CHARSETS = ("iso-8859-1", "latin-1", "latin1", "us-ascii")
# If the page has less than this share of the feed's text, the feed's text is the article.
_WHOLE = 0.5

ReadPage = Callable[[bytes, str, str], RawArticle]


def count_pages(data: bytes) -> int:
    """About the number of pages in an archive."""
    return data.count(_REPLY)


def suffix_of(kind: str, url: str) -> str:
    """The suffix for a file of this media type, or "" if that type is not read."""
    if kind in _UNKNOWN_KINDS:
        tail = _path(url).rpartition(".")[2].lower()
        return f".{tail}" if f".{tail}" in _SUFFIXES.values() else ".html"
    return _SUFFIXES.get(kind, "")


def read_web(data: bytes, name: str, read_page: ReadPage) -> Iterator[RawArticle | BadRecord]:
    """Read an article or a BadRecord from each page in the archive `data`, in order.

    `read_page` reads the bytes of one file, whose kind its name shows, from its address. Raises
    UnreadableSourceError, which calls the archive `name`, if it is damaged or has no page.
    """
    found = [page for page in pages(data, name) if page.note.content or _is_readable(page)]
    if not found:
        raise UnreadableSourceError(f"{name} holds no pages with articles: delete it.")
    return _read(found, read_page)


def _is_readable(page: Page) -> bool:
    return bool(page.data and suffix_of(page.kind, page.url))


def _read(found: list[Page], read_page: ReadPage) -> Iterator[RawArticle | BadRecord]:
    seen = set[str]()
    for page in found:
        if page.url in seen:
            yield BadRecord(page.url, "is in this archive twice: the first is read")
            continue
        seen.add(page.url)
        try:
            yield _with_note(_article(page, read_page), page)
        except UnreadableSourceError as error:
            yield BadRecord(page.url, str(error))


class _WallError(UnreadableSourceError):
    """What came for an address is a wall of this kind."""

    def __init__(self, kind: str) -> None:
        super().__init__(refusal(kind))
        self.kind = kind


def wall(page: Page, read_page: ReadPage) -> str:
    """The kind of wall (`index.readers.refused_pages`) that came as `page`, or ""."""
    try:
        if _is_readable(page):
            _from_page(page, None, read_page)
    except _WallError as met:
        return met.kind
    except UnreadableSourceError:
        return ""
    return ""


def _article(page: Page, read_page: ReadPage) -> RawArticle:
    """The page's article, or the feed's if the page is a wall or has only a small part of it."""
    from_feed = None
    if page.note.content:
        from_feed = _from_feed(page.note, read_page)
    if not _is_readable(page):
        if from_feed is None:
            raise UnreadableSourceError("was not fetched, and its feed says too little of it.")
        return from_feed
    try:
        article = _from_page(page, from_feed, read_page)
    except UnreadableSourceError as error:
        if from_feed is None:
            raise
        if isinstance(error, _WallError):
            return _remarked(from_feed, feed_is_kept(error.kind))
        return from_feed
    if is_only_beginning(article.text):
        return _beginning(article, from_feed)
    if from_feed is not None and len(article.text) < _WHOLE * len(from_feed.text):
        return from_feed
    return article


def _from_page(page: Page, from_feed: RawArticle | None, read_page: ReadPage) -> RawArticle:
    """The article on the page. Raises UnreadableSourceError, of which _WallError is a kind."""
    suffix = suffix_of(page.kind, page.url)
    label, data = "The page" if suffix == ".html" else "The file", page.data
    if suffix in _TEXTS:
        data = decode(data, label, _charset(page)).encode("utf-8", "replace")
    try:
        article = read_page(data, f"{label}{suffix}", page.url)
    except UnreadableSourceError as error:
        if suffix == ".html" and (kind := wall_of("", read_lines(data.decode()))):
            raise _WallError(kind) from error
        raise
    if suffix == ".html" and (kind := judged(article, from_feed, page.note.title)):
        raise _WallError(kind)
    return article


def _beginning(article: RawArticle, from_feed: RawArticle | None) -> RawArticle:
    """What there is of an article that ends in a call to subscribe: what the feed has, if more."""
    left = sum(len(line) for line in article.text.split("\n") if not is_wall_line(line))
    if from_feed is not None and len(from_feed.text) > left:
        return _remarked(from_feed, feed_is_kept("subscription"))
    return _remarked(article, "it ends in a call to subscribe: this may be only its beginning")


def _remarked(article: RawArticle, remark: str) -> RawArticle:
    return replace(article, remarks=(*article.remarks, remark))


def _from_feed(note: Note, read_page: ReadPage) -> RawArticle | None:
    body = f"<html><body><article>{note.content}</article></body></html>"
    try:
        return read_page(body.encode("utf-8", "replace"), "The feed.html", "")
    except UnreadableSourceError:
        return None


def _charset(page: Page) -> str:
    within = declared_charset(page.data)
    if within and page.charset.lower() in ("", *_DEFAULT_CHARSETS):
        return within
    return page.charset


def _with_note(article: RawArticle, page: Page) -> RawArticle:
    """Add what the feed says: its title and date are more reliable than a page's markup."""
    note = page.note
    published = parse_date(note.published)
    # A doubt about the page's date does not matter if the feed says it.
    remarks = [each for each in article.remarks if not (published and each.startswith(ITS_DATE))]
    return replace(
        article,
        key=page.url,
        # A page may claim any address; another site's would be taken for the source.
        url=article.url if _site(article.url) == _site(page.url) else page.url,
        title=note.title or article.title,
        outlet=article.outlet or note.outlet,
        published=published or article.published,
        language=article.language or note.language,
        remarks=(*remarks, *date_remark(note.published)),
    )


def _path(url: str) -> str:
    """The path of `url`; "" if it is not an address, as in archives of other programs."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _site(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
