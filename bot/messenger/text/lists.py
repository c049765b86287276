"""Search results, headlines and timelines -> Telegram HTML (pure).

The first line of a list is what was asked for, in the asker's words: a button under the list reads
it there. So the button works after a restart, and no list needs to be stored.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.lookup.timeline import Event
from bot.messenger.text import phrases, title_outlet_date
from bot.messenger.text.markup import Block, Piece, bold, fragment_url, link, messages, text
from bot.messenger.text.translation import day, say
from index.cleaning.cleaner import shortened
from index.types import Article, Sentence, Summary

PER_PAGE = 5
# A page is one message: five quotations, or ten events, fit with all that stands beside them.
_QUOTE_CHARS = 400
_EVENT_CHARS = 190
_OUTLETS_SHOWN = 15

Number = Callable[[Article], int]
"""Gives the number under which /article shows an article."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of an article; the articles in `also` print nearly the same."""

    article: Article
    sentence: Sentence
    also: tuple[Article, ...] = ()


def search_results(head: str, quotes: Sequence[Quote], number: Number, note: str = "") -> str:
    """A page of quoted sentences, under the line `head` and a `note`."""
    items = [quoted(quote) + text(f" /article_{number(quote.article)}") for quote in quotes]
    return _page(head, items, note)


def headlines(head: str, articles: Sequence[Article], number: Number) -> str:
    """A page of articles."""
    items = []
    for article in articles:
        source = " ".join(
            filter(
                None, [title_outlet_date.outlet_and_date(article), f"/article_{number(article)}"]
            )
        )
        items.append(_linked(article, article.url) + text(f"\n{source}"))
    return _page(head, items)


def events(head: str, events: Sequence[Event], number: Number) -> str:
    """A page of a timeline."""
    items = []
    for event in events:
        sentence = event.sentence.text
        what = link(fragment_url(event.article.url, sentence), shortened(sentence, _EVENT_CHARS))
        who = title_outlet_date.outlet(event.article)
        who += f" ({title_outlet_date.also_in(event.also)})" if event.also else ""
        source = text(f"\n{who} /article_{number(event.article)}")
        items.append(bold(text(day(event.day))) + text(" · ") + what + source)
    return _page(head, items)


def nothing(head: str) -> str:
    """A list without entries."""
    return messages([Block([bold(text(head)), text(say(phrases.NOTHING_THERE))])])[0]


def quoted(quote: Quote) -> Piece:
    """A sentence with outlet, date and title."""
    sentence = quote.sentence.text
    piece = text(f"“{shortened(sentence, _QUOTE_CHARS)}”\n")
    if source := title_outlet_date.outlet_and_date(quote.article):
        piece += text(f"{source} · ")
    piece += _linked(quote.article, fragment_url(quote.article.url, sentence))
    return piece + text(f" ({title_outlet_date.also_in(quote.also)})" if quote.also else "")


def one_line(quote: Quote, limit: int) -> str:
    """A sentence, cut to `limit` characters, with outlet and date; plain text."""
    source = title_outlet_date.outlet_and_date(quote.article)
    return f"“{shortened(quote.sentence.text, limit)}” {source}".strip()


def about(
    version: str, model: str, encoder: str, summary: Summary, *, with_servers: bool = False
) -> str:
    """What this bot is, what it runs on and what it stores.

    `with_servers` says that model, vectors or chats are on servers that a setting names.
    """
    privacy = phrases.PRIVACY_WITH_SERVERS if with_servers else phrases.PRIVACY
    parts = [
        Block([bold(text(f"Byline {version}")), text(say(phrases.WHAT_IT_DOES))]),
        Block(_size(summary)),
        Block([text(say(phrases.MODELS, model=model, encoder=encoder))]),
        Block([text(say(privacy))]),
    ]
    return messages(parts)[0]


def library(summary: Summary) -> list[str]:
    """What the library holds, as messages."""
    if not summary.articles:
        return [text(say(phrases.LIBRARY_IS_EMPTY)).html]
    outlets = [
        text(f"• {shortened(outlet, 120)}: {count:,}")
        for outlet, count in summary.outlets[:_OUTLETS_SHOWN]
    ]
    head = bold(text(say(phrases.LIBRARY_HEAD)))
    return messages([Block([head, *_size(summary), *outlets])])


def _size(summary: Summary) -> list[Piece]:
    """How many articles and sentences, and of which days."""
    size = say(phrases.LIBRARY_SIZE, articles=summary.articles, sentences=summary.sentences)
    if not summary.oldest or not summary.newest:
        return [text(size)]
    return [text(size), text(f"{day(summary.oldest)} – {day(summary.newest)}")]


def _page(head: str, items: Sequence[Piece], note: str = "") -> str:
    notes = [Block([text(note)])] if note else []
    return messages([Block([bold(text(head))]), *notes, Block(items, "\n\n")])[0]


def _linked(article: Article, url: str) -> Piece:
    return link(url, title_outlet_date.title(article))
