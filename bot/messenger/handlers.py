"""What each command, message and button does. Knows updates; leaves the work to the desk."""

import asyncio
import contextlib
import logging
import time
from html import escape

from telegram import Update, User
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.answering import MAX_QUESTION_CHARS, tidy
from bot.assembly import Shelf
from bot.errors import QuestionError, Stopped
from bot.messenger import render
from bot.messenger.delivery import LiveMessage, Outbox, insist
from bot.messenger.desk import WAITING_PER_PERSON, Desk
from bot.sessions import Sessions
from index.errors import BylineError

_LOG = logging.getLogger(__name__)

COMMANDS = (
    ("start", "what this bot does"),
    ("help", "how to ask and how to check an answer"),
    ("new", "start over; follow-ups forget what was said"),
    ("sources", "the sentences behind the last answer"),
    ("reindex", "read the articles again (owner)"),
)

_START = (
    "<b>Byline</b> answers questions about {articles} and shows the exact sentences "
    "each answer stands on.\n\nJust type a question. Then ask on: “and how did Britain react?” "
    "When the articles don't say, it tells you so.\n\n/help says more."
)
_HELP = (
    "<b>Ask</b> in whole sentences or in a few words. Follow-ups are understood from the chat; "
    "/new starts over.\n\n<b>Check</b>: every sentence of an answer ends with numbers. The quotes "
    "under the answer are copied from the articles, word for word; the 📖 buttons show each in its "
    "paragraph, and links jump to the sentence on the page.\n\n"
    "/sources – the sentences behind the last answer, and what the library holds\n"
    "/reindex – read the articles again (owner only)"
)
_GOODBYE_S = 4.0  # for a running re-index to say that it was stopped
# Taps on one source button within this time bring its paragraph once.
_SAME_TAP_S = 10.0


class Handlers:
    """The handlers of one running bot, with what they share."""

    def __init__(
        self,
        desk: Desk,
        outbox: Outbox,
        shelf: Shelf,
        sessions: Sessions,
        admins: frozenset[int],
    ) -> None:
        self._desk = desk
        self._outbox = outbox
        self._shelf = shelf
        self._sessions = sessions
        self._admins = admins
        self._reindexing: asyncio.Task[None] | None = None
        self._closing = False
        self._tapped: dict[tuple[int, str], float] = {}

    async def start(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        articles = self._shelf.library.summary().articles
        count = "one news article" if articles == 1 else f"{articles:,} news articles"
        await self._reply(update, [_START.format(articles=count)])

    async def help(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        await self._reply(update, [_HELP])

    async def new(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        self._sessions.begin_anew(_conversation(update))
        await self._reply(update, ["A new conversation. What would you like to know?"])

    async def sources(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        last = self._sessions.last(_conversation(update))
        if last:
            await self._reply(update, render.sources(last[1]))
        else:
            await self._reply(update, ["No answer yet in this conversation."])
        await self._reply(update, render.library(self._shelf.library.summary()))

    async def question(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        message, user = update.effective_message, update.effective_user
        if message is None or user is None:
            return
        # Nothing is awaited before the desk has it, so that one chat's questions keep their order.
        try:
            question = tidy(message.text or "")
        except QuestionError as error:
            await self._reply(update, [escape(str(error), quote=False)])
            return
        taken = self._desk.accept(
            chat_id=message.chat_id,
            person=user.id,
            message_id=message.message_id,
            conversation=_conversation(update),
            question=question,
        )
        if not taken:
            line = (
                f"You have {WAITING_PER_PERSON} questions waiting already. Please ask this one "
                "again when one of them is answered."
            )
            await self._outbox.send(message.chat_id, [line], reply_to=message.message_id)

    async def unreadable(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        line = (
            f"I read text only: type your question, in at most {MAX_QUESTION_CHARS:,} characters."
        )
        await self._reply(update, [line])

    async def stop(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        if query is None:
            return
        job = int((query.data or "").split(":")[1])
        await _acknowledge(update, self._desk.stop(job, query.from_user.id).value)

    async def source(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Show one source of an answer in its paragraph."""
        query = update.callback_query
        if query is None or query.message is None:
            return
        _, answer_id, number = (query.data or "").split(":")
        answer = self._sessions.answer(_conversation(update), int(answer_id))
        found = [c for c in answer.citations if c.number == int(number)] if answer else []
        if not found:
            await _acknowledge(update, "That answer is not kept any more.")
            return
        if self._tapped_just_now(query.from_user, query.data or ""):
            await _acknowledge(update, "It is below.")
            return
        await _acknowledge(update)
        article = self._shelf.library.article(found[0].article_id)
        parts = render.in_context(found[0], article)
        message = query.message
        await self._outbox.send(message.chat.id, parts, reply_to=message.message_id)

    async def reindex(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        message, user = update.effective_message, update.effective_user
        if message is None or user is None:
            return
        if user.id not in self._admins:
            await self._reply(update, [_not_admin(user, bool(self._admins))])
            return
        if self._reindexing is not None:
            await self._reply(update, ["A re-index is running already."])
            return
        live = self._outbox.live(message.chat_id, message.message_id)
        # A task of its own, so that the bot can stop without waiting for a long re-index.
        self._reindexing = asyncio.create_task(self._reindex(live))
        self._reindexing.add_done_callback(self._reindexed)

    async def _reindex(self, live: LiveMessage) -> None:
        loop = asyncio.get_running_loop()

        def progress(done: int, total: int, file: str) -> None:
            if self._closing:
                raise Stopped("The re-index was stopped; /reindex goes on where it was.")
            loop.call_soon_threadsafe(live.show, render.reindexing(done, total, file))

        live.show(render.reindexing(0, 0, ""))
        started = time.perf_counter()
        try:
            report = await asyncio.to_thread(self._shelf.index, [], progress)
            parts = render.reindexed(report, time.perf_counter() - started)
        except BylineError as error:
            parts = [escape(str(error), quote=False)]
        except Exception:
            _LOG.exception("re-index failed")
            parts = ["The re-index failed; the log says why. Nothing that was there is lost."]
        with contextlib.suppress(TelegramError):
            await live.finish(parts, at_once=self._closing)

    def _reindexed(self, task: asyncio.Task[None]) -> None:
        self._reindexing = None

    async def error(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Log what a handler raised, and answer the person all the same."""
        if isinstance(context.error, TelegramError):
            # Refused for good or out of reach for long: one more message would fare no better.
            _LOG.warning("an update could not be answered: %s", context.error)
            return
        _LOG.error("an update failed", exc_info=context.error)
        if isinstance(update, Update) and update.effective_message:
            line = "Something went wrong here. Please try again."
            if isinstance(context.error, BylineError):
                line = escape(str(context.error), quote=False)
            with contextlib.suppress(TelegramError):
                await self._reply(update, [line])

    async def close(self) -> None:
        """End a running re-index at the next article."""
        self._closing = True
        if self._reindexing is not None:
            await asyncio.wait({self._reindexing}, timeout=_GOODBYE_S)

    @property
    def busy(self) -> bool:
        """Whether a re-index runs."""
        return self._reindexing is not None

    async def _reply(self, update: Update, parts: list[str]) -> None:
        message = update.effective_message
        if message is not None:
            await self._outbox.send(message.chat_id, parts)

    def _tapped_just_now(self, user: User, data: str) -> bool:
        now = time.monotonic()
        self._tapped = {k: t for k, t in self._tapped.items() if now - t < _SAME_TAP_S}
        again = (user.id, data) in self._tapped
        self._tapped[user.id, data] = now
        return again


async def _acknowledge(update: Update, text: str | None = None) -> None:
    query = update.callback_query
    if query is not None:
        # Too old to be answered is no fault; the tap still does what it says.
        with contextlib.suppress(TelegramError):
            await insist(lambda: query.answer(text))


def _conversation(update: Update) -> str:
    """One memory a person and chat: in a group nobody's follow-ups mix with another's."""
    chat, user = update.effective_chat, update.effective_user
    return f"telegram:{chat.id if chat else 0}:{user.id if user else 0}"


def _not_admin(user: User, any_admins: bool) -> str:
    if any_admins:
        return "Only the owner of this bot can re-index. Questions are welcome from everyone."
    return (
        "No owner is set yet, so nobody can re-index from here. If this bot is yours, put "
        f"<code>BYLINE_ADMINS={user.id}</code> into .env and restart it."
    )
