"""Tells people whose messages cannot be written down, as on a full disk, that they will be.

Telegram keeps such a message and brings it again, for a day; so each person is told once.
"""

import asyncio
import contextlib

from telegram import Update
from telegram.error import TelegramError

from bot.messenger.incoming import address
from bot.messenger.incoming.permissions import Gate
from bot.messenger.sending.outbox import Outbox
from bot.messenger.text import phrases
from bot.messenger.text.translation import say, speaking
from index.errors import LibraryError

_TOLD_AT_MOST = 1000  # people; sending more than that would take longer than most faults


class Unkept:
    """Who was told so far. Lives in the event loop."""

    def __init__(self, gate: Gate, outbox: Outbox) -> None:
        """Tell only those whom `gate` lets in, through `outbox`."""
        self._gate = gate
        self._outbox = outbox
        self._told: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def tell(self, update: Update) -> None:
        """Start to tell the person of an update, unless they were told since `over`."""
        person = address.person(update)
        if update.message is None or person in self._told or len(self._told) >= _TOLD_AT_MOST:
            return
        self._told.add(person)
        task = asyncio.create_task(self._tell(update, person))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def over(self) -> None:
        """Forget who was told: messages are kept again."""
        self._told.clear()

    async def _tell(self, update: Update, person: int) -> None:
        message, user = update.message, update.effective_user
        # What keeps the access list may be what fails. Then nobody is told who may be a stranger.
        with contextlib.suppress(TelegramError, LibraryError):
            if message is not None and self._gate.may_use(person, message.chat.id):
                with speaking(user.language_code if user else None):
                    line = say(phrases.UNKEPT)
                await self._outbox.send(address.place(message), [line], reply_to=message.message_id)
