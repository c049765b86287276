"""Builds the Telegram application, starts and stops it, and runs it until it is told to stop."""

import asyncio
import contextlib
import logging
import os
import signal
import warnings
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlsplit

from telegram import Update
from telegram.error import BadRequest, InvalidToken
from telegram.error import TelegramError as RefusedError
from telegram.ext import (
    AIORateLimiter,
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    Updater,
    filters,
)

from bot.adding.gatherer import Gatherer
from bot.answering.answerer import Answerer
from bot.errors import SettingsError, TelegramError
from bot.failure_log import Failures
from bot.memory.memory import Memory
from bot.messenger.commands.answer_buttons import BUTTONS, AnswerButtons
from bot.messenger.commands.inline import Inline
from bot.messenger.commands.lookups import LOOKUP_COMMANDS, Lookups
from bot.messenger.commands.menu import introduce
from bot.messenger.commands.owner import OWNER_COMMANDS, OwnerCommands
from bot.messenger.commands.reader import COMMANDS, ReaderCommands
from bot.messenger.commands.uploads import Material, Uploads
from bot.messenger.commands.voice import VoiceMessages
from bot.messenger.incoming import address
from bot.messenger.incoming.gate import Gate
from bot.messenger.incoming.intake import Intake, Processor
from bot.messenger.queue.desk import Desk
from bot.messenger.schedule import Schedule
from bot.messenger.sending.outbox import Outbox, insist
from bot.messenger.sending.pace import TELEGRAM, Limits
from bot.models.speech import Recogniser, recogniser
from bot.settings import Settings
from index.folder.library_folder import LibraryFolder

_LOG = logging.getLogger(__name__)
HOW_TO_GET_ONE = (
    "write to @BotFather in Telegram, send /newbot, and put TELEGRAM_BOT_TOKEN=… into .env"
)
_UPDATES = ["message", "edited_message", "callback_query", "inline_query"]
_COMMANDS = frozenset(name for name, _ in (*COMMANDS, *LOOKUP_COMMANDS, *OWNER_COMMANDS))
_PRESENCE_S = 20.0  # between two tries to reach Telegram at the start, at most
_STEP_S = 2.0  # for each step of going down that depends on the network

App = Application[Any, Any, Any, Any, Any, Any]


def run(
    settings: Settings, answerer: Answerer, library_folder: LibraryFolder, kept: Memory
) -> None:
    """Answer on Telegram until SIGTERM or SIGINT. Raises TelegramError or SettingsError."""
    hears = recogniser(settings.voice_model, settings.threads)
    asyncio.run(until_told(Service(settings, answerer, library_folder, kept, recogniser=hears)))


def check(settings: Settings) -> str:
    """The token. Raises SettingsError when there is none, or no voice model where one is set."""
    recogniser(settings.voice_model)
    if settings.telegram_bot_token is None:
        raise SettingsError(f"There is no bot token: {HOW_TO_GET_ONE}.")
    return settings.telegram_bot_token.get_secret_value()


class Service:
    """The bot as a whole: the application and those who work behind it."""

    def __init__(
        self,
        settings: Settings,
        answerer: Answerer,
        library_folder: LibraryFolder,
        kept: Memory,
        limits: Limits = TELEGRAM,
        *,
        recogniser: Recogniser | None = None,
    ) -> None:
        """Raises SettingsError without a token."""
        self._settings = settings
        self._intake = Intake(kept.journal, self._for_us)
        self.app = _application(settings, self._intake, Processor(kept.journal), limits)
        outbox = Outbox(self.app.bot, limits)
        outbox.on_moved = kept.move
        self._desk = Desk(answerer, kept.sessions, kept.journal, outbox, drafts=settings.drafts)
        gate = Gate(settings, kept.people, outbox)
        self._failures = Failures(settings.library / "failures.log", _secrets(settings))
        gatherer = Gatherer(settings, library_folder)
        self._adding = Uploads(gate=gate, outbox=outbox, gatherer=gatherer)
        self._schedule = Schedule(settings, gatherer)
        self._owner = OwnerCommands(
            gate=gate,
            desk=self._desk,
            outbox=outbox,
            library_folder=library_folder,
            gatherer=gatherer,
            people=kept.people,
            feedback=kept.feedback,
            failures=self._failures,
        )
        self._handlers = ReaderCommands(self._desk, outbox, library_folder, kept, gate)
        lookups = Lookups(
            settings=settings, library_folder=library_folder, outbox=outbox, gate=gate
        )
        _add_lookups(self.app, lookups)
        self.app.add_handler(InlineQueryHandler(Inline(lookups.catalogue).query))
        dictation = VoiceMessages(recogniser, self._handlers, outbox, gate)
        self.app.add_handler(MessageHandler(filters.VOICE | filters.AUDIO, dictation.voice))
        _add_adding(self.app, gate, self._adding)
        _add_handlers(self.app, gate, self._handlers, self._owner)
        reading = AnswerButtons(outbox, library_folder, kept)
        for pattern, name in BUTTONS.items():
            self.app.add_handler(CallbackQueryHandler(getattr(reading, name), pattern=pattern))

    @asynccontextmanager
    async def running(self) -> AsyncIterator[asyncio.Task[None] | None]:
        """Answer while the context lasts; waits for the network to begin with.

        Gives the task that fetches updates: it only ends when Telegram takes the token back.
        Raises TelegramError when Telegram does not know the token. At the end nobody is left
        without a word, if Telegram can be reached within a few seconds.
        """
        with self._failures.listening():
            try:
                await self._start()
                yield _polling()
            except InvalidToken as error:
                raise TelegramError(
                    f"Telegram does not know this token: {HOW_TO_GET_ONE}."
                ) from error
            finally:
                await self._stop()

    @property
    def busy(self) -> bool:
        """Whether a thread is still at work that was asked to stop."""
        return any(p.busy for p in (self._desk, self._owner, self._adding, self._schedule))

    def _for_us(self, update: Update) -> bool:
        return address.for_us(update, self.app.bot.bot, _COMMANDS)

    async def _start(self) -> None:
        await self._initialize()
        self._desk.start()
        await self._intake.resume(self.app.bot)
        await _listen(self.app.updater, self._settings)
        await self.app.start()
        await self._introduce()
        self._schedule.start()
        _LOG.info("answering as @%s", self.app.bot.username)

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
        told = self._settings.library / "introduced.json"
        menu = (*COMMANDS, *LOOKUP_COMMANDS)
        await introduce(self.app.bot, told, menu, OWNER_COMMANDS, self._settings.admins)

    async def _stop(self) -> None:
        updater = self.app.updater
        if updater is not None and updater.running:
            await _briefly(updater.stop())
        # Questions that were fetched already find the desk closing and are told so.
        parts = (self._desk, self._owner, self._adding, self._schedule)
        await asyncio.gather(*(part.close() for part in parts))
        if self.app.running:
            await _briefly(self.app.stop())
        with contextlib.suppress(RuntimeError):  # when it could not be stopped in time
            await self.app.shutdown()


async def until_told(service: Service) -> None:
    """Run it until SIGTERM or SIGINT. Raises TelegramError or SettingsError."""
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


def _application(settings: Settings, intake: Intake, processor: Processor, limits: Limits) -> App:
    # Said at every flood limit and voice message; our code takes both kinds of times.
    warnings.filterwarnings("ignore", message=".*(retry_after|duration).*")
    builder = (
        ApplicationBuilder()
        .token(check(settings))
        # Our own delivery paces and retries chat by chat; this spaces the calls of all chats. One
        # at a time: a whole second's worth at once would make twice as many within a second.
        .rate_limiter(
            AIORateLimiter(
                overall_max_rate=1,
                overall_time_period=1 / limits.all_per_second,
                group_max_rate=0,
                max_retries=0,
            )
        )
        .update_queue(intake)
        .concurrent_updates(processor)
    )
    if settings.telegram_api_url:
        builder = builder.base_url(f"{settings.telegram_api_url}/bot").base_file_url(
            f"{settings.telegram_api_url}/file/bot"
        )
    app: App = builder.build()
    return app


async def _listen(updater: Updater | None, settings: Settings) -> None:
    """Have updates brought by Telegram where it knows our address; else ask for them."""
    assert updater is not None  # the application was built with one
    if settings.webhook_url is None:
        await updater.start_polling(
            allowed_updates=_UPDATES, bootstrap_retries=-1, error_callback=_not_fetched
        )
        return
    given = settings.webhook_secret
    secret = given.get_secret_value() if given else token_urlsafe(32)
    url = settings.webhook_url
    try:
        # The updater would do this too, but try for ever what Telegram refuses for good.
        await insist(lambda: updater.bot.set_webhook(url, secret_token=secret), patience_s=None)
        await updater.start_webhook(
            listen=settings.webhook_listen,
            port=settings.webhook_port,
            url_path=urlsplit(url).path.strip("/"),
            webhook_url=url,
            secret_token=secret,
            allowed_updates=_UPDATES,
            bootstrap_retries=-1,
        )
    except OSError as error:
        raise SettingsError(
            f"Nothing can listen at {settings.webhook_listen}:{settings.webhook_port} "
            f"({error.strerror}): set BYLINE_WEBHOOK_PORT to a port that is free."
        ) from error
    except BadRequest as error:
        raise SettingsError(
            f"Telegram does not take BYLINE_WEBHOOK_URL ({error.message}): it must be a public "
            "https address with port 443, 80, 88 or 8443; without the setting no address is needed."
        ) from error


def _add_adding(app: App, gate: Gate, adding: Uploads) -> None:
    app.add_handler(MessageHandler(Material(gate), adding.add))
    app.add_handler(CallbackQueryHandler(adding.undo, pattern=r"^undo:\w+$"))


def _add_handlers(app: App, gate: Gate, handlers: ReaderCommands, owner: OwnerCommands) -> None:
    private = filters.ChatType.PRIVATE
    app.add_handler(TypeHandler(Update, gate.check), group=-1)
    for name, _ in COMMANDS:
        app.add_handler(CommandHandler(name, getattr(handlers, name)))
    for name, _ in OWNER_COMMANDS:
        app.add_handler(CommandHandler(name, getattr(owner, name)))
    app.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, handlers.question))
    app.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, handlers.moved))
    app.add_handler(MessageHandler(private & filters.COMMAND, handlers.help))
    app.add_handler(MessageHandler(private & ~filters.StatusUpdate.ALL, handlers.unreadable))
    app.add_handler(CallbackQueryHandler(handlers.stop, pattern=r"^stop:\d+$"))
    app.add_error_handler(handlers.error)


def _add_lookups(app: App, lookups: Lookups) -> None:
    for name, _ in LOOKUP_COMMANDS:
        app.add_handler(CommandHandler(name, getattr(lookups, name)))
    app.add_handler(MessageHandler(filters.Regex(r"^/article_?\d+(?:@\w+)?$"), lookups.article))
    app.add_handler(CallbackQueryHandler(lookups.turn, pattern=r"^list:\w+(?::\d+)+$"))


def _secrets(settings: Settings) -> list[str]:
    found = (settings.telegram_bot_token, settings.webhook_secret)
    return [secret.get_secret_value() for secret in found if secret]


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
