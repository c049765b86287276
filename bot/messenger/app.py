"""Builds the Telegram application, starts and stops it, and runs it until it is told to stop."""

import asyncio
import contextlib
import logging
import os
import signal
import warnings
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import Any

from telegram import BotCommand
from telegram.error import InvalidToken
from telegram.error import TelegramError as RefusedError
from telegram.ext import (
    AIORateLimiter,
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from bot.answering import Answerer
from bot.assembly import Shelf
from bot.errors import SettingsError, TelegramError
from bot.messenger.delivery import Outbox
from bot.messenger.desk import Desk
from bot.messenger.handlers import COMMANDS, Handlers
from bot.sessions import Sessions
from bot.settings import Settings

_LOG = logging.getLogger(__name__)
HOW_TO_GET_ONE = (
    "write to @BotFather in Telegram, send /newbot, and put TELEGRAM_BOT_TOKEN=… into .env"
)
_PRESENCE_S = 20.0  # between two tries to reach Telegram at the start, at most
_STEP_S = 2.0  # for each step of going down that depends on the network

App = Application[Any, Any, Any, Any, Any, Any]


def run(settings: Settings, answerer: Answerer, shelf: Shelf, sessions: Sessions) -> None:
    """Answer on Telegram until SIGTERM or SIGINT. Raises TelegramError or SettingsError."""
    asyncio.run(_until_told(Service(settings, answerer, shelf, sessions)))


def check(settings: Settings) -> str:
    """The token. Raises SettingsError when there is none."""
    if settings.telegram_bot_token is None:
        raise SettingsError(f"There is no bot token: {HOW_TO_GET_ONE}.")
    return settings.telegram_bot_token.get_secret_value()


class Service:
    """The bot as a whole: the application and those who work behind it."""

    def __init__(
        self, settings: Settings, answerer: Answerer, shelf: Shelf, sessions: Sessions
    ) -> None:
        """Raises SettingsError without a token."""
        self.app = _application(settings)
        outbox = Outbox(self.app.bot)
        self._desk = Desk(answerer, sessions, outbox)
        self._handlers = Handlers(self._desk, outbox, shelf, sessions, settings.admins)
        _add_handlers(self.app, self._handlers)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[asyncio.Task[None] | None]:
        """Answer while the context lasts; waits for the network to begin with.

        Gives the task that fetches updates: it only ends when Telegram takes the token back.
        Raises TelegramError when Telegram does not know the token. At the end nobody is left
        without a word, if Telegram can be reached within a few seconds.
        """
        try:
            await self._initialize()
            self._desk.start()
            await self.app.updater.start_polling(  # type: ignore[union-attr]
                allowed_updates=["message", "callback_query"],
                bootstrap_retries=-1,
                error_callback=_not_fetched,
            )
            await self.app.start()
            await self._introduce()
            _LOG.info("answering as @%s", self.app.bot.username)
            yield _polling()
        except InvalidToken as error:
            raise TelegramError(f"Telegram does not know this token: {HOW_TO_GET_ONE}.") from error
        finally:
            await self._stop()

    @property
    def busy(self) -> bool:
        """Whether a thread is still at work that was asked to stop."""
        return self._desk.busy or self._handlers.busy

    async def _initialize(self) -> None:
        wait = 0.5
        while True:
            try:
                await self.app.initialize()
            except InvalidToken:
                raise
            except RefusedError as error:
                _LOG.warning("Telegram cannot be reached (%s), trying again", error)
                await asyncio.sleep(wait)
                wait = min(2 * wait, _PRESENCE_S)
            else:
                return

    async def _introduce(self) -> None:
        try:
            await self.app.bot.set_my_commands([BotCommand(*command) for command in COMMANDS])
        except RefusedError as error:
            _LOG.warning("the command menu could not be set: %s", error)

    async def _stop(self) -> None:
        updater = self.app.updater
        if updater is not None and updater.running:
            await _briefly(updater.stop())
        # Questions that were fetched already find the desk closing and are told so.
        await asyncio.gather(self._desk.close(), self._handlers.close())
        if self.app.running:
            await _briefly(self.app.stop())
        with contextlib.suppress(RuntimeError):  # when it could not be stopped in time
            await self.app.shutdown()


async def _until_told(service: Service) -> None:
    task = asyncio.current_task()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl+C does without
            asyncio.get_running_loop().add_signal_handler(number, task.cancel)  # type: ignore[union-attr]
    try:
        async with service.running() as polling:
            await (asyncio.shield(polling) if polling else asyncio.Event().wait())
    except asyncio.CancelledError:
        _LOG.info("stopped")
    if service.busy:
        # Python would wait for its threads without end, and whoever stops us then kills us. Both
        # databases keep what was committed.
        _LOG.warning("a computation did not end in time and is cut off")
        logging.shutdown()
        os._exit(0)


def _application(settings: Settings) -> App:
    # Said at every flood limit; our code takes both kinds of `retry_after`.
    warnings.filterwarnings("ignore", message=".*retry_after.*")
    builder = (
        ApplicationBuilder()
        .token(check(settings))
        # Our own delivery retries chat by chat; the limiter only spaces calls.
        .rate_limiter(AIORateLimiter(max_retries=0))
        .concurrent_updates(True)
    )
    if settings.telegram_api_url:
        builder = builder.base_url(f"{settings.telegram_api_url}/bot").base_file_url(
            f"{settings.telegram_api_url}/file/bot"
        )
    app: App = builder.build()
    return app


def _add_handlers(app: App, handlers: Handlers) -> None:
    private = filters.ChatType.PRIVATE
    for name, _ in COMMANDS:
        app.add_handler(CommandHandler(name, getattr(handlers, name)))
    app.add_handler(MessageHandler(private & filters.TEXT & ~filters.COMMAND, handlers.question))
    app.add_handler(MessageHandler(private & filters.COMMAND, handlers.help))
    app.add_handler(MessageHandler(private & ~filters.StatusUpdate.ALL, handlers.unreadable))
    app.add_handler(CallbackQueryHandler(handlers.stop, pattern=r"^stop:\d+$"))
    app.add_handler(CallbackQueryHandler(handlers.source, pattern=r"^source:\d+:\d+$"))
    app.add_error_handler(handlers.error)


def _polling() -> asyncio.Task[None] | None:
    """The library's task that fetches updates; it has no public way to tell that it died."""
    name = "Updater:start_polling:polling_task"
    return next((task for task in asyncio.all_tasks() if task.get_name() == name), None)


def _not_fetched(error: RefusedError) -> None:
    _LOG.warning("no updates from Telegram (%s), trying again", error)


async def _briefly(step: Awaitable[None]) -> None:
    """A step of going down; the next ones are taken whatever becomes of it."""
    try:
        await asyncio.wait_for(step, _STEP_S)
    except TimeoutError:
        _LOG.warning("a part of the bot did not stop in time")
    except RefusedError as error:
        _LOG.debug("while stopping: %s", error)
