"""An article in pages (pure).

Around a cited sentence a page is a paragraph; an article that is read from its beginning has larger
pages. Very long paragraphs are cut to what is read comfortably on a phone.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.answering.citations import position
from bot.messenger.text import phrases, render, title_outlet_date
from bot.messenger.text.markup import Block, Piece, bold, fold, link, marked, messages, text
from bot.messenger.text.translation import say
from bot.types import Citation
from index.types import Article

_PARAGRAPH_UNITS = 2400
_PAGE_UNITS = 1500


@dataclass(frozen=True, slots=True)
class Page:
    """Characters `start` to `end` (not included) of an article's text."""

    start: int
    end: int


def paragraphs(plain: str) -> list[Page]:
    """All of `plain` but white space between pages, a paragraph a page, of at most 2,400 units."""
    found: list[Page] = []
    start = 0
    for paragraph in plain.split("\n\n"):
        found += _cut(plain, start, start + len(paragraph), _PARAGRAPH_UNITS)
        start += len(paragraph) + 2
    return found


def page_at(plain: str, start: int) -> int:
    """The number, from 0, of the paragraph page that holds the character at `start`."""
    begun = [number for number, page in enumerate(paragraphs(plain)) if page.start <= start]
    return begun[-1] if begun else 0


def around_citation(citation: Citation, article: Article, number: int) -> tuple[str, int, int]:
    """Paragraph page `number` (from 0) of `article` as HTML, the cited sentence marked on it.

    Also gives the page that is shown, the nearest where `number` is none, and how many there are.
    """
    pages = paragraphs(article.text)
    number = max(0, min(number, len(pages) - 1))
    page = pages[number] if pages else Page(0, 0)
    count = say(phrases.PAGE, page=number + 1, pages=max(len(pages), 1))
    head = render.heading(citation) + text(f"\n{count}")
    start = position(citation, article)
    body = text(article.text[page.start : page.end])
    if start >= 0 and page.start < start + len(citation.sentence) and start < page.end:
        body = _marked(article.text, page, start, start + len(citation.sentence))
    (html,) = messages([Block([head]), Block([body])])
    return html, number, len(pages)


def whole(article: Article, number: int, page: int) -> tuple[str, int]:
    """Page `page` (from 0, else the last) of the article that lists show as `number`, as HTML.

    Also gives how many pages there are.
    """
    pages = list(_cut(article.text, 0, len(article.text), _PAGE_UNITS)) or [Page(0, 0)]
    page = min(page, len(pages) - 1)
    shown = pages[page]
    source = title_outlet_date.outlet_and_date(article)
    head = bold(link(article.url, title_outlet_date.title(article))) + text(
        f"\n{source}" if source else ""
    )
    foot = say(phrases.PAGE_OF_ARTICLE, number=number, page=page + 1, pages=len(pages))
    blocks = [
        Block([head]),
        Block([text(article.text[shown.start : shown.end])]),
        Block([text(foot)], tags=("<i>", "</i>")),
    ]
    return messages(blocks)[0], len(pages)


def _cut(plain: str, start: int, end: int, limit: int) -> Iterator[Page]:
    """The characters from `start` to `end` in pages of at most `limit` units."""
    for part in fold(plain[start:end], limit):
        at = plain.find(part, start)
        if part.strip() and at >= 0:
            start = at + len(part)
            yield Page(at, start)


def _marked(plain: str, page: Page, start: int, end: int) -> Piece:
    first, last = max(page.start, start), min(page.end, end)
    before, after = text(plain[page.start : first]), text(plain[last : page.end])
    return before + marked(plain[first:last]) + after
