"""What the buttons under an answer do: sources in their paragraphs, more of them, thumbs.

No model is asked. What they name is looked up when they are pressed, so buttons of long ago work
after a restart and a re-index, and say so when what they name is gone.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace

from telegram import CallbackQuery, Message, Update
from telegram.ext import ContextTypes

from bot.answering.citations import citation
from bot.lookup.more import MoreQuotations
from bot.memory.memory import Memory
from bot.memory.sessions import ASIDE
from bot.messenger.incoming import address
from bot.messenger.sending.outbox import Keys, Outbox, acknowledge, insist
from bot.messenger.sending.pace import Rank
from bot.messenger.text import article_pages, phrases, render
from bot.messenger.text.buttons import page_buttons, source_buttons
from bot.messenger.text.translation import say
from bot.types import Answer, Citation, Evidence
from index.folder.library_folder import LibraryFolder
from index.types import Article, Sentence

# Taps on one button within this time bring what it brings once.
_SAME_TAP_S = 10.0

BUTTONS = {
    r"^source:\d+:\d+$": "source",
    r"^page:\d+:\d+:\d+$": "page",
    r"^near:\d+:\d+$": "near",
    r"^more:\d+$": "more",
    r"^other:\d+$": "other",
    r"^search:\d+$": "search",
    r"^(?:good|poor):\d+$": "rate",
}

Context = ContextTypes.DEFAULT_TYPE


class AnswerButtons:
    """The buttons of one running bot: `BUTTONS` says which of the methods does what."""

    def __init__(self, outbox: Outbox, library_folder: LibraryFolder, kept: Memory) -> None:
        self._outbox = outbox
        self._library_folder = library_folder
        self._kept = kept
        self._tapped: dict[tuple[int, str], float] = {}

    async def source(self, update: Update, context: Context) -> None:
        """Show a quoted sentence in its paragraph."""
        query, id, answer, rest = await self._pressed(update)
        cited = _numbered(answer, rest[0]) if answer else None
        if query is None or cited is None or await self._again(query):
            return
        await acknowledge(query)
        article = self._library_folder.library.article(cited.article_id)
        keys = self._keys(id, cited, article)
        await self._say(query, render.in_context(cited, article), keys)

    async def page(self, update: Update, context: Context) -> None:
        """Turn a page of the article, in the message that shows it."""
        query, id, answer, (number, page) = await self._pressed(update)
        cited = _numbered(answer, number) if answer else None
        message = query.message if query else None
        if cited is None or message is None:
            return
        article = self._library_folder.library.article(cited.article_id)
        if article is None:
            await acknowledge(query, phrases.gone(cited.title))
            return
        await acknowledge(query)
        html, page, of = article_pages.show(cited, article, page)
        keys = page_buttons(id, number, page, of)
        place, shown = address.place(message), (html, keys)
        await insist(
            lambda: self._outbox.edit(place, message.message_id, Rank.AT_ONCE, lambda: shown)
        )

    async def near(self, update: Update, context: Context) -> None:
        """Open an article that was named: where it is nearest to the question, else its begin."""
        query, _, answer, rest = await self._pressed(update)
        named = answer.nearest[rest[0] - 1 : rest[0]] if answer else ()
        if query is None or answer is None or not named or await self._again(query):
            return
        article = self._library_folder.library.article(named[0].article_id)
        if article is None:
            await acknowledge(query, phrases.gone(named[0].title))
            return
        await acknowledge(query)
        nearest = [c for c in answer.evidence if c.article_id == article.id]
        cited = nearest[0].renumbered(1) if nearest else self._beginning(article)
        id = self._aside(update, answer, [cited])
        await self._say(query, render.in_context(cited, article), self._keys(id, cited, article))

    async def more(self, update: Update, context: Context) -> None:
        """More sentences of the articles that an answer cites."""
        await self._list(
            update, say(phrases.MORE_DETAIL), self._further().detail, say(phrases.NOTHING_MORE)
        )

    async def other(self, update: Update, context: Context) -> None:
        """What articles say that an answer does not cite."""
        elsewhere = self._further().elsewhere
        await self._list(update, say(phrases.OTHER_ARTICLES), elsewhere, say(phrases.NOTHING_ELSE))

    async def search(self, update: Update, context: Context) -> None:
        """What a search finds, where the articles do not say."""

        def found(answer: Answer) -> list[Citation]:
            return self._further().found(answer.standalone_question)

        await self._list(update, say(phrases.SEARCH_RESULTS), found, say(phrases.NOTHING_FOUND))

    async def rate(self, update: Update, context: Context) -> None:
        """Thumbs up or down, by the person who asked."""
        query = update.callback_query
        if query is None:
            return
        verdict, _, id = (query.data or "").partition(":")
        answer = self._kept.sessions.answer(address.conversation(update), int(id))
        if answer is None:
            await acknowledge(query, say(phrases.NOT_TO_RATE))
            return
        person = address.person(update)
        self._kept.feedback.give(person, int(id), answer, good=verdict == "good")
        await acknowledge(query, say(phrases.RATED))

    def _further(self) -> MoreQuotations:
        return MoreQuotations(self._library_folder.searcher, self._library_folder.library)

    async def _list(
        self,
        update: Update,
        head: str,
        find: Callable[[Answer], list[Citation]],
        nothing: str,
    ) -> None:
        query, _, answer, _ = await self._pressed(update)
        if query is None or answer is None or await self._again(query):
            return
        found = await asyncio.to_thread(find, answer)
        if not found:
            await acknowledge(query, nothing)
            return
        await acknowledge(query)
        id = self._aside(update, answer, found)
        await self._say(query, render.quotes(head, found), source_buttons(id, found))

    async def _pressed(
        self, update: Update
    ) -> tuple[CallbackQuery | None, int, Answer | None, list[int]]:
        """The press, the answer that its button names, and the numbers it carries besides.

        There is no answer when it is not kept any more; the person has been told then.
        """
        query = update.callback_query
        if query is None:
            return None, 0, None, []
        id, *rest = map(int, (query.data or "").split(":")[1:])
        answer = self._kept.sessions.shown_in(address.room(update), id)
        if answer is None:
            await acknowledge(query, say(phrases.NOT_KEPT))
        return query, id, answer, rest

    async def _again(self, query: CallbackQuery) -> bool:
        """Whether the same person pressed the same button a moment ago; they are told so."""
        now = time.monotonic()
        self._tapped = {k: t for k, t in self._tapped.items() if now - t < _SAME_TAP_S}
        key = (query.from_user.id, query.data or "")
        again = key in self._tapped
        self._tapped[key] = now
        if again:
            await acknowledge(query, say(phrases.BELOW))
        return again

    def _aside(self, update: Update, answer: Answer, found: list[Citation]) -> int:
        """Remember what is shown beside the talk, so that its buttons work for good."""
        aside = replace(answer, outcome="answered", claims=(), citations=tuple(found), evidence=())
        return self._kept.sessions.remember(address.conversation(update), aside, ASIDE)

    def _beginning(self, article: Article) -> Citation:
        """The first sentence of an article."""
        first = self._library_folder.library.sentences(article, 0, 0)
        none = Sentence(article.id, 0, 0, 0, "")
        return citation(Evidence(1, first[0] if first else none, article), 1)

    def _keys(self, id: int, cited: Citation, article: Article | None) -> Keys:
        start = render.place(cited, article)
        if article is None or start < 0:
            return None
        page, of = article_pages.at(article.text, start), len(article_pages.pages(article.text))
        return page_buttons(id, cited.number, page, of)

    async def _say(self, query: CallbackQuery, parts: list[str], keyboard: Keys) -> None:
        message = query.message
        if message is not None:
            reply_to = message.message_id if isinstance(message, Message) else None
            place = address.place(message)
            await self._outbox.send(place, parts, reply_to=reply_to, keyboard=keyboard)


def _numbered(answer: Answer, number: int) -> Citation | None:
    return next((c for c in answer.citations if c.number == number), None)
