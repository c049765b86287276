"""Decides who may use the bot, and how often. Every other handler runs behind it.

Knows settings, access list and rate limits; does not know what is asked for.
"""

import contextlib
import time
from collections.abc import Callable

from telegram import CallbackQuery, InlineQuery, InlineQueryResultsButton, Message, Update
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot.memory.allowances import Allowances
from bot.memory.allowed_people import People
from bot.memory.topics import NOBODY
from bot.messenger.incoming import address
from bot.messenger.incoming.events import Said
from bot.messenger.incoming.rate_limit import AnyLimit, Limit, SharedLimit
from bot.messenger.sending.outbox import Outbox, insist
from bot.messenger.text import phrases
from bot.messenger.text.translation import say, speak
from bot.settings import Settings

_INPUTS_A_MINUTE = 60  # of one person, whatever they are: commands, buttons, questions
_TYPED_A_MINUTE = 120  # inline queries of one person: one with every few letters
_NOTICES_A_MINUTE = 3  # refusals that are sent to one person; further ones are silent
_SHORT_WORDS_A_MINUTE = 6  # to small talk of one chat; further ones get none


class Gate:
    """Lets the updates of those through who may use the bot. `now` gives seconds.

    With `allowances` what people ask of all bots that share them counts together.
    """

    def __init__(
        self,
        settings: Settings,
        people: People,
        outbox: Outbox,
        now: Callable[[], float] = time.monotonic,
        allowances: Allowances | None = None,
    ) -> None:
        def limit(name: str, per_minute: float) -> AnyLimit:
            if allowances is not None:
                return SharedLimit(name, per_minute, allowances)
            return Limit(per_minute, now)

        self._settings = settings
        self._people = people
        self._outbox = outbox
        self._inputs = limit("inputs", _INPUTS_A_MINUTE)
        self._typed = limit("typed", _TYPED_A_MINUTE)
        self._notices = limit("notices", _NOTICES_A_MINUTE)
        self._small_talk = limit("small talk", _SHORT_WORDS_A_MINUTE)
        self._questions = limit("questions", settings.questions_per_minute)
        self._chat_questions = limit("chat questions", settings.chat_questions_per_minute)

    async def check(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Let an update through, and set the language of its person for the handlers behind.

        Raises ApplicationHandlerStop to stop it. Awaits nothing when it lets an update through, so
        that a chat's questions keep their order.
        """
        person = address.person(update)
        speak(update.effective_user.language_code if update.effective_user else None)
        if update.inline_query is not None:
            await self._check_inline(update.inline_query, person)
            return
        chat = update.effective_chat.id if update.effective_chat else person
        if update.message and update.message.migrate_to_chat_id:
            return
        if not self.may_use(person, chat) and not self._redeems_code(update, person):
            await self._refuse(update, person, phrases.not_invited(person))
        elif not self.is_owner(person) and self._inputs.take(person):
            await self._refuse(update, person, say(phrases.SLOW_DOWN, limit=_INPUTS_A_MINUTE))

    async def counted(self, said: Said) -> bool:
        """Count a question; False, and the person is told, when it is one too many."""
        if wait := self._questions.take(said.person):
            line = phrases.too_fast(self._settings.questions_per_minute, wait)
        elif wait := self._chat_questions.take(said.message.chat_id):
            line = phrases.too_fast_here(self._settings.chat_questions_per_minute, wait)
        else:
            return True
        await self._notice(said.person, line, said.message)
        return False

    def counts_small_talk(self, said: Said) -> bool:
        """Count a short word to what is no question; False when it is one too many for its chat.

        It costs no question, but twenty messages a minute are all that a group takes of a bot.
        """
        return not self._small_talk.take(said.message.chat_id)

    @property
    def is_open(self) -> bool:
        """Whether everyone may ask who was not turned away."""
        return self._settings.is_open

    @property
    def has_owner(self) -> bool:
        """Whether the settings name an owner."""
        return bool(self._settings.admins)

    def is_owner(self, person: int) -> bool:
        """Whether the settings name this person as an owner."""
        return person in self._settings.admins

    def may_use(self, person: int, chat: int) -> bool:
        """Whether a person may use the bot in a chat. Raises LibraryError."""
        return self._people.may_ask(self._settings, person, chat)

    def may_be_told(self, person: int, chat: int) -> bool:
        """Whether a chat may get what `person` asked for, who may be forgotten by now.

        Raises LibraryError.
        """
        if person == NOBODY:
            return self._people.allowed(chat) is not False
        return self.may_use(person, chat)

    async def _check_inline(self, query: InlineQuery, person: int) -> None:
        # Telegram does not say in which chat it is typed, so an invited group is not enough.
        if self.may_use(person, person) and not self._typed.take(person):
            return
        button = None
        if not self.may_use(person, person):
            button = InlineQueryResultsButton(
                say(phrases.ASK_TO_BE_INVITED), start_parameter="hello"
            )
        with contextlib.suppress(TelegramError):
            await query.answer([], cache_time=0, is_personal=True, button=button)
        raise ApplicationHandlerStop

    def _redeems_code(self, update: Update, person: int) -> bool:
        """Whether this is /start with a valid pairing code, which is used up by it."""
        message = update.message
        words = (message.text or "").split() if message and message.chat.id > 0 else []
        if len(words) != 2 or words[0] != "/start" or self._people.allowed(person) is False:
            return False
        name = message.from_user.full_name if message and message.from_user else ""
        return self._people.redeem(words[1], person, name)

    async def _refuse(self, update: Update, person: int, line: str) -> None:
        await self._notice(person, line, update.effective_message, update.callback_query)
        raise ApplicationHandlerStop

    async def _notice(
        self, person: int, line: str, message: Message | None, query: CallbackQuery | None = None
    ) -> None:
        if self._notices.take(person):
            return
        with contextlib.suppress(TelegramError):
            if query is not None:
                await insist(lambda: query.answer(phrases.plain(line)))
            elif message is not None:
                place = address.place(message)
                await self._outbox.send(place, [line], reply_to=message.message_id)
