"""An article in pages, to read on before and after a cited sentence (pure).

A page is a paragraph, or as much of a very long one as is read comfortably on a phone.
"""

from dataclasses import dataclass

from bot.messenger.text import render
from bot.messenger.text.render import Block, Piece
from bot.types import Citation
from index.types import Article

_PAGE_UNITS = 2400


@dataclass(frozen=True, slots=True)
class Page:
    """Characters `start` to `end` (not included) of an article's text."""

    start: int
    end: int


def pages(text: str) -> list[Page]:
    """All of `text` but white space between pages, in order; a page has at most 2,400 units."""
    found: list[Page] = []
    at = 0
    for paragraph in text.split("\n\n"):
        begin = at
        for part in render.fold(paragraph, _PAGE_UNITS):
            place = text.find(part, begin)
            if part.strip() and place >= 0:
                found.append(Page(place, place + len(part)))
                begin = place + len(part)
        at += len(paragraph) + 2
    return found


def at(text: str, start: int) -> int:
    """The number, from 0, of the page that holds the character at `start`."""
    behind = [number for number, page in enumerate(pages(text)) if page.start <= start]
    return behind[-1] if behind else 0


def show(citation: Citation, article: Article, number: int) -> tuple[str, int, int]:
    """Page `number` of `article` as HTML, the cited sentence marked where it is on it.

    Also gives the page's number as it is now, and how many there are.
    """
    every = pages(article.text)
    number = max(0, min(number, len(every) - 1))
    page = every[number] if every else Page(0, 0)
    head = render.heading(citation) + render.text(f"\n{number + 1} of {max(len(every), 1)}")
    start = render.place(citation, article)
    body = render.text(article.text[page.start : page.end])
    if start >= 0 and page.start < start + len(citation.sentence) and start < page.end:
        body = _marked(article.text, page, start, start + len(citation.sentence))
    (html,) = render.messages([Block([head]), Block([body])])
    return html, number, len(every)


def _marked(text: str, page: Page, start: int, end: int) -> Piece:
    first, last = max(page.start, start), min(page.end, end)
    before, after = render.text(text[page.start : first]), render.text(text[last : page.end])
    return before + render.marked(text[first:last]) + after
