"""Reads pages kept as they were fetched: each an article under its address.

Knows what server and feed say about a page and whom to believe. How a page of some kind is read it
is told.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from index.errors import UnreadableSourceError
from index.readers.dates import date_remark, parse_date
from index.readers.decoding import decode
from index.readers.html import declared_charset
from index.readers.page_file import Note, Page, pages
from index.readers.records import BadRecord
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
# What servers say when they do not know; the address may tell.
_UNTOLD = ("", "application/octet-stream", "binary/octet-stream", "application/x-download")
# What a server says of every page it serves, whatever is in it.
_DEFAULT_CHARSETS = ("iso-8859-1", "latin-1", "latin1", "us-ascii")
# A feed's content is the article, and not its beginning, from this share of the page's text on.
_WHOLE = 0.5

ReadPage = Callable[[bytes, str], RawArticle]


def suffix_of(kind: str, url: str) -> str:
    """The suffix of a file of this media type, or "" when it is of none that is read."""
    if kind in _UNTOLD:
        tail = _path(url).rpartition(".")[2].lower()
        return f".{tail}" if f".{tail}" in _SUFFIXES.values() else ".html"
    return _SUFFIXES.get(kind, "")


def read_web(data: bytes, name: str, read_page: ReadPage) -> Iterator[RawArticle | BadRecord]:
    """An article or a BadRecord for each page in the archive `data`, in order.

    `read_page` reads the bytes of one file of the name it is given. Raises UnreadableSourceError,
    which calls the archive `name`, if it is damaged or holds no page.
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


def _article(page: Page, read_page: ReadPage) -> RawArticle:
    """The page's article, or the feed's where the page has none or hardly any of it."""
    told = None
    if page.note.content:
        told = _told(page.note, read_page)
    if not _is_readable(page):
        if told is None:
            raise UnreadableSourceError("was not fetched, and its feed says too little of it.")
        return told
    suffix = suffix_of(page.kind, page.url)
    label = "The page" if suffix == ".html" else "The file"
    data = page.data
    try:
        if suffix in _TEXTS:
            data = decode(data, label, _charset(page)).encode("utf-8", "replace")
        article = read_page(data, f"{label}{suffix}")
    except UnreadableSourceError:
        if told is None:
            raise
        return told
    if told is not None and len(article.text) < _WHOLE * len(told.text):
        return told
    return article


def _told(note: Note, read_page: ReadPage) -> RawArticle | None:
    body = f"<html><body><article>{note.content}</article></body></html>"
    try:
        return read_page(body.encode("utf-8", "replace"), "The feed.html")
    except UnreadableSourceError:
        return None


def _charset(page: Page) -> str:
    within = declared_charset(page.data)
    if within and page.charset.lower() in ("", *_DEFAULT_CHARSETS):
        return within
    return page.charset


def _with_note(article: RawArticle, page: Page) -> RawArticle:
    """The feed's word on title and date goes before what a page's markup seems to say."""
    note = page.note
    published = parse_date(note.published)
    return replace(
        article,
        key=page.url,
        # A page may call itself anything: another's address would pass for the source.
        url=article.url if _site(article.url) == _site(page.url) else page.url,
        title=note.title or article.title,
        outlet=article.outlet or note.outlet,
        published=published or article.published,
        language=article.language or note.language,
        remarks=(*article.remarks, *date_remark(note.published)),
    )


def _path(url: str) -> str:
    """An archive from elsewhere may call its pages what it likes: that need not be an address."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _site(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
