"""Turns Telegram's updates into what handlers need: `Said`, a message, and `Tapped`, a button.

`on_message`, `on_tap` and `on_inline` wrap a handler for python-telegram-bot. So no handler checks
whether its update has a message, and callback data is read in one place.
"""

import functools
import re
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from telegram import (
    CallbackQuery,
    InlineQuery,
    MaybeInaccessibleMessage,
    Message,
    Update,
    User,
)
from telegram.constants import ChatType
from telegram.ext import BaseHandler, CommandHandler, ContextTypes, MessageHandler, filters

from bot.messenger.incoming import address
from bot.messenger.sending.outbox import Destination
from bot.messenger.text.buttons import ButtonData

Handler = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]
"""What python-telegram-bot calls with each update."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message to the bot.

    `person` is the Telegram id of who speaks, `conversation` the name of their conversation in this
    chat, `text` what is asked, without the bot's name, the command and links. `me` is the bot.
    """

    update_id: int
    message: Message
    person: int
    conversation: str
    text: str
    me: User
    edited: bool = False

    @property
    def place(self) -> Destination:
        """The chat and topic to answer in."""
        return address.place(self.message)

    @property
    def is_private(self) -> bool:
        """Whether nobody else reads the chat."""
        return self.message.chat.type == ChatType.PRIVATE


@dataclass(frozen=True, slots=True)
class Tapped:
    """A pressed button. `message` is the one that has the button; old ones come without content.

    `chat_prefix` begins the names of all conversations of this chat.
    """

    query: CallbackQuery
    message: MaybeInaccessibleMessage | None
    person: int
    conversation: str
    chat_prefix: str
    data: ButtonData


class BehindName(filters.MessageFilter):
    """Messages that begin with the bot's name and then a command: "@bot /help"."""

    def __init__(self, command: str) -> None:
        """`command` is its name without the slash."""
        super().__init__()
        self._command = command

    def filter(self, message: Message) -> bool:
        """Whether the command is there."""
        names = (re.escape(message.get_bot().username), self._command)
        pattern = r"\s*@{}[\s,:]*/{}(?:@{})?(?!\w)".format(*names, names[0])
        return re.match(pattern, message.text or "", re.IGNORECASE) is not None


def commands(names: Iterable[str], handlers: object) -> Iterator[BaseHandler[Any, Any, Any]]:
    """Handlers of each command: the method of the same name."""
    for name in names:
        handle = on_message(getattr(handlers, name))
        yield CommandHandler(name, handle)
        yield MessageHandler(filters.UpdateType.MESSAGE & BehindName(name), handle)


def on_message(handle: Callable[[Said], Awaitable[None]]) -> Handler:
    """Call `handle` with each update that has a message."""

    @functools.wraps(handle)
    async def run(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.effective_message
        if message is not None:
            await handle(said(update, message, context.bot.bot))

    return run


def on_tap(handle: Callable[[Tapped], Awaitable[None]]) -> Handler:
    """Call `handle` with each pressed button."""

    @functools.wraps(handle)
    async def run(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        if query is not None:
            await handle(
                Tapped(
                    query=query,
                    message=query.message,
                    person=address.person(update),
                    conversation=address.conversation(update),
                    chat_prefix=address.chat_prefix(update),
                    data=ButtonData(query.data or ""),
                )
            )

    return run


def on_inline(handle: Callable[[InlineQuery], Awaitable[None]]) -> Handler:
    """Call `handle` with each inline query."""

    @functools.wraps(handle)
    async def run(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        if update.inline_query is not None:
            await handle(update.inline_query)

    return run


def said(update: Update, message: Message, me: User) -> Said:
    """The message of an update, with what handlers need of it."""
    return Said(
        update_id=update.update_id,
        message=message,
        person=address.person(update),
        conversation=address.conversation(update),
        text=address.asked(message, me),
        me=me,
        edited=update.edited_message is not None,
    )
