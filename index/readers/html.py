"""Wraps trafilatura, readability and resiliparse: extracts the article from a web page.

Paragraphs are separated by a blank line.
"""

import logging
import re
from collections import Counter

import lxml.html
import trafilatura
from readability import Document as Readability
from resiliparse.extract.html2text import extract_plain_text
from trafilatura.settings import Document

from index.readers.page_date import date_page
from index.readers.page_markup import prepared
from index.readers.page_tree import drop, tree_of
from index.types import RawArticle

# It logs a traceback for each page that is not an article.
logging.getLogger("readability").setLevel(logging.CRITICAL)

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.I)
# The HTML standard wants the charset within the first 1024 bytes; some pages put it later.
_HEAD_BYTES = 4096
_LANGUAGE = re.compile(r"<html\b[^>]{0,500}?\slang\s*=\s*[\"']?([a-zA-Z-]{2,20})", re.IGNORECASE)
# Three times the size and ten times the tags of the largest of 181 news pages. For larger pages
# extraction takes tens of seconds and a gigabyte.
_LONGEST_PAGE = 5_000_000
_MOST_TAGS = 30_000
_FEWEST_WORDS = 3  # a page that says "Home" is no article
_BLOCKS = ("p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "blockquote", "section")
# Two extractors that have less than this in common chose different parts of the page.
_AGREED = 0.7
_SPACES = re.compile(r"\s+")
_LINES = re.compile(r"\s*\n\s*")


def declared_charset(data: bytes) -> str:
    """The charset that the page names in its head, or ""."""
    found = _CHARSET.search(data[:_HEAD_BYTES])
    return found[1].decode("ascii") if found else ""


def read_html(text: str, url: str = "") -> RawArticle | None:
    """Extract the article from a page; None if none is found or the page has too much markup.

    `url` is the address that it came from, "" if that is unknown.
    """
    if _is_too_large(text):
        return None
    sound = prepared(text)
    # Favouring precision is better on 181 labelled pages: F1 0.965 against 0.961 after cleaning.
    page = trafilatura.bare_extraction(
        sound, with_metadata=True, include_comments=False, favor_precision=True
    )
    if not isinstance(page, Document):
        return None
    body = _body(_paragraphs(page.text or ""), sound)
    if len(body.split()) < _FEWEST_WORDS:
        return None
    found = _LANGUAGE.search(text[:_HEAD_BYTES])
    language = found[1] if found else ""
    dated = date_page(text, url or page.url or "", language, page.date or "")
    return RawArticle(
        key="",
        title=page.title or "",
        text=body,
        url=page.url or "",
        outlet=page.sitename or "",
        published=dated.day,
        language=language,
        remarks=dated.remarks,
    )


def read_lines(text: str) -> str:
    """All text of a page that is a mail, a line for each of its; quotations begin with ">"."""
    page = None if _is_too_large(text) else tree_of(text)
    if page is None:
        return ""
    for element in page.xpath("//head | //style | //script"):
        drop(element)
    for element in page.iter():  # spaces in the markup mean nothing, and line ends are put in
        element.text = _SPACES.sub(" ", element.text or "")
        element.tail = _SPACES.sub(" ", element.tail or "")
    for element in page.iter(*_BLOCKS):
        apart = "\n\n" if element.tag in ("p", "blockquote") else "\n"
        if element.tag != "br":
            element.text = f"{apart}{element.text}"
        element.tail = f"{apart}{element.tail}"
    for quotation in page.xpath("//blockquote[not(ancestor::blockquote)]"):
        quoted = re.sub(r"\n+", "\n> ", f"\n{quotation.text_content().strip()}")
        tail = quotation.tail
        quotation.clear()
        quotation.text, quotation.tail = quoted, tail
    return "\n".join(map(str.strip, str(page.text_content()).split("\n"))).strip()


def _is_too_large(text: str) -> bool:
    return len(text) > _LONGEST_PAGE or text.count("<") > _MOST_TAGS


def _body(found: str, page: str) -> str:
    """Check `found` against a second extractor and, if they differ, against a third.

    An extractor that chooses the wrong part of a page is wrong altogether. So of three texts the
    one that has most in common with the other two is taken.
    """
    second = _by_readability(page)
    if not second or _likeness(found, second) >= _AGREED:
        return found
    third = _paragraphs(extract_plain_text(page, main_content=True, alt_texts=False))
    bodies = [found, second, third]
    return max(bodies, key=lambda body: sum(_likeness(body, other) for other in bodies))


def _by_readability(page: str) -> str:
    try:
        body = lxml.html.fromstring(Readability(page).summary())
    except Exception:  # a second opinion that fails is ignored
        return ""
    for element in body.iter(*_BLOCKS):
        element.tail = f"\n{element.tail or ''}"
    return _paragraphs(str(body.text_content()))


def _paragraphs(text: str) -> str:
    return _LINES.sub("\n\n", text.strip())


def _likeness(one: str, other: str) -> float:
    """Share of their runs of four words that two texts have in common, from 0 to 1."""
    runs, others = _runs(one), _runs(other)
    total = runs.total() + others.total()
    return 2 * (runs & others).total() / total if total else 1.0


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)  # extractors differ in the spaces around marks
    return Counter(zip(words, words[1:], words[2:], words[3:], strict=False))
