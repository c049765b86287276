"""Reads files as articles: one module a kind of file, chosen by its suffix.

Knows files and encodings. Does not clean, and does not know what becomes of the articles.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from index.clean import scrub
from index.errors import UnreadableSourceError
from index.readers.decoding import decode
from index.readers.html import declared_charset, read_html
from index.readers.jsonl import BadRecord, read_jsonl
from index.readers.markdown import read_markdown
from index.readers.text import read_text
from index.types import RawArticle

__all__ = ["SUFFIXES", "BadRecord", "read"]

Records = Iterator[RawArticle | BadRecord]


def read(path: Path) -> Records:
    """The articles in the file; a record that cannot be read comes as a BadRecord in its place.

    No field holds control characters, bidirectional marks or lone surrogates. `outlet` is the
    site of the url where the source names none.

    Raises UnreadableSourceError, at once and not while iterating, if the file is of an unknown
    type, missing, unreadable, empty, binary or in an unknown encoding.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise UnreadableSourceError(
            f"{path.name} is of an unknown type: Byline reads {', '.join(sorted(SUFFIXES))}."
        )
    try:
        data = path.read_bytes()
    except OSError as error:
        problem = error.strerror or type(error).__name__
        raise UnreadableSourceError(
            f"{path.name} cannot be read ({problem}): check that it exists and its permissions."
        ) from error
    return _finished(reader(data, path.name))


def _text(data: bytes, name: str) -> Records:
    return iter([read_text(scrub(decode(data, name)))])


def _markdown(data: bytes, name: str) -> Records:
    return iter([read_markdown(scrub(decode(data, name)))])


def _html(data: bytes, name: str) -> Records:
    article = read_html(scrub(decode(data, name, declared_charset(data))))
    if article is None:
        raise UnreadableSourceError(
            f"{name} holds no article that could be found: save the article's text as .txt."
        )
    return iter([article])


def _jsonl(data: bytes, name: str) -> Records:
    return read_jsonl(decode(data, name))


_READERS: dict[str, Callable[[bytes, str], Records]] = {
    ".txt": _text,
    ".md": _markdown,
    ".html": _html,
    ".htm": _html,
    ".jsonl": _jsonl,
}
SUFFIXES = frozenset(_READERS)


def _finished(records: Records) -> Records:
    """Scrubs what escapes (`&#x202e;`, `\\ud800`) brought in, and names the outlet."""
    for record in records:
        if isinstance(record, BadRecord):
            yield record
            continue
        title = " ".join(scrub(record.title).split())
        yield replace(
            record,
            key=scrub(record.key),
            title=title,
            text=_without_headline(scrub(record.text), title),
            url="".join(scrub(record.url).split()),
            outlet=" ".join(scrub(record.outlet).split()) or _site(record.url),
        )


def _without_headline(text: str, title: str) -> str:
    # Many pages repeat the headline above the text: it is no sentence of the article.
    first, _, rest = text.lstrip().partition("\n")
    return rest if title and first.strip() == title and rest.strip() else text


def _site(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
