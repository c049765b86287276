"""Builds the Telegram application and runs it until it is told to stop."""

import asyncio
import logging
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
from bot.messenger.desk import Desk
from bot.messenger.handlers import COMMANDS, Handlers
from bot.sessions import Sessions
from bot.settings import Settings

_LOG = logging.getLogger(__name__)
HOW_TO_GET_ONE = (
    "write to @BotFather in Telegram, send /newbot, and put TELEGRAM_BOT_TOKEN=… into .env"
)

App = Application[Any, Any, Any, Any, Any, Any]


def run(settings: Settings, answerer: Answerer, shelf: Shelf, sessions: Sessions) -> None:
    """Answer on Telegram until SIGTERM or SIGINT. Raises TelegramError or SettingsError."""
    app = build(settings, answerer, shelf, sessions)
    try:
        # Without a network at start it waits for one; a wrong token ends it at once.
        app.run_polling(allowed_updates=["message", "callback_query"], bootstrap_retries=-1)
    except InvalidToken as error:
        raise TelegramError(f"Telegram does not know this token: {HOW_TO_GET_ONE}.") from error


def check(settings: Settings) -> str:
    """The token. Raises SettingsError when there is none."""
    if settings.telegram_bot_token is None:
        raise SettingsError(f"There is no bot token: {HOW_TO_GET_ONE}.")
    return settings.telegram_bot_token.get_secret_value()


def build(settings: Settings, answerer: Answerer, shelf: Shelf, sessions: Sessions) -> App:
    """The application with its handlers, not yet running. Raises SettingsError without a token."""
    token = check(settings)
    desk = Desk(answerer, sessions)
    handlers = Handlers(desk, shelf, sessions, settings.admins)
    workers: list[asyncio.Task[None]] = []

    async def started(app: App) -> None:
        workers.append(asyncio.create_task(desk.work()))
        try:
            await app.bot.set_my_commands([BotCommand(*command) for command in COMMANDS])
        except RefusedError as error:
            _LOG.warning("the command menu could not be set: %s", error)
        _LOG.info("answering as @%s", app.bot.username)

    async def stopped(app: App) -> None:
        await handlers.close()
        await desk.close()
        for worker in workers:
            worker.cancel()

    builder = (
        ApplicationBuilder()
        .token(token)
        # Our own delivery retries chat by chat; the limiter only spaces calls.
        .rate_limiter(AIORateLimiter(max_retries=0))
        .concurrent_updates(True)
        .post_init(started)
        .post_stop(stopped)
    )
    if settings.telegram_api_url:
        builder = builder.base_url(f"{settings.telegram_api_url}/bot").base_file_url(
            f"{settings.telegram_api_url}/file/bot"
        )
    app: App = builder.build()
    private = filters.ChatType.PRIVATE
    for name, _ in COMMANDS:
        app.add_handler(CommandHandler(name, getattr(handlers, name)))
    app.add_handler(MessageHandler(private & filters.TEXT & ~filters.COMMAND, handlers.question))
    app.add_handler(MessageHandler(private & filters.COMMAND, handlers.help))
    app.add_handler(MessageHandler(private & ~filters.StatusUpdate.ALL, handlers.unreadable))
    app.add_handler(CallbackQueryHandler(handlers.stop, pattern=r"^stop:\d+$"))
    app.add_handler(CallbackQueryHandler(handlers.source, pattern=r"^source:\d+:\d+$"))
    app.add_error_handler(handlers.error)
    return app
