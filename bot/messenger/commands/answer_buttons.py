"""What the buttons under an answer do: sources in their paragraphs, more of them, thumbs.

No model is asked. What a button names is looked up when it is pressed, so old buttons work after a
restart and a re-index, and say so when what they name is gone.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from telegram import Message

from bot.answering.citations import citation, position
from bot.lookup.more_quotations import MoreQuotations
from bot.memory.all_databases import Memory
from bot.memory.sessions import ASIDE
from bot.messenger.commands.repeated_taps import RepeatedTaps
from bot.messenger.incoming import address
from bot.messenger.incoming.events import Tapped
from bot.messenger.sending.outbox import Keys, Outbox, acknowledge, insist
from bot.messenger.sending.send_rate import Rank
from bot.messenger.text import article_pages, phrases, render
from bot.messenger.text.buttons import (
    Opened,
    answer_buttons,
    page_address,
    paragraph_buttons,
    source_buttons,
)
from bot.messenger.text.translation import say
from bot.types import Answer, Citation, Evidence
from index.folder.library_folder import LibraryFolder
from index.types import Article, Sentence

_OPENS: dict[str, Opened] = {"sources": "sources", "menu": "menu", "less": ""}

BUTTONS = {
    r"^source:\d+:\d+$": "source",
    r"^page:\d+:\d+:\d+$": "page",
    r"^near:\d+:\d+$": "near",
    r"^more:\d+$": "more",
    r"^other:\d+$": "other",
    r"^search:\d+$": "search",
    r"^follow:\d+$": "follow",
    r"^(?:sources|menu|less):\d+$": "unfold",
    r"^(?:good|poor):\d+$": "rate",
}
"""Callback data of a button -> the method of `AnswerButtons` that handles it."""


class AnswerButtons:
    """The handlers of one running bot: `BUTTONS` says which method belongs to which button."""

    def __init__(
        self,
        outbox: Outbox,
        library_folder: LibraryFolder,
        memory: Memory,
        follow: Callable[[Tapped, Answer], Awaitable[None]],
        page_url: str | None = None,
    ) -> None:
        """`follow` follows what an answer is about; `page_url` is the page's public address."""
        self._follow = follow
        self._outbox = outbox
        self._library_folder = library_folder
        self._memory = memory
        self._page_url = page_url
        self._taps = RepeatedTaps()

    async def source(self, tapped: Tapped) -> None:
        """Show a quoted sentence in its paragraph."""
        answer_id, number = tapped.data.numbers
        answer = await self._answer(tapped)
        cited = _numbered(answer, number) if answer else None
        if cited is None or await self._taps.is_one(tapped):
            return
        await acknowledge(tapped.query)
        article = self._library_folder.library.article(cited.article_id)
        await self._send(
            tapped, render.in_context(cited, article), _paragraph_keys(answer_id, cited, article)
        )

    async def page(self, tapped: Tapped) -> None:
        """Turn a page of the article, in the message that shows it."""
        answer_id, number, page = tapped.data.numbers
        answer = await self._answer(tapped)
        cited = _numbered(answer, number) if answer else None
        message = tapped.message
        if cited is None or message is None:
            return
        article = self._library_folder.library.article(cited.article_id)
        if article is None:
            await acknowledge(tapped.query, phrases.gone(cited.title))
            return
        await acknowledge(tapped.query)
        html, page, pages = article_pages.around_citation(cited, article, page)
        place, shown = (
            address.place(message),
            (html, paragraph_buttons(answer_id, number, page, pages)),
        )
        await insist(
            lambda: self._outbox.edit(place, message.message_id, Rank.AT_ONCE, lambda: shown)
        )

    async def near(self, tapped: Tapped) -> None:
        """Open a named article at the sentence nearest to the question, or at its beginning."""
        _, number = tapped.data.numbers
        answer = await self._answer(tapped)
        headlines = answer.nearest[number - 1 : number] if answer else ()
        if answer is None or not headlines or await self._taps.is_one(tapped):
            return
        article = self._library_folder.library.article(headlines[0].article_id)
        if article is None:
            self._taps.forget(tapped)
            await acknowledge(tapped.query, phrases.gone(headlines[0].title))
            return
        await acknowledge(tapped.query)
        nearest = [c for c in answer.evidence if c.article_id == article.id]
        cited = nearest[0].renumbered(1) if nearest else self._first_sentence(article)
        stored_id = self._store(tapped, answer, [cited])
        await self._send(
            tapped, render.in_context(cited, article), _paragraph_keys(stored_id, cited, article)
        )

    async def more(self, tapped: Tapped) -> None:
        """Quote more sentences of the articles that an answer cites."""
        await self._list(
            tapped, phrases.MORE_DETAIL, self._quotations().detail, phrases.NOTHING_MORE
        )

    async def other(self, tapped: Tapped) -> None:
        """Quote articles that an answer does not cite."""
        await self._list(
            tapped, phrases.OTHER_ARTICLES, self._quotations().elsewhere, phrases.NOTHING_ELSE
        )

    async def search(self, tapped: Tapped) -> None:
        """Quote what a search finds, where the articles do not say."""

        def search(answer: Answer) -> list[Citation]:
            return self._quotations().found(answer.standalone_question)

        await self._list(tapped, phrases.SEARCH_RESULTS, search, phrases.NOTHING_FOUND)

    async def follow(self, tapped: Tapped) -> None:
        """Tell of new articles on what the question was about."""
        answer = await self._answer(tapped)
        if answer is not None:
            await self._follow(tapped, answer)

    async def unfold(self, tapped: Tapped) -> None:
        """Show the buttons that stand behind one of the row under an answer, or the row again."""
        answer = await self._answer(tapped)
        message = tapped.message
        if answer is None or message is None:
            return
        await acknowledge(tapped.query)
        answer_id = tapped.data.numbers[0]
        page = page_address(self._page_url, message.chat.id, answer_id)
        keys = answer_buttons(answer_id, answer, _OPENS[tapped.data.name], page)
        place = address.place(message)
        await insist(lambda: self._outbox.edit_buttons(place, message.message_id, keys))

    async def rate(self, tapped: Tapped) -> None:
        """Store a thumb up or down, of the person who asked."""
        (answer_id,) = tapped.data.numbers
        answer = self._memory.sessions.answer(tapped.conversation, answer_id)
        if answer is None:
            await acknowledge(tapped.query, say(phrases.NOT_TO_RATE))
            return
        good = tapped.data.name == "good"
        self._memory.feedback.give(tapped.person, answer_id, answer, good=good)
        await acknowledge(tapped.query, say(phrases.RATED))

    def _quotations(self) -> MoreQuotations:
        return MoreQuotations(self._library_folder.searcher, self._library_folder.library)

    async def _list(
        self,
        tapped: Tapped,
        head: str,
        find: Callable[[Answer], list[Citation]],
        nothing: str,
    ) -> None:
        """Send what `find` finds under the phrase `head`, or say the phrase `nothing`."""
        answer = await self._answer(tapped)
        if answer is None or await self._taps.is_one(tapped):
            return
        quotes = await asyncio.to_thread(find, answer)
        if not quotes:
            self._taps.forget(tapped)
            await acknowledge(tapped.query, say(nothing))
            return
        await acknowledge(tapped.query)
        stored_id = self._store(tapped, answer, quotes)
        await self._send(
            tapped, render.quotes(say(head), quotes), source_buttons(stored_id, quotes)
        )

    async def _answer(self, tapped: Tapped) -> Answer | None:
        """The answer that a button names first; None, and the person is told, when it is gone."""
        answer = self._memory.sessions.shown_in(tapped.chat_prefix, tapped.data.numbers[0])
        if answer is None:
            await acknowledge(tapped.query, say(phrases.NOT_KEPT))
        return answer

    def _store(self, tapped: Tapped, answer: Answer, quotes: Sequence[Citation]) -> int:
        """Store what is shown beside the conversation, so that its buttons keep working."""
        aside = replace(answer, outcome="answered", claims=(), citations=tuple(quotes), evidence=())
        return self._memory.sessions.remember(tapped.conversation, aside, ASIDE)

    def _first_sentence(self, article: Article) -> Citation:
        sentences = self._library_folder.library.sentences(article, 0, 0)
        none = Sentence(article.id, 0, 0, 0, "")
        return citation(Evidence(1, sentences[0] if sentences else none, article), 1)

    async def _send(self, tapped: Tapped, parts: list[str], keyboard: Keys) -> None:
        message = tapped.message
        if message is not None:
            reply_to = message.message_id if isinstance(message, Message) else None
            place = address.place(message)
            await self._outbox.send(place, parts, reply_to=reply_to, keyboard=keyboard)


def _paragraph_keys(answer_id: int, cited: Citation, article: Article | None) -> Keys:
    """Buttons to the paragraphs around a cited sentence; none where it is gone."""
    start = position(cited, article)
    if article is None or start < 0:
        return None
    pages = len(article_pages.paragraphs(article.text))
    page = article_pages.page_at(article.text, start)
    return paragraph_buttons(answer_id, cited.number, page, pages)


def _numbered(answer: Answer, number: int) -> Citation | None:
    return next((c for c in answer.citations if c.number == number), None)
