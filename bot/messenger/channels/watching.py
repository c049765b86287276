"""Builds what watches channels and groups, and gives the application its handlers."""

from collections.abc import Iterator
from typing import Any

from telegram import Bot, Update
from telegram.ext import BaseHandler, CallbackQueryHandler, ContextTypes

from bot.adding.gatherer import Gatherer
from bot.memory.watched_chats import WatchedChats
from bot.messenger.channels.post_desk import PostDesk
from bot.messenger.channels.post_intake import PostIntake
from bot.messenger.channels.seats import Seat
from bot.messenger.commands.channels import OWNER_CHANNEL_COMMANDS, ChannelCommands
from bot.messenger.incoming import events
from bot.messenger.incoming.events import on_tap
from bot.messenger.incoming.permissions import Gate
from bot.messenger.sending.outbox import Outbox
from bot.settings import Settings


class Watching:
    """All of it as one part of a running bot."""

    def __init__(
        self,
        *,
        settings: Settings,
        bot: Bot,
        watched: WatchedChats,
        gatherer: Gatherer,
        gate: Gate,
        outbox: Outbox,
        commands: frozenset[str],
    ) -> None:
        """`commands` are the names of all commands of the bot."""
        self._desk = PostDesk(
            watched=watched,
            seat=Seat(settings.library),
            gatherer=gatherer,
            outbox=outbox,
            bot=bot,
        )
        self._commands = ChannelCommands(
            bot=bot,
            watched=watched,
            gatherer=gatherer,
            gate=gate,
            outbox=outbox,
            owners=settings.admins,
        )
        self._intake = PostIntake(
            watched=watched,
            desk=self._desk,
            gate=gate,
            commands=commands,
            on_command=self._commands.posted,
            on_membership=self._commands.membership,
        )

    def wants(self, update: Update) -> bool:
        """Whether an update is to be handled that is not said to the bot."""
        return self._intake.wants(update)

    async def take(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Take a post before other handlers see it; see `PostIntake.take`."""
        await self._intake.take(update, context)

    def handlers(self) -> Iterator[BaseHandler[Any, Any, Any]]:
        """The handlers of commands and buttons."""
        yield from events.commands((name for name, _ in OWNER_CHANNEL_COMMANDS), self._commands)
        yield CallbackQueryHandler(on_tap(self._commands.watch_tapped), pattern=r"^watch:-?\d+$")
        yield CallbackQueryHandler(
            on_tap(self._commands.unwatch_tapped), pattern=r"^unwatch:-?\d+$"
        )

    def start(self) -> None:
        """Bring in posts from now on."""
        self._desk.start()

    async def close(self) -> None:
        """Stop at the next article."""
        await self._desk.close()

    @property
    def busy(self) -> bool:
        """Whether posts are being read."""
        return self._desk.busy
