"""Commands that need no language model: search, newest articles, one article, timelines.

Knows messages and the library; answers at once, whatever the model is doing.
"""

import asyncio
import logging
import re
from html import escape

from telegram import Message
from telegram.error import BadRequest

from bot import drawing
from bot.lookup.timeline import Event
from bot.messenger.commands.library_search import MAX_WORDS_CHARS, LibrarySearch
from bot.messenger.commands.owner import release
from bot.messenger.commands.replies import reply
from bot.messenger.incoming import address
from bot.messenger.incoming.events import Said, Tapped
from bot.messenger.incoming.permissions import Gate
from bot.messenger.sending.outbox import Outbox, Shown, acknowledge, insist
from bot.messenger.sending.send_rate import Rank
from bot.messenger.text import article_pages, lists, phrases, title_outlet_date
from bot.messenger.text.buttons import page_buttons
from bot.messenger.text.lists import PER_PAGE
from bot.messenger.text.translation import day, say
from bot.question.typed import is_blank
from bot.settings import Settings
from index.folder.library_folder import LibraryFolder

_LOG = logging.getLogger(__name__)

LOOKUP_COMMANDS = (
    ("search", phrases.DOES_SEARCH),
    ("latest", phrases.DOES_LATEST),
    ("article", phrases.DOES_ARTICLE),
    ("timeline", phrases.DOES_TIMELINE),
    ("about", phrases.DOES_ABOUT),
)
_EVENTS_A_PAGE = 10
_ON_PICTURE = 12  # more events would be too small to read on a phone
_PICTURE_FROM = 6
_SEARCH, _LATEST, _TIMELINE = "🔍", "🗞", "🕰"


class Lookups:
    """The handlers of one running bot; `LOOKUP_COMMANDS` names those that are commands."""

    def __init__(
        self,
        *,
        settings: Settings,
        library_folder: LibraryFolder,
        library_search: LibrarySearch,
        outbox: Outbox,
        gate: Gate,
    ) -> None:
        self._settings = settings
        self._library_folder = library_folder
        self._search = library_search
        self._outbox = outbox
        self._gate = gate

    async def search(self, said: Said) -> None:
        """List sentences that have the words, or are near to them in meaning."""
        words = await self._words(said, phrases.SEARCH_WHAT)
        if words:
            await self._begin(said, "search", f"{_SEARCH} {words}")

    async def latest(self, said: Said) -> None:
        """List the newest articles, of all or on a topic."""
        if is_blank(said.text):
            await self._begin(said, "latest", f"{_LATEST} {say(phrases.NEWEST)}")
        elif words := await self._words(said, ""):
            await self._begin(said, "topic", f"{_LATEST} {words}")

    async def timeline(self, said: Said) -> None:
        """List what happened on a topic, by date; many events come as a picture too."""
        words = await self._words(said, phrases.TIMELINE_OF_WHAT)
        # As expensive as a question: all sentences of forty articles are compared.
        if not words or not await self._gate.counted(said):
            return
        events = await asyncio.to_thread(self._search.events, words)
        html, keys = self._timeline(f"{_TIMELINE} {words}", events, 0)
        await reply(self._outbox, said, html, keyboard=keys)
        if len(events) < _PICTURE_FROM:
            return
        picture = await asyncio.to_thread(_picture, words, events)
        if picture is not None:
            caption = f"<b>{escape(words, quote=False)}</b>"
            await self._outbox.send_picture(said.place, picture, caption)

    async def article(self, said: Said) -> None:
        """Show an article: /article 17, /article17 or /article_17, which lists have to be tapped.

        The command may name the bot, whose name may have digits too: /article_17@news24_bot.
        With words it lists the newest articles on them.
        """
        joined = re.match(r"/article_?(\d{1,9})(?:@\w+)?$", said.message.text or "")
        alone = re.fullmatch(r"\D{0,5}(\d{1,9})", said.text.strip())
        found = joined or alone
        if found is None:
            if words := await self._words(said, phrases.ARTICLE_WHICH):
                await self._begin(said, "topic", f"{_LATEST} {words}")
            return
        html, keys = await asyncio.to_thread(self._article, int(found[1]), 0)
        await reply(self._outbox, said, html, keyboard=keys)

    async def about(self, said: Said) -> None:
        """Say what the bot is, what it runs on and what it stores."""
        summary = await asyncio.to_thread(self._library_folder.library.summary)
        model = self._settings.shown_model
        encoder = self._library_folder.encoder.name
        servers = self._settings.has_servers
        html = lists.about(release(), model, encoder, summary, with_servers=servers)
        await reply(self._outbox, said, html)

    async def turn(self, tapped: Tapped) -> None:
        """Show another page of a list or an article, in the same message."""
        message = tapped.message
        if not isinstance(message, Message) or not message.text:
            await acknowledge(tapped.query, say(phrases.LIST_TOO_OLD))
            return
        await acknowledge(tapped.query)
        kind, numbers = tapped.data.rest.partition(":")[0], tapped.data.numbers
        if kind == "article":
            shown = await asyncio.to_thread(self._article, numbers[0], numbers[1])
        else:
            head = message.text.partition("\n")[0]
            shown = await asyncio.to_thread(self._list, kind, head, numbers[0])
        place, message_id = address.place(message), message.message_id
        try:
            await insist(lambda: self._outbox.edit(place, message_id, Rank.AT_ONCE, lambda: shown))
        except BadRequest as error:  # the list was deleted
            _LOG.info("a page could not be shown: %s", error)

    async def _begin(self, said: Said, kind: str, head: str) -> None:
        html, keys = await asyncio.to_thread(self._list, kind, head, 0)
        await reply(self._outbox, said, html, keyboard=keys)

    def _list(self, kind: str, head: str, page: int) -> Shown:
        """A page of the list whose first line is `head`."""
        words = head.partition(" ")[2]
        first = page * PER_PAGE
        number = self._search.number
        if kind == "timeline":
            return self._timeline(head, self._search.events(words), page)
        if kind == "search":
            quotes, count, has_words = self._search.quotes(words, first, PER_PAGE)
            note = "" if has_words else say(phrases.NEAR_IN_MEANING)
            html = lists.search_results(head, quotes, number, note)
        elif kind == "latest":
            count = self._library_folder.library.summary().articles
            newest = self._library_folder.library.latest(PER_PAGE, first)
            html = lists.headlines(head, newest, number)
        else:
            articles = self._search.newest(words)
            count = len(articles)
            html = lists.headlines(head, articles[first : first + PER_PAGE], number)
        if not count:
            return lists.nothing(head), None
        return html, page_buttons(f"list:{kind}", page, -(-count // PER_PAGE))

    def _timeline(self, head: str, events: list[Event], page: int) -> Shown:
        if not events:
            return lists.nothing(head), None
        shown = events[page * _EVENTS_A_PAGE : (page + 1) * _EVENTS_A_PAGE]
        html = lists.events(head, shown, self._search.number)
        return html, page_buttons("list:timeline", page, -(-len(events) // _EVENTS_A_PAGE))

    def _article(self, number: int, page: int) -> Shown:
        article = self._library_folder.library.numbered(number)
        if article is None:
            return say(phrases.NO_SUCH_ARTICLE, number=number), None
        html, pages = article_pages.whole(article, number, page)
        return html, page_buttons(f"list:article:{number}", page, pages)

    async def _words(self, said: Said, missing: str) -> str | None:
        """The words behind the command; None, and the person is told, when they are no good.

        `missing` is the phrase for a command without words.
        """
        words = "" if is_blank(said.text) else " ".join(said.text.split())
        if words and len(words) <= MAX_WORDS_CHARS:
            return words
        too_long = say(phrases.TOO_MANY_WORDS, most=MAX_WORDS_CHARS)
        await reply(self._outbox, said, too_long if words else say(missing))
        return None


def _picture(words: str, events: list[Event]) -> bytes | None:
    entries = [
        drawing.Milestone(day(e.day), e.sentence.text, title_outlet_date.outlet(e.article))
        for e in events[-_ON_PICTURE:]
    ]
    return drawing.timeline(words, entries)
