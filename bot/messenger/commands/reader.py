"""What a reader's commands, messages and buttons do. Knows updates; the desk does the work."""

import contextlib
import logging
from html import escape

from telegram import Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.errors import QuestionError
from bot.memory.journal import QueuedQuestion
from bot.memory.memory import Memory
from bot.messenger.incoming import address
from bot.messenger.incoming.gate import Gate
from bot.messenger.queue.desk import Desk
from bot.messenger.sending.outbox import Outbox, acknowledge
from bot.messenger.text import phrases, render
from bot.messenger.text.buttons import answer_of
from bot.messenger.text.translation import say, spoken
from bot.question.understand import MAX_QUESTION_CHARS, tidy
from index.errors import BylineError
from index.folder.library_folder import LibraryFolder

_LOG = logging.getLogger(__name__)

COMMANDS = (
    ("start", "what this bot does"),
    ("help", "how to ask and how to check an answer"),
    ("ask", "ask, in a group: /ask and the question"),
    ("new", "start over; follow-ups forget what was said"),
    ("sources", "the sentences behind the last answer"),
    ("forget", "delete all that is kept about you"),
)


class ReaderCommands:
    """The handlers of one running bot, with what they share."""

    def __init__(
        self,
        desk: Desk,
        outbox: Outbox,
        library_folder: LibraryFolder,
        kept: Memory,
        gate: Gate,
    ) -> None:
        self._desk = desk
        self._outbox = outbox
        self._library_folder = library_folder
        self._kept = kept
        self._gate = gate

    async def start(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        articles = self._library_folder.library.summary().articles
        count = say(phrases.ONE_ARTICLE) if articles == 1 else say(phrases.ARTICLES, count=articles)
        await self._reply(update, [say(phrases.START, articles=count)])

    async def help(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        await self._reply(update, [say(phrases.HELP)])

    async def new(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        self._kept.sessions.begin_anew(address.conversation(update))
        await self._reply(update, [say(phrases.NEW_TALK)])

    async def sources(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        last = self._kept.sessions.last(address.conversation(update))
        if last:
            await self._reply(update, render.sources(last[1]))
        else:
            await self._reply(update, [say(phrases.NO_ANSWER_YET)])
        await self._reply(update, render.library(self._library_folder.library.summary()))

    async def question(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.effective_message
        if message is None:
            return
        # Nothing waits before the desk has it, so that one chat's questions keep their order.
        if await self._gate.counted(update):
            await self.take(update, address.asked(message, context.bot.bot))

    async def take(self, update: Update, text: str) -> None:
        """Put what a message asks in line, and say so when it cannot be."""
        message = update.effective_message
        if message is None:
            return
        try:
            question = tidy(text)
        except QuestionError as error:
            await self._reply(update, [escape(str(error), quote=False)])
            return
        conversation = address.conversation(update)
        take = self._desk.revise if update.edited_message else self._desk.accept
        refusal = take(
            QueuedQuestion(
                id=update.update_id,
                person=address.person(update),
                chat=message.chat_id,
                thread=address.place(message).thread,
                message=message.message_id,
                conversation=conversation,
                talk=self._kept.sessions.talk(conversation),
                text=question,
                language=spoken(),
                about=answer_of(message.reply_to_message),
            )
        )
        if refusal:
            await self._outbox.send(address.place(message), [refusal], reply_to=message.message_id)

    async def ask(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        await self.question(update, context)

    async def unreadable(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        await self._reply(update, [say(phrases.TEXT_ONLY, most=MAX_QUESTION_CHARS)])

    async def stop(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        if query is None:
            return
        job = int((query.data or "").split(":")[1])
        await acknowledge(query, say(self._desk.stop(job, address.person(update)).value))

    async def forget(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        person = address.person(update)
        self._desk.stop_all(person)
        self._kept.forget(person)
        await self._reply(update, [say(phrases.FORGOTTEN)])

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
