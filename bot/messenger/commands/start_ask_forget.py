"""What readers' commands and questions do. Knows messages; the desk does the work."""

import contextlib
import logging
from collections import deque
from html import escape

from telegram import Message, Update
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop, ContextTypes, filters

from bot.errors import QuestionError
from bot.memory.all_databases import Memory
from bot.memory.question_log import QueuedQuestion
from bot.messenger.commands.replies import reply
from bot.messenger.incoming import address, events
from bot.messenger.incoming.events import Said, Tapped
from bot.messenger.incoming.permissions import Gate
from bot.messenger.incoming.quoted import about_claim
from bot.messenger.incoming.quoted import quoted as quoted_by
from bot.messenger.incoming.small_talk import SHORT_WORDS, Kind, small_talk, without_small_talk
from bot.messenger.queue.question_desk import Desk
from bot.messenger.sending.outbox import Outbox, acknowledge
from bot.messenger.text import lists, phrases, render
from bot.messenger.text.buttons import answer_of
from bot.messenger.text.translation import say, spoken
from bot.question.typed import MAX_QUESTION_CHARS, is_blank, tidy, visible
from index.errors import BylineError
from index.folder.library_folder import LibraryFolder

_LOG = logging.getLogger(__name__)
_LONGEST_COMMAND = 33  # characters; Telegram's limit, with the slash
_ALBUMS = 100  # remembered; the pictures of one come within a second

COMMANDS = (
    ("start", phrases.DOES_START),
    ("help", phrases.DOES_HELP),
    ("ask", phrases.DOES_ASK),
    ("new", phrases.DOES_NEW),
    ("sources", phrases.DOES_SOURCES),
    ("forget", phrases.DOES_FORGET),
    ("stop", phrases.DOES_STOP),
)


class QuestionCommands:
    """The handlers of one running bot; `COMMANDS` names those that are commands."""

    def __init__(
        self,
        desk: Desk,
        outbox: Outbox,
        library_folder: LibraryFolder,
        memory: Memory,
        gate: Gate,
    ) -> None:
        self._desk = desk
        self._outbox = outbox
        self._library_folder = library_folder
        self._memory = memory
        self._gate = gate
        self._albums: deque[str] = deque(maxlen=_ALBUMS)

    async def start(self, said: Said) -> None:
        """Say what the bot does, and over how many articles."""
        articles = self._library_folder.library.summary().articles
        count = say(phrases.ONE_ARTICLE) if articles == 1 else say(phrases.ARTICLES, count=articles)
        await reply(self._outbox, said, say(phrases.START, articles=count))

    async def help(self, said: Said) -> None:
        """Say how to ask and how to check an answer."""
        await reply(self._outbox, said, say(phrases.HELP))

    async def no_such_command(self, said: Said) -> None:
        """Say that there is no such command, and how to ask."""
        first = "".join((said.message.text or "").split()[:1])[:_LONGEST_COMMAND]
        told = say(phrases.NO_SUCH_COMMAND, command=escape(first, quote=False))
        await reply(self._outbox, said, f"{told}\n\n{say(phrases.HELP)}")

    async def new(self, said: Said) -> None:
        """Begin a new conversation: follow-ups do not see what came before."""
        self._memory.sessions.start_over(said.conversation)
        await reply(self._outbox, said, say(phrases.NEW_TALK))

    async def sources(self, said: Said) -> None:
        """Show the sentences behind the last answer, and what the library holds."""
        last = self._memory.sessions.last(said.conversation)
        if last:
            await reply(self._outbox, said, *render.sources(last[1]))
        else:
            await reply(self._outbox, said, say(phrases.NO_ANSWER_YET))
        summary = self._library_folder.library.summary()
        await reply(self._outbox, said, *lists.library(summary))

    async def ask(self, said: Said) -> None:
        """Answer the question behind /ask."""
        await self.question(said)

    async def question(self, said: Said) -> None:
        """Answer a question, or answer an edited one again.

        The bot's name alone, in reply to a question, asks that question.
        """
        self._is_of_known_album(said)
        text = said.text
        if address.points_up(text):
            text = address.asked_above(said.message, said.me) or text
        # Nothing is awaited before the desk has it, so that a chat's questions keep their order.
        if kind := small_talk(text):
            await self._heed_short_word(said, kind)
        elif await self._gate.counted(said):
            await self._put_in_line(said, text)

    async def take(self, said: Said, text: str) -> None:
        """Put a question in line that was counted already, or say why it cannot be.

        Small talk is no question: it gets a short word.
        """
        if kind := small_talk(text):
            await self._heed_short_word(said, kind)
        else:
            await self._put_in_line(said, text)

    async def _heed_short_word(self, said: Said, kind: Kind) -> None:
        if kind is Kind.STOPS:
            self._desk.stop_all(said.person, said.message.chat_id)
        if self._gate.counts_small_talk(said):
            await reply(self._outbox, said, say(SHORT_WORDS[kind]))

    async def _put_in_line(self, said: Said, text: str) -> None:
        quoted = visible(quoted_by(said.message, said.me))
        if visible(text).startswith(quoted):
            quoted = ""  # the bot's name alone asked that question once more
        try:
            question = tidy(about_claim(without_small_talk(text), quoted))
        except QuestionError:
            await reply(self._outbox, said, _refusal(text))
            return
        take = self._desk.revise if said.edited else self._desk.accept
        refusal = take(
            QueuedQuestion(
                id=said.update_id,
                person=said.person,
                chat=said.message.chat_id,
                thread=said.place.thread,
                message=said.message.message_id,
                conversation=said.conversation,
                talk=self._memory.sessions.talk(said.conversation),
                text=question,
                language=spoken(),
                about=answer_of(said.message.reply_to_message),
                quoted=quoted,
            )
        )
        if refusal:
            await reply(self._outbox, said, refusal, quote=True)

    async def unreadable(self, said: Said) -> None:
        """Say that stickers, pictures and the like are not read; once for all of an album.

        Like short words, only so many a minute: answers to fifty stickers would come before others.
        """
        if self._is_of_known_album(said) or not self._gate.counts_small_talk(said):
            return
        await reply(self._outbox, said, say(phrases.TEXT_ONLY, most=MAX_QUESTION_CHARS))

    async def stop(self, said: Said) -> None:
        """Stop all that a person has asked in this chat."""
        self._desk.stop_all(said.person, said.message.chat_id)
        await reply(self._outbox, said, say(phrases.ALL_RIGHT))

    async def stop_one(self, tapped: Tapped) -> None:
        """Stop a question, waiting or being answered."""
        (question,) = tapped.data.numbers
        stopped = self._desk.stop(question, tapped.person)
        await acknowledge(tapped.query, say(stopped.value))

    async def unknown(self, tapped: Tapped) -> None:
        """Stop the circle on a button that another version of the bot has made."""
        await acknowledge(tapped.query)

    async def forget(self, said: Said) -> None:
        """Delete all that is stored about a person."""
        self._desk.stop_all(said.person)
        self._memory.forget(said.person)
        await reply(self._outbox, said, say(phrases.FORGOTTEN))

    async def moved(self, said: Said) -> None:
        """Note that a group has become a supergroup, which has another number.

        Ends when that is stored: until then the journal keeps the message for the next start.
        """
        chat, new = said.message.chat_id, said.message.migrate_to_chat_id
        if new:
            self._outbox.moves.note(chat, new)
            await self._outbox.moves.stored(chat)

    async def error(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Log what a handler raised, and tell the person that something went wrong.

        Raises ApplicationHandlerStop: no handler may run behind one that failed, since that may be
        the one that decides who may ask.
        """
        await self._tell_of(update, context)
        raise ApplicationHandlerStop

    async def _tell_of(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        if isinstance(context.error, TelegramError):
            # Refused for good or out of reach for long: one more message would fare no better.
            _LOG.warning("an update could not be answered: %s", context.error)
            return
        _LOG.error("an update failed", exc_info=context.error)
        message = update.effective_message if isinstance(update, Update) else None
        if isinstance(update, Update) and message is not None:
            line = say(phrases.FAILED)
            owner = message.chat.id > 0 and self._gate.is_owner(address.person(update))
            if isinstance(context.error, BylineError) and (owner or not context.error.for_owner):
                reason = escape(str(context.error), quote=False)
                line = say(phrases.FAILED_BECAUSE, reason=reason)
            with contextlib.suppress(TelegramError):
                await reply(self._outbox, events.said(update, message, context.bot.bot), line)

    def _is_of_known_album(self, said: Said) -> bool:
        """Whether another picture of the same album came before, which each come as a message."""
        album = said.message.media_group_id
        if album is None or album in self._albums:
            return album is not None
        self._albums.append(album)
        return False


class CaptionAsks(filters.MessageFilter):
    """Pictures and files whose caption is a question."""

    def filter(self, message: Message) -> bool:
        """Whether there is a caption that is no command."""
        return bool(message.caption) and address.asks(message)


def _refusal(text: str) -> str:
    """Why `tidy` refuses a question."""
    if is_blank(text):
        return say(phrases.QUESTION_IS_EMPTY)
    return say(phrases.QUESTION_TOO_LONG, length=len(visible(text)), most=MAX_QUESTION_CHARS)
