"""Finds, articles and timelines -> Telegram HTML (pure).

The first line of a list is what was asked for, in the asker's words: a button under the list reads
it there, so that it works after a restart, and nothing of it need be kept.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.lookup.timeline import Event
from bot.messenger.text import phrases
from bot.messenger.text.render import (
    Block,
    Piece,
    fold,
    fragment_url,
    link,
    messages,
    text,
)
from bot.messenger.text.translation import day, say
from index.types import Article, Sentence, Summary

PER_PAGE = 5
_QUOTE_CHARS = 600
_EVENT_CHARS = 220
_PAGE_UNITS = 1500  # of an article
_TITLE_CHARS = 120

Number = Callable[[Article], int]


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of an article; `also` print nearly the same."""

    article: Article
    sentence: Sentence
    also: tuple[Article, ...] = ()


def found(head: str, quotes: Sequence[Quote], number: Number, note: str = "") -> str:
    """A page of search results."""
    items = [quoted(quote) + text(f" /article_{number(quote.article)}") for quote in quotes]
    return _page(head, items, note)


def headlines(head: str, articles: Sequence[Article], number: Number) -> str:
    """A page of articles."""
    items = [
        _linked(article, article.url)
        + text(f"\n{where(article)} /article_{number(article)}".replace("\n ", "\n"))
        for article in articles
    ]
    return _page(head, items)


def events(head: str, happened: Sequence[Event], number: Number) -> str:
    """A page of a timeline."""
    items = []
    for event in happened:
        sentence = event.sentence.text
        what = link(fragment_url(event.article.url, sentence), shortened(sentence, _EVENT_CHARS))
        who = f"{_told_by(event.article, event.also)} /article_{number(event.article)}"
        items.append(bold(text(day(event.day))) + text(" · ") + what + text(f"\n{who}"))
    return _page(head, items)


def nothing(head: str) -> str:
    """A list without anything."""
    return messages([Block([bold(text(head)), text(say(phrases.NOTHING_THERE))])])[0]


def quoted(quote: Quote) -> Piece:
    """A sentence with where it is from."""
    sentence = quote.sentence.text
    piece = text(f"“{shortened(sentence, _QUOTE_CHARS)}”\n")
    piece += text(f"{line} · ") if (line := where(quote.article)) else Piece("", 0)
    piece += _linked(quote.article, fragment_url(quote.article.url, sentence))
    return piece + text(f" ({also_in(quote.also)})" if quote.also else "")


def article(found: Article, number: int, page: int) -> tuple[str, int]:
    """A page of an article, from 0, and how many there are; the last one for a page too far."""
    pages = fold(found.text, _PAGE_UNITS)
    page = min(page, len(pages) - 1)
    head = bold(_linked(found, found.url)) + text(f"\n{where(found)}".rstrip())
    foot = say(phrases.PAGE_OF_ARTICLE, number=number, page=page + 1, pages=len(pages))
    blocks = [Block([head]), Block([text(pages[page])]), Block([text(foot)], tags=("<i>", "</i>"))]
    return messages(blocks)[0], len(pages)


def about(version: str, model: str, encoder: str, summary: Summary) -> str:
    """What this bot is, what it runs on and what it keeps."""
    size = say(phrases.LIBRARY_SIZE, articles=summary.articles, sentences=summary.sentences)
    span = []
    if summary.oldest and summary.newest:
        span = [text(f"{day(summary.oldest)} – {day(summary.newest)}")]
    parts = [
        Block([bold(text(f"Byline {version}")), text(say(phrases.WHAT_IT_DOES))]),
        Block([text(size), *span]),
        Block([text(say(phrases.MODELS, model=model, encoder=encoder))]),
        Block([text(say(phrases.PRIVACY))]),
    ]
    return messages(parts)[0]


def where(article: Article) -> str:
    """Outlet and date, such as "The Harbour Post, 16 May 2025"; "" when unknown."""
    published = day(article.published) if article.published else ""
    return shortened(", ".join(filter(None, [article.outlet, published])), _TITLE_CHARS)


def also_in(others: Sequence[Article]) -> str:
    """ "also in The Ledger and 2 more"."""
    first = shortened(others[0].outlet or others[0].title, 60)
    if len(others) == 1:
        return say(phrases.ALSO_IN, first=first)
    return say(phrases.ALSO_IN_MORE, first=first, count=len(others) - 1)


def shortened(plain: str, limit: int) -> str:
    """At most `limit` characters, cut between words where there are any."""
    if len(plain) <= limit:
        return plain
    cut = plain[: limit - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip() + "…"


def bold(piece: Piece) -> Piece:
    return Piece("<b>", 0) + piece + Piece("</b>", 0)


def _page(head: str, items: Sequence[Piece], note: str = "") -> str:
    notes = [Block([text(note)])] if note else []
    # Five items are far from 4,096 units, so that this is one message.
    return messages([Block([bold(text(head))]), *notes, Block(items, "\n\n")])[0]


def _linked(article: Article, url: str) -> Piece:
    return link(url, shortened(article.title, _TITLE_CHARS) or say(phrases.UNTITLED))


def _told_by(article: Article, also: Sequence[Article]) -> str:
    line = shortened(article.outlet or article.title, 60)
    return f"{line} ({also_in(also)})" if also else line
