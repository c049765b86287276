"""Answers inline queries: @bot and words, in any chat, bring sentences to send there.

Searches without the language model. Telegram asks with every few letters that are typed, so only
the latest words of a person are looked for.
"""

import asyncio
import logging
from hashlib import sha256

from telegram import (
    InlineQuery,
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.messenger.commands.library_search import MAX_WORDS_CHARS, LibrarySearch
from bot.messenger.text import lists, title_outlet_date
from bot.messenger.text.lists import Quote

_LOG = logging.getLogger(__name__)

_PER_ANSWER = 8
_TYPING_S = 0.15  # the words are looked for after this time without another letter
_CACHED_S = 10  # Telegram repeats an answer for this long; an index may change meanwhile
_TITLE_CHARS = 100
_DESCRIPTION_CHARS = 180


class Inline:
    """The handler of one running bot."""

    def __init__(self, library_search: LibrarySearch) -> None:
        self._search = library_search
        self._latest: dict[int, str] = {}

    async def query(self, query: InlineQuery) -> None:
        """Answer the latest query of a person with sentences; earlier ones are dropped."""
        person = query.from_user.id
        self._latest[person] = query.id
        await asyncio.sleep(_TYPING_S)
        if self._latest.get(person) != query.id:
            return  # a later query came, and nobody waits for this one
        del self._latest[person]
        words = " ".join(query.query.split())[:MAX_WORDS_CHARS]
        first = int(query.offset) if query.offset.isdecimal() else 0
        quotes: list[Quote] = []
        count = 0
        if words:
            quotes, count, has_words = await asyncio.to_thread(
                self._search.quotes, words, first, _PER_ANSWER
            )
            quotes = quotes if has_words else []
        more = first + _PER_ANSWER < count and bool(quotes)
        try:
            await query.answer(
                [_result(quote) for quote in quotes],
                cache_time=_CACHED_S,
                is_personal=True,
                next_offset=str(first + _PER_ANSWER) if more else "",
            )
        except TelegramError as error:
            _LOG.info("an inline query could not be answered: %s", error)


def _result(quote: Quote) -> InlineQueryResultArticle:
    # Telegram takes 64 bytes, and ids have up to 89 characters of any script.
    name = sha256(quote.article.id.encode()).hexdigest()[:32]
    return InlineQueryResultArticle(
        name,
        title_outlet_date.title(quote.article, _TITLE_CHARS),
        InputTextMessageContent(
            lists.quoted(quote).html,
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        ),
        description=lists.one_line(quote, _DESCRIPTION_CHARS),
    )
