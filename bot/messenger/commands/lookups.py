"""What needs no language model: search, newest articles, one article, timelines.

Knows updates and the library; answers at once, whatever the model is doing.
"""

import asyncio
import logging
import re
from datetime import date
from html import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType
from telegram.error import BadRequest, TelegramError
from telegram.ext import ContextTypes

from bot import drawing
from bot.lookup import topic
from bot.lookup.timeline import Event, timeline
from bot.messenger.commands.owner import release
from bot.messenger.incoming import address
from bot.messenger.incoming.gate import Gate
from bot.messenger.sending.outbox import Keys, Outbox, insist
from bot.messenger.sending.pace import Rank
from bot.messenger.text import lists, phrases
from bot.messenger.text.lists import PER_PAGE, Quote
from bot.messenger.text.translation import day, say
from bot.settings import Settings
from index.folder.library_folder import LibraryFolder
from index.types import Article, Query

_LOG = logging.getLogger(__name__)

LOOKUP_COMMANDS = (
    ("search", "find sentences: /search and the words"),
    ("latest", "the newest articles, with words on a topic"),
    ("article", "read an article: /article and its number"),
    ("timeline", "what happened when: /timeline and a topic"),
    ("about", "what this bot is and what it keeps"),
)
MAX_WORDS_CHARS = 200
_HITS = 40
_EVENTS = 20
_EVENTS_A_PAGE = 10
_ON_PICTURE = 12  # more would be too small to read on a phone
_PICTURE_FROM = 6
_NEAREST = 3
_SEARCH, _LATEST, _TIMELINE = "🔍", "🗞", "🕰"


class Lookup:
    """The library as these commands see it. Blocking: for threads beside the event loop."""

    def __init__(self, library_folder: LibraryFolder) -> None:
        self._library_folder = library_folder

    def quotes(self, words: str, first: int, count: int) -> tuple[list[Quote], int, bool]:
        """The `count` best sentences for `words` from `first` on, one an article; how many there
        are; and whether they have the words at all, and are not only near in meaning."""
        with self._library_folder.library.snapshot():
            found = topic.finds(self._library_folder.searcher.search(Query(words, _HITS)))
            meant = topic.on_topic(words, found)
            listed = meant or found[:_NEAREST]
            quotes = self._quotes(words, listed[first : first + count])
        return quotes, len(listed), bool(meant)

    def newest(self, words: str) -> list[Article]:
        """Articles on a topic, newest first."""
        with self._library_folder.library.snapshot():
            found = topic.finds(self._library_folder.searcher.search(Query(words, _HITS)))
            articles = [find.article for find in topic.on_topic(words, found)]
        return sorted(articles, key=lambda a: a.published or date.min, reverse=True)

    def events(self, words: str) -> list[Event]:
        """What happened on a topic, by date."""
        with self._library_folder.library.snapshot():
            found = topic.finds(self._library_folder.searcher.search(Query(words, _HITS)))
            on_topic = topic.on_topic(words, found)
            quotes = self._quotes(words, on_topic)
        told = [(find, q.sentence) for find, q in zip(on_topic, quotes, strict=True)]
        return timeline(told, _EVENTS)

    def number(self, article: Article) -> int:
        return self._library_folder.library.number(article.id)

    def _quotes(self, words: str, found: list[topic.Find]) -> list[Quote]:
        # All in one go: the encoder takes a batch far faster than one after the other.
        scores = self._library_folder.searcher.likeness(
            words, [s for find in found for s in find.sentences]
        )
        quotes = []
        for find in found:
            own, scores = scores[: len(find.sentences)], scores[len(find.sentences) :]
            quotes.append(Quote(find.article, topic.telling(words, find, own), find.also))
        return quotes


class Lookups:
    """The handlers of one running bot."""

    def __init__(
        self, *, settings: Settings, library_folder: LibraryFolder, outbox: Outbox, gate: Gate
    ) -> None:
        self._settings = settings
        self._library_folder = library_folder
        self._outbox = outbox
        self._gate = gate
        self.catalogue = Lookup(library_folder)

    async def search(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        words = await self._words(update, context, phrases.SEARCH_WHAT)
        if words:
            await self._begin(update, "search", f"{_SEARCH} {words}")

    async def latest(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.effective_message
        if message is None or not address.asked(message, context.bot.bot).strip():
            await self._begin(update, "latest", f"{_LATEST} {say(phrases.NEWEST)}")
        elif words := await self._words(update, context, ""):
            await self._begin(update, "topic", f"{_LATEST} {words}")

    async def timeline(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        words = await self._words(update, context, phrases.TIMELINE_OF_WHAT)
        # As dear as a question: all sentences of forty articles are compared.
        if not words or not await self._gate.counted(update):
            return
        events = await asyncio.to_thread(self.catalogue.events, words)
        await self._reply(update, *self._timeline(f"{_TIMELINE} {words}", events, 0))
        if len(events) < _PICTURE_FROM:
            return
        message = update.effective_message
        picture = await asyncio.to_thread(_picture, words, events)
        if picture is not None and message is not None:
            caption = f"<b>{escape(words, quote=False)}</b>"
            await self._outbox.send_picture(address.place(message), picture, caption)

    async def article(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/article 17, /article17 or, as lists have it since it can be tapped, /article_17."""
        message = update.effective_message
        if message is None:
            return
        # A bot's name may have digits too: /article_17@news24_bot
        joined = re.match(r"/article_?(\d{1,9})(?:@\w+)?$", message.text or "")
        alone = re.fullmatch(r"\D{0,5}(\d{1,9})", address.asked(message, context.bot.bot).strip())
        found = joined or alone
        if found is None:
            await self._reply(update, say(phrases.ARTICLE_WHICH))
            return
        html, keys = await asyncio.to_thread(self._article, int(found[1]), 0)
        await self._reply(update, html, keys)

    async def about(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        summary = await asyncio.to_thread(self._library_folder.library.summary)
        model = self._settings.model.rpartition("/")[2]
        await self._reply(
            update, lists.about(release(), model, self._library_folder.encoder.name, summary)
        )

    async def turn(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A button that shows another page in the same message."""
        query = update.callback_query
        if query is None:
            return
        _, kind, *rest = (query.data or "").split(":")
        message = query.message
        if not isinstance(message, Message) or not message.text:
            await _acknowledge(update, say(phrases.LIST_TOO_OLD))
            return
        await _acknowledge(update)
        if kind == "article":
            shown = await asyncio.to_thread(self._article, int(rest[0]), int(rest[1]))
        else:
            head = message.text.partition("\n")[0]
            shown = await asyncio.to_thread(self._list, kind, head, int(rest[0]))
        place, id = address.place(message), message.message_id
        try:
            await insist(lambda: self._outbox.edit(place, id, Rank.AT_ONCE, lambda: shown))
        except BadRequest as error:
            _LOG.info("a page could not be shown: %s", error)  # the list was deleted

    async def _begin(self, update: Update, kind: str, head: str) -> None:
        html, keys = await asyncio.to_thread(self._list, kind, head, 0)
        await self._reply(update, html, keys)

    def _list(self, kind: str, head: str, page: int) -> tuple[str, Keys]:
        """A page of the list whose first line is `head`."""
        words = head.partition(" ")[2]
        first = page * PER_PAGE
        number = self.catalogue.number
        if kind == "timeline":
            return self._timeline(head, self.catalogue.events(words), page)
        if kind == "search":
            quotes, count, literal = self.catalogue.quotes(words, first, PER_PAGE)
            note = "" if literal else say(phrases.NEAR_IN_MEANING)
            html = lists.found(head, quotes, number, note)
        elif kind == "latest":
            count = self._library_folder.library.summary().articles
            html = lists.headlines(
                head, self._library_folder.library.latest(PER_PAGE, first), number
            )
        else:
            articles = self.catalogue.newest(words)
            count = len(articles)
            html = lists.headlines(head, articles[first : first + PER_PAGE], number)
        if not count:
            return lists.nothing(head), None
        return html, _pages(f"list:{kind}", page, -(-count // PER_PAGE))

    def _timeline(self, head: str, events: list[Event], page: int) -> tuple[str, Keys]:
        if not events:
            return lists.nothing(head), None
        shown = events[page * _EVENTS_A_PAGE : (page + 1) * _EVENTS_A_PAGE]
        html = lists.events(head, shown, self.catalogue.number)
        return html, _pages("list:timeline", page, -(-len(events) // _EVENTS_A_PAGE))

    def _article(self, number: int, page: int) -> tuple[str, Keys]:
        article = self._library_folder.library.numbered(number)
        if article is None:
            return say(phrases.NO_SUCH_ARTICLE, number=number), None
        html, pages = lists.article(article, number, page)
        return html, _pages(f"list:article:{number}", page, pages)

    async def _words(
        self, update: Update, context: ContextTypes.DEFAULT_TYPE, missing: str
    ) -> str | None:
        """What the command is about; None when the person was told what is amiss with it."""
        message = update.effective_message
        if message is None:
            return None
        words = " ".join(address.asked(message, context.bot.bot).split())
        if words and len(words) <= MAX_WORDS_CHARS:
            return words
        too_long = say(phrases.TOO_MANY_WORDS, most=MAX_WORDS_CHARS)
        await self._reply(update, too_long if words else say(missing))
        return None

    async def _reply(self, update: Update, html: str, keys: Keys = None) -> None:
        message = update.effective_message
        if message is not None:
            reply_to = None if message.chat.type == ChatType.PRIVATE else message.message_id
            await self._outbox.send(
                address.place(message), [html], reply_to=reply_to, keyboard=keys
            )


def _picture(words: str, events: list[Event]) -> bytes | None:
    entries = [
        drawing.Milestone(day(e.day), e.sentence.text, e.article.outlet or e.article.title)
        for e in events[-_ON_PICTURE:]
    ]
    return drawing.timeline(words, entries)


def _pages(data: str, page: int, count: int) -> Keys:
    """Buttons to the pages before and after `page`."""
    row = []
    if page > 0:
        row.append(InlineKeyboardButton(f"◀ {page}", callback_data=f"{data}:{page - 1}"))
    if page + 1 < count:
        row.append(InlineKeyboardButton(f"{page + 2} ▶", callback_data=f"{data}:{page + 1}"))
    return InlineKeyboardMarkup([row]) if row else None


async def _acknowledge(update: Update, text: str | None = None) -> None:
    query = update.callback_query
    if query is not None:
        try:
            await insist(lambda: query.answer(text))
        except TelegramError as error:
            _LOG.debug("a tap is too old to be answered: %s", error)
