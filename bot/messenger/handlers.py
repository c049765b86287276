"""What a reader's commands, messages and buttons do. Knows updates; the desk does the work."""

import contextlib
import logging
from html import escape

from telegram import Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.answering import MAX_QUESTION_CHARS, tidy
from bot.assembly import Shelf
from bot.errors import QuestionError
from bot.journal import Question
from bot.keeping import Kept
from bot.messenger import address, phrases, render
from bot.messenger.buttons import answer_of
from bot.messenger.delivery import Outbox, acknowledge
from bot.messenger.desk import Desk
from bot.messenger.gate import Gate
from index.errors import BylineError

_LOG = logging.getLogger(__name__)

COMMANDS = (
    ("start", "what this bot does"),
    ("help", "how to ask and how to check an answer"),
    ("ask", "ask, in a group: /ask and the question"),
    ("new", "start over; follow-ups forget what was said"),
    ("sources", "the sentences behind the last answer"),
    ("forget", "delete all that is kept about you"),
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
    "/forget – delete all that is kept about you\n\n"
    "<b>In a group</b> mention me, reply to me or send /ask and the question."
)


class Handlers:
    """The handlers of one running bot, with what they share."""

    def __init__(
        self,
        desk: Desk,
        outbox: Outbox,
        shelf: Shelf,
        kept: Kept,
        gate: Gate,
    ) -> None:
        self._desk = desk
        self._outbox = outbox
        self._shelf = shelf
        self._kept = kept
        self._gate = gate

    async def start(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        articles = self._shelf.library.summary().articles
        count = "one news article" if articles == 1 else f"{articles:,} news articles"
        await self._reply(update, [_START.format(articles=count)])

    async def help(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        await self._reply(update, [_HELP])

    async def new(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        self._kept.sessions.begin_anew(address.conversation(update))
        await self._reply(update, [phrases.NEW_TALK])

    async def sources(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        last = self._kept.sessions.last(address.conversation(update))
        if last:
            await self._reply(update, render.sources(last[1]))
        else:
            await self._reply(update, [phrases.NO_ANSWER_YET])
        await self._reply(update, render.library(self._shelf.library.summary()))

    async def question(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.effective_message
        if message is None:
            return
        # Nothing waits before the desk has it, so that one chat's questions keep their order.
        if not await self._gate.counted(update):
            return
        try:
            question = tidy(address.asked(message, context.bot.bot))
        except QuestionError as error:
            await self._reply(update, [escape(str(error), quote=False)])
            return
        conversation = address.conversation(update)
        take = self._desk.revise if update.edited_message else self._desk.accept
        refusal = take(
            Question(
                id=update.update_id,
                person=address.person(update),
                chat=message.chat_id,
                thread=address.place(message).thread,
                message=message.message_id,
                conversation=conversation,
                talk=self._kept.sessions.talk(conversation),
                text=question,
                about=answer_of(message.reply_to_message),
            )
        )
        if refusal:
            await self._outbox.send(address.place(message), [refusal], reply_to=message.message_id)

    async def ask(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        await self.question(update, context)

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
        await acknowledge(query, self._desk.stop(job, address.person(update)).value)

    async def forget(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        person = address.person(update)
        self._desk.stop_all(person)
        self._kept.forget(person)
        await self._reply(update, [phrases.FORGOTTEN])

    async def moved(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A group has become a supergroup, with another number."""
        message = update.effective_message
        if message is not None and message.migrate_to_chat_id:
            self._outbox.note_move(message.chat_id, message.migrate_to_chat_id)

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

    async def _reply(self, update: Update, parts: list[str]) -> None:
        message = update.effective_message
        if message is not None:
            reply_to = None if message.chat.type == ChatType.PRIVATE else message.message_id
            await self._outbox.send(address.place(message), parts, reply_to=reply_to)
