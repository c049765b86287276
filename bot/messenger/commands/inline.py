"""Inline mode: @bot and words, in any chat, bring sentences to send there.

Search alone, without the language model. Telegram asks with every few letters that are typed, so
only the latest words of a person are looked for.
"""

import asyncio
import logging

from telegram import InlineQueryResultArticle, InputTextMessageContent, LinkPreviewOptions, Update
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.messenger.commands.lookups import MAX_WORDS_CHARS, Lookup
from bot.messenger.text import lists, phrases
from bot.messenger.text.lists import Quote
from bot.messenger.text.translation import say

_LOG = logging.getLogger(__name__)

_PER_ANSWER = 8
_TYPING_S = 0.15  # without another letter for so long, the words are looked for
_CACHED_S = 10  # what Telegram shows without asking again; an index may change meanwhile
_DESCRIPTION_CHARS = 180


class Inline:
    """The handler of one running bot."""

    def __init__(self, catalogue: Lookup) -> None:
        self._catalogue = catalogue
        self._latest: dict[int, str] = {}

    async def query(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.inline_query
        if query is None:
            return
        person = query.from_user.id
        self._latest[person] = query.id
        await asyncio.sleep(_TYPING_S)
        if self._latest.get(person) != query.id:
            return  # nobody waits for it any more
        del self._latest[person]
        words = " ".join(query.query.split())[:MAX_WORDS_CHARS]
        first = int(query.offset) if query.offset.isdecimal() else 0
        quotes: list[Quote] = []
        count = 0
        if words:
            quotes, count, literal = await asyncio.to_thread(
                self._catalogue.quotes, words, first, _PER_ANSWER
            )
            quotes = quotes if literal else []
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
    return InlineQueryResultArticle(
        quote.article.id[:64],
        lists.shortened(quote.article.title, 100) or say(phrases.UNTITLED),
        InputTextMessageContent(
            lists.quoted(quote).html,
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        ),
        description=_described(quote),
    )


def _described(quote: Quote) -> str:
    line = lists.where(quote.article)
    sentence = lists.shortened(quote.sentence.text, _DESCRIPTION_CHARS)
    return f"“{sentence}” {line}".strip()
