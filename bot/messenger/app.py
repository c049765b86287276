"""Builds the Telegram application, starts it, and runs it until SIGTERM or SIGINT."""

import asyncio
import contextlib
import logging
import os
import signal
import warnings
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import asynccontextmanager
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlsplit

from telegram import Update
from telegram.error import BadRequest, InvalidToken
from telegram.error import TelegramError as RefusedError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.adding.gatherer import Gatherer
from bot.answering.answerer import Answerer
from bot.errors import SettingsError, TelegramError
from bot.failure_log import Failures
from bot.memory.open_memory import Memory
from bot.messenger import health_port
from bot.messenger.commands.answer_buttons import BUTTONS, AnswerButtons
from bot.messenger.commands.inline import Inline
from bot.messenger.commands.library_search import LibrarySearch
from bot.messenger.commands.lookups import LOOKUP_COMMANDS, Lookups
from bot.messenger.commands.menu import Commands, introduce
from bot.messenger.commands.owner import OWNER_COMMANDS, OwnerCommands
from bot.messenger.commands.questions import COMMANDS, CaptionAsks, QuestionCommands
from bot.messenger.commands.uploads import BringsArticles, Uploads
from bot.messenger.commands.voice import VoiceMessages
from bot.messenger.health_port import HealthPort
from bot.messenger.incoming import address
from bot.messenger.incoming.events import on_inline, on_message, on_tap
from bot.messenger.incoming.permissions import Gate
from bot.messenger.incoming.update_queue import Intake, Processor
from bot.messenger.incoming.update_reader import FetchUpdates, UpdateReader
from bot.messenger.incoming.webhook import Webhook
from bot.messenger.periodic_reindex import Schedule
from bot.messenger.queue.question_desk import Desk
from bot.messenger.sending.failed_calls import CountingRateLimiter, note
from bot.messenger.sending.outbox import Outbox, insist
from bot.messenger.sending.send_rate import TELEGRAM, Limits
from bot.models.speech_to_text import Recogniser, recogniser
from bot.settings import Settings, secrets
from index.folder.library_folder import LibraryFolder

_LOG = logging.getLogger(__name__)
HOW_TO_GET_ONE = (
    "write to @BotFather in Telegram, send /newbot, and put TELEGRAM_BOT_TOKEN=… into .env"
)
_UPDATES = ["message", "edited_message", "callback_query", "inline_query"]
_COMMANDS = frozenset(name for name, _ in (*COMMANDS, *LOOKUP_COMMANDS, *OWNER_COMMANDS))
_LONGEST_WAIT_S = 20.0  # between two tries to reach Telegram at the start
_STEP_S = 2.0  # for each step of stopping that depends on the network

App = Application[Any, Any, Any, Any, Any, Any]
Handler = BaseHandler[Any, Any, Any]


def run(
    settings: Settings, answerer: Answerer, library_folder: LibraryFolder, memory: Memory
) -> None:
    """Answer on Telegram until SIGTERM or SIGINT. Raises TelegramError or SettingsError."""
    speech = recogniser(settings.voice_model, settings.threads)
    service = Service(settings, answerer, library_folder, memory, recogniser=speech)
    asyncio.run(until_stopped(service))


def check(settings: Settings) -> str:
    """The bot token. Raises SettingsError when it or what a setting asks for is missing."""
    recogniser(settings.voice_model)
    health_port.check(settings)
    if settings.telegram_bot_token is None:
        raise SettingsError(f"There is no bot token: {HOW_TO_GET_ONE}.")
    return settings.telegram_bot_token.get_secret_value()


class Service:
    """The bot as a whole: the application, its handlers, and the workers behind them."""

    def __init__(
        self,
        settings: Settings,
        answerer: Answerer,
        library_folder: LibraryFolder,
        memory: Memory,
        limits: Limits = TELEGRAM,
        *,
        recogniser: Recogniser | None = None,
    ) -> None:
        """Raises SettingsError without a token."""
        self._settings = settings
        reads = UpdateReader()
        self._intake = Intake(memory.journal, self._is_for_us, reads)
        processor = Processor(memory.journal)
        self.app = _application(settings, self._intake, processor, FetchUpdates(reads), limits)
        self._webhook: Webhook | None = None
        outbox = Outbox(self.app.bot, limits)
        outbox.on_moved = memory.move
        self._desk = Desk(
            answerer,
            memory.sessions,
            memory.journal,
            outbox,
            drafts=settings.drafts,
            page_url=settings.page_url,
        )
        gate = Gate(settings, memory.people, outbox)
        self._failures = Failures(settings.library / "failures.log", secrets(settings))
        gatherer = Gatherer(settings, library_folder)
        library_search = LibrarySearch(library_folder)
        reader = QuestionCommands(self._desk, outbox, library_folder, memory, gate)
        self._uploads = Uploads(gate=gate, outbox=outbox, gatherer=gatherer, ask=reader.question)
        self._schedule = Schedule(settings, gatherer)
        self._owner = OwnerCommands(
            gate=gate,
            desk=self._desk,
            outbox=outbox,
            library_folder=library_folder,
            gatherer=gatherer,
            people=memory.people,
            feedback=memory.feedback,
            failures=self._failures,
        )
        self._health = HealthPort(
            settings,
            answerer=answerer,
            desk=self._desk,
            library_folder=library_folder,
            failures=self._failures,
            ready=lambda: self.app.running,
        )
        lookups = Lookups(
            settings=settings,
            library_folder=library_folder,
            library_search=library_search,
            outbox=outbox,
            gate=gate,
        )
        self.app.add_handler(TypeHandler(Update, gate.check), group=-1)
        # Of these, the first that fits an update handles it.
        self.app.add_handlers(
            [
                *_lookup_handlers(lookups),
                InlineQueryHandler(on_inline(Inline(library_search).query)),
                *_voice_handlers(VoiceMessages(recogniser, reader, outbox, gate)),
                *_upload_handlers(self._uploads, gate),
                *_command_handlers(COMMANDS, reader),
                *_command_handlers(OWNER_COMMANDS, self._owner),
                *_reader_handlers(reader),
                *_answer_handlers(AnswerButtons(outbox, library_folder, memory, settings.page_url)),
                CallbackQueryHandler(on_tap(reader.unknown)),
            ]
        )
        self.app.add_error_handler(reader.error)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[asyncio.Task[None] | None]:
        """Answer inside a `with` block, as soon as Telegram can be reached.

        Gives the task that fetches updates, which only ends when Telegram revokes the token; None
        with a webhook. At the end everyone who waits is told so, if Telegram can be reached within
        a few seconds. Raises TelegramError when Telegram does not know the token.
        """
        with self._failures.listening():
            try:
                await self._start()
                yield _polling_task()
            except InvalidToken as error:
                raise TelegramError(
                    f"Telegram does not know this token: {HOW_TO_GET_ONE}."
                ) from error
            finally:
                await self._stop()

    @property
    def busy(self) -> bool:
        """Whether a thread still works that was asked to stop."""
        return any(w.busy for w in (self._desk, self._owner, self._uploads, self._schedule))

    def _is_for_us(self, update: Update) -> bool:
        return address.for_us(update, self.app.bot.bot, _COMMANDS)

    async def _start(self) -> None:
        self._health.start()
        await self._initialize()
        self._desk.start()
        await self._intake.resume(self.app.bot)
        await self._listen()
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
                wait = min(2 * wait, _LONGEST_WAIT_S)
            else:
                return

    async def _introduce(self) -> None:
        sent_file = self._settings.library / "introduced.json"
        menu = (*COMMANDS, *LOOKUP_COMMANDS)
        await introduce(self.app.bot, sent_file, menu, OWNER_COMMANDS, self._settings.admins)

    async def _listen(self) -> None:
        """Receive updates: by webhook where one is set, else by polling. Raises SettingsError."""
        settings, updater, bot = self._settings, self.app.updater, self.app.bot
        url = settings.webhook_url
        if url is None:
            assert updater is not None  # the application was built with one
            await updater.start_polling(
                allowed_updates=_UPDATES, bootstrap_retries=-1, error_callback=_not_fetched
            )
            return
        given = settings.webhook_secret
        secret = given.get_secret_value() if given else token_urlsafe(32)
        path = urlsplit(url).path.strip("/")
        self._webhook = Webhook(path, secret, lambda data: self._intake.take(data, bot))
        try:
            self._webhook.listen(settings.webhook_listen, settings.webhook_port)
            await insist(
                lambda: bot.set_webhook(url, secret_token=secret, allowed_updates=_UPDATES),
                patience_s=None,
            )
        except OSError as error:
            raise SettingsError(
                f"Nothing can listen at {settings.webhook_listen}:{settings.webhook_port} "
                f"({error.strerror}): set BYLINE_WEBHOOK_PORT to a port that is free."
            ) from error
        except BadRequest as error:
            raise SettingsError(
                f"Telegram does not take BYLINE_WEBHOOK_URL ({error.message}): it must be a "
                "public https address with port 443, 80, 88 or 8443; without the setting no "
                "address is needed."
            ) from error

    async def _stop(self) -> None:
        updater = self.app.updater
        if updater is not None and updater.running:
            await _briefly(updater.stop())
        if self._webhook is not None:
            await _briefly(self._webhook.stop())
        # The desk refuses questions that were fetched already: each person is told so.
        workers = (self._desk, self._owner, self._uploads, self._schedule)
        await asyncio.gather(*(worker.close() for worker in workers))
        if self.app.running:
            await _briefly(self.app.stop())
        with contextlib.suppress(RuntimeError):  # when it could not be stopped in time
            await self.app.shutdown()
        await _briefly(self._health.stop())


async def until_stopped(service: Service) -> None:
    """Run a service until SIGTERM or SIGINT. Raises TelegramError or SettingsError."""
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
        # Python would wait for its threads for ever. Nothing is lost: the databases keep what was
        # committed.
        _LOG.warning("a computation did not end in time and is aborted")
        logging.shutdown()
        os._exit(0)


def _application(
    settings: Settings,
    intake: Intake,
    processor: Processor,
    fetch_updates: FetchUpdates,
    limits: Limits,
) -> App:
    # Warned of at every flood limit and voice message; our code takes numbers and timedeltas.
    warnings.filterwarnings("ignore", message=".*(retry_after|duration).*")
    builder = (
        ApplicationBuilder()
        .token(check(settings))
        # `sending` paces and retries each chat; this spaces the calls of all chats. One call at a
        # time, since a second's worth at once could make twice as many within one second.
        .rate_limiter(
            CountingRateLimiter(
                overall_max_rate=1,
                overall_time_period=1 / limits.all_per_second,
                group_max_rate=0,
                max_retries=0,
            )
        )
        .get_updates_request(fetch_updates)
        .update_queue(intake)
        .concurrent_updates(processor)
    )
    if settings.telegram_api_url:
        builder = builder.base_url(f"{settings.telegram_api_url}/bot").base_file_url(
            f"{settings.telegram_api_url}/file/bot"
        )
    app: App = builder.build()
    return app


def _lookup_handlers(lookups: Lookups) -> Iterator[Handler]:
    yield from _command_handlers(LOOKUP_COMMANDS, lookups)
    tapped_command = filters.Regex(r"^/article_?\d+(?:@\w+)?$")
    yield MessageHandler(tapped_command, on_message(lookups.article))
    yield CallbackQueryHandler(on_tap(lookups.turn), pattern=r"^list:\w+(?::\d+)+$")


def _voice_handlers(voice: VoiceMessages) -> Iterator[Handler]:
    yield MessageHandler(filters.VOICE | filters.AUDIO, on_message(voice.voice))


def _upload_handlers(uploads: Uploads, gate: Gate) -> Iterator[Handler]:
    yield MessageHandler(BringsArticles(gate), on_message(uploads.add))
    yield CallbackQueryHandler(on_tap(uploads.undo), pattern=r"^undo:\w+$")


def _command_handlers(commands: Commands, handlers: object) -> Iterator[Handler]:
    """A handler for each command: the method of the same name."""
    for name, _ in commands:
        yield CommandHandler(name, on_message(getattr(handlers, name)))


def _reader_handlers(reader: QuestionCommands) -> Iterator[Handler]:
    private = filters.ChatType.PRIVATE
    asks = (filters.TEXT & ~filters.COMMAND) | CaptionAsks()
    yield MessageHandler(asks, on_message(reader.question))
    yield MessageHandler(filters.StatusUpdate.MIGRATE, on_message(reader.moved))
    yield MessageHandler(private & filters.COMMAND, on_message(reader.help))
    yield MessageHandler(private & ~filters.StatusUpdate.ALL, on_message(reader.unreadable))
    yield CallbackQueryHandler(on_tap(reader.stop), pattern=r"^stop:\d+$")


def _answer_handlers(buttons: AnswerButtons) -> Iterator[Handler]:
    for pattern, name in BUTTONS.items():
        yield CallbackQueryHandler(on_tap(getattr(buttons, name)), pattern=pattern)


def _polling_task() -> asyncio.Task[None] | None:
    """The updater's task, found by its name: there is no public way to see that it died."""
    name = "Updater:start_polling:polling_task"
    return next((task for task in asyncio.all_tasks() if task.get_name() == name), None)


def _not_fetched(error: RefusedError) -> None:
    note(error)
    _LOG.warning("no updates from Telegram (%s), trying again", error)


async def _briefly(step: Awaitable[None]) -> None:
    """Take a step of stopping, for two seconds at most; failures are only logged."""
    try:
        await asyncio.wait_for(step, _STEP_S)
    except TimeoutError:
        _LOG.warning("a part of the bot did not stop in time")
    except RefusedError as error:
        _LOG.debug("while stopping: %s", error)
