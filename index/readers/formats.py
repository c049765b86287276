"""Reads files as articles, with one module for each kind of file, chosen by suffix.

Knows how large a file and an article may be. Does not clean articles.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from index.cleaning.cleaner import scrub
from index.errors import UnreadableSourceError
from index.readers import warc
from index.readers.archive import count_members, read_zip
from index.readers.article_from_fields import BadRecord
from index.readers.csv_table import count_rows, read_csv
from index.readers.decoding import decode
from index.readers.docx import read_word
from index.readers.html import declared_charset, read_html
from index.readers.jsonl import count_lines, read_jsonl
from index.readers.mail import read_mail
from index.readers.markdown import read_markdown
from index.readers.parquet import count_parquet, read_parquet
from index.readers.pdf import read_pdf
from index.readers.saved_page import Page
from index.readers.text import read_text
from index.readers.warc import count_pages, read_web
from index.types import RawArticle

__all__ = ["SUFFIXES", "BadRecord", "count", "expect_readable", "read", "read_data", "wall"]

Records = Iterator[RawArticle | BadRecord]

# In characters, some 50,000 words. A longer text is a book or not text, and would take minutes and
# gigabytes to index.
LONGEST_ARTICLE = 300_000
# Characters that hide or reorder what a reader sees: their removal is remarked on.
_SUSPICIOUS = re.compile("[\0\u202a-\u202e\u2066-\u2069\ud800-\udfff\U000e0000-\U000e007f]")


def read(path: Path) -> Records:
    """Read the articles in the file; a BadRecord takes the place of each unreadable record.

    No field holds control characters, bidirectional marks or lone surrogates. `outlet` is the
    host of the url if the source names no outlet.

    Raises UnreadableSourceError, immediately and not while iterating, if the file is of an unknown
    type, missing, unreadable, empty, binary, too large or in an unknown encoding.
    """
    try:
        expect_readable(path.name, path.stat().st_size)
        if _suffix(path.name) == ".parquet":  # too large to be held as a whole
            with path.open("rb"):
                return map(_checked, read_parquet(path, path.name))
        data = path.read_bytes()
    except OSError as error:
        problem = error.strerror or type(error).__name__
        raise UnreadableSourceError(
            f"{path.name} cannot be read ({problem}): check that it exists and its permissions."
        ) from error
    return read_data(data, path.name)


def read_data(data: bytes, name: str) -> Records:
    """As `read`, of a file that holds `data`."""
    expect_readable(name, len(data))
    if _suffix(name) == ".zip":
        return read_zip(data, name, _members, SUFFIXES)
    return _read(data, name)


def count(path: Path) -> int:
    """About how many articles the file holds, at least 1: quick, so that progress can be told."""
    try:
        if _suffix(path.name) == ".parquet":
            return max(1, count_parquet(path, path.name))
        if _suffix(path.name) != ".zip":
            return _count(path.name, path.stat().st_size, path.read_bytes)
        expect_readable(path.name, path.stat().st_size)
        return max(1, count_members(path.read_bytes(), path.name, _count, SUFFIXES))
    except (OSError, UnreadableSourceError):
        return 1  # a failure, which `read` tells


def wall(page: Page) -> str:
    """What came as `page` instead of an article: a kind of `index.readers.refused_pages`, or ""."""
    return warc.wall(page, _read_page)


def _count(name: str, size: int, data: Callable[[], bytes]) -> int:
    """Count the articles in a file of `size` bytes, at least 1.

    Calls `data`, which reads or unpacks the file and may raise, only where that tells more.
    """
    counter = _COUNTS.get(_suffix(name))
    if counter is None:
        return 1
    try:
        expect_readable(name, size)
        return max(1, counter(data(), name))
    except UnreadableSourceError:
        return 1


def _read(data: bytes, name: str) -> Records:
    suffix = _suffix(name)
    if suffix in _COLLECTIONS:
        return map(_checked, _COLLECTIONS[suffix](data, name))
    article = _finished(_ARTICLES[suffix](data, name))
    if len(article.text) > LONGEST_ARTICLE:
        raise UnreadableSourceError(f"{name} {_too_long(article)}")
    return iter([article])


def _members(data: bytes, label: str) -> Records:
    """Read one file of an archive; the articles' keys begin with its name in the archive."""
    name = PurePosixPath(label).name
    if _suffix(name) == ".zip":
        yield BadRecord(label, "is an archive in an archive: unpack it")
        return
    try:
        expect_readable(name, len(data))
        records = _read(data, name)
    except UnreadableSourceError as error:
        yield BadRecord(label, str(error))
        return
    for record in records:
        yield replace(record, key=f"{scrub(label)} {record.key}".rstrip())


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def expect_readable(name: str, size: int) -> None:
    """Check that a file of that name and size in bytes is read. Raises UnreadableSourceError."""
    limit = _MEGABYTES.get(_suffix(name))
    if limit is None:
        raise UnreadableSourceError(
            f"{name} is of an unknown type: Byline reads {', '.join(sorted(SUFFIXES))}."
        )
    if size > limit * 1_000_000:
        raise UnreadableSourceError(
            f"{name} has {size / 1e6:,.0f} MB, more than the {limit} MB that are read of such a "
            "file: split it."
        )


def _text(data: bytes, name: str) -> RawArticle:
    text = decode(data, name)
    return _remarked(read_text(scrub(text)), text)


def _markdown(data: bytes, name: str) -> RawArticle:
    text = decode(data, name)
    return _remarked(read_markdown(scrub(text)), text)


def _html(data: bytes, name: str, url: str = "") -> RawArticle:
    text = decode(data, name, declared_charset(data))
    article = read_html(scrub(text), url)
    if article is None:
        raise UnreadableSourceError(
            f"{name} holds no article that could be found, or far more markup than a page of news: "
            "save the article's text as .txt."
        )
    return _remarked(article, text)


def _jsonl(data: bytes, name: str) -> Records:
    return read_jsonl(decode(data, name))


def _csv(data: bytes, name: str) -> Records:
    return read_csv(decode(data, name), name)


def _web(data: bytes, name: str) -> Records:
    return read_web(data, name, _read_page)


def _read_page(data: bytes, name: str, url: str) -> RawArticle:
    expect_readable(name, len(data))
    if _suffix(name) == ".html":
        return _html(data, name, url)
    return _ARTICLES[_suffix(name)](data, name)


# Readers of files with one article, and of files with many.
_ARTICLES: dict[str, Callable[[bytes, str], RawArticle]] = {
    ".txt": _text,
    ".md": _markdown,
    ".html": _html,
    ".htm": _html,
    ".pdf": read_pdf,
    ".docx": read_word,
    ".eml": read_mail,
}
_COLLECTIONS: dict[str, Callable[[bytes, str], Records]] = {
    ".jsonl": _jsonl,
    ".csv": _csv,
    ".parquet": read_parquet,
    ".warc": _web,
}
_COUNTS: dict[str, Callable[[bytes, str], int]] = {
    ".jsonl": lambda data, name: count_lines(decode(data, name)),
    ".csv": lambda data, name: count_rows(decode(data, name)),
    ".parquet": count_parquet,
    ".warc": lambda data, _: count_pages(data),
}
# Largest size of a file: enough for the longest article, and more if it may hold pictures.
_MEGABYTES = {
    ".txt": 2,
    ".md": 2,
    ".html": 5,
    ".htm": 5,
    ".eml": 30,
    ".docx": 50,
    ".pdf": 50,
    ".jsonl": 100,
    ".csv": 100,
    ".zip": 100,
    ".warc": 100,
    ".parquet": 2000,
}
SUFFIXES = frozenset(_MEGABYTES)


def _checked(record: RawArticle | BadRecord) -> RawArticle | BadRecord:
    if isinstance(record, BadRecord):
        return replace(record, key=scrub(record.key))
    if len(record.text) > LONGEST_ARTICLE:
        return BadRecord(scrub(record.key), _too_long(record))
    return _finished(record)


def _too_long(article: RawArticle) -> str:
    return (
        f"is {len(article.text):,} characters long, more than the {LONGEST_ARTICLE:,} of the "
        "longest article that is read: split it."
    )


def _finished(article: RawArticle) -> RawArticle:
    """Scrub characters that came in by escapes (`&#x202e;`, `\\ud800`), and name the outlet."""
    title = " ".join(scrub(article.title).split())
    url = "".join(scrub(article.url).split())
    return replace(
        _remarked(article, article.title + article.text),
        key=scrub(article.key),
        title=title,
        text=_without_headline(scrub(article.text), title),
        url=url,
        outlet=" ".join(scrub(article.outlet).split()) or _site(url),
        language=scrub(article.language),
    )


def _remarked(article: RawArticle, source: str) -> RawArticle:
    found = len(_SUSPICIOUS.findall(source))
    if not found:
        return article
    remark = f"{found:,} hidden or reordering characters were taken out of it"
    return replace(article, remarks=(*article.remarks, remark))


def _without_headline(text: str, title: str) -> str:
    # Many pages repeat the headline above the text; it is not a sentence of the article.
    first, _, rest = text.lstrip().partition("\n")
    return rest if title and first.strip() == title and rest.strip() else text


def _site(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
