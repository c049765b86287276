"""Builds the Telegram application, starts it, and runs it until SIGTERM or SIGINT."""

import asyncio
import contextlib
import logging
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from telegram import Update
from telegram.error import InvalidToken
from telegram.error import TelegramError as RefusedError
from telegram.ext import (
    CallbackQueryHandler,
    InlineQueryHandler,
    TypeHandler,
)

from bot.adding.gatherer import Gatherer
from bot.answering.answerer import Answerer
from bot.errors import SettingsError, TelegramError
from bot.failure_log import Failures
from bot.memory.all_databases import Memory
from bot.messenger import application, handlers, health_port
from bot.messenger.channels.watching import Watching
from bot.messenger.commands.answer_buttons import AnswerButtons
from bot.messenger.commands.channels import OWNER_CHANNEL_COMMANDS
from bot.messenger.commands.inline import Inline
from bot.messenger.commands.library_search import LibrarySearch
from bot.messenger.commands.lookups import LOOKUP_COMMANDS, Lookups
from bot.messenger.commands.menu import introduce
from bot.messenger.commands.owner import OWNER_COMMANDS, OwnerCommands
from bot.messenger.commands.start_ask_forget import COMMANDS, QuestionCommands
from bot.messenger.commands.topics import NEWS_COMMANDS, TopicCommands
from bot.messenger.commands.uploads import Uploads
from bot.messenger.commands.voice import VoiceMessages
from bot.messenger.health_port import HealthPort
from bot.messenger.incoming import address
from bot.messenger.incoming.events import on_inline, on_tap
from bot.messenger.incoming.permissions import Gate
from bot.messenger.incoming.polling import Polling
from bot.messenger.incoming.unkept import Unkept
from bot.messenger.incoming.update_queue import Intake, Processor, UnkeptError
from bot.messenger.incoming.update_reader import FetchUpdates, UpdateReader
from bot.messenger.incoming.webhook import Webhook
from bot.messenger.news import News, now
from bot.messenger.periodic_reindex import Schedule
from bot.messenger.queue.question_desk import Desk
from bot.messenger.sending.all_calls import AllCalls, note
from bot.messenger.sending.outbox import Outbox
from bot.messenger.sending.send_rate import TELEGRAM, Limits
from bot.messenger.text import owner_phrases
from bot.messenger.troubles import Troubles
from bot.messenger.watchdog import Watchdog, start_process_again
from bot.messenger.watched_parts import Patience, watched
from bot.models.speech_to_text import Recogniser
from bot.settings import Settings, secrets
from index.errors import LibraryError
from index.folder.library_folder import LibraryFolder

_LOG = logging.getLogger(__name__)
HOW_TO_GET_ONE = (
    "write to @BotFather in Telegram, send /newbot, and put TELEGRAM_BOT_TOKEN=… into .env"
)
_UPDATES = [
    *("message", "edited_message", "callback_query", "inline_query"),
    *("channel_post", "edited_channel_post", "my_chat_member"),
]
_URGENT = ("/status", "/log")
_MENU = (*COMMANDS, *LOOKUP_COMMANDS, *NEWS_COMMANDS)
_FOR_OWNERS = (*OWNER_COMMANDS, *OWNER_CHANNEL_COMMANDS)
_COMMANDS = frozenset(name for name, _ in (*_MENU, *_FOR_OWNERS))
_LONGEST_WAIT_S = 20.0  # between two tries to reach Telegram at the start


def run(
    settings: Settings,
    answerer: Answerer,
    library_folder: LibraryFolder,
    memory: Memory,
    recogniser: Recogniser | None,
) -> None:
    """Answer on Telegram until SIGTERM or SIGINT. Raises TelegramError or SettingsError."""
    service = Service(settings, answerer, library_folder, memory, recogniser=recogniser)
    asyncio.run(until_stopped(service))


def check(settings: Settings) -> str:
    """The bot token. Raises SettingsError when it or what a setting asks for is missing."""
    health_port.check(settings)
    if settings.telegram_bot_token is None:
        raise SettingsError(f"There is no bot token: {HOW_TO_GET_ONE}.")
    if settings.database_url and settings.webhook_url and settings.webhook_secret is None:
        raise SettingsError(
            "The bots that share BYLINE_DATABASE_URL share a webhook, too, and each would make a "
            "secret of its own: set BYLINE_WEBHOOK_SECRET to the same one for all."
        )
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
        patience: Patience | None = None,
        clock: Callable[[], datetime] = now,
    ) -> None:
        """`patience` is how long parts may be silent, `clock` tells when to send news.

        Raises SettingsError without a token.
        """
        self._settings = settings
        self._troubles = Troubles()
        reads = UpdateReader()
        fetch_updates = FetchUpdates(reads)
        fetch_updates.on_fetched = self._fetched
        self._intake = Intake(memory.journal, self._is_for_us, reads, self._is_urgent)
        self._intake.on_kept = self._kept
        self._intake.on_unkept = self._unkept
        processor = Processor(memory.journal)
        self.calls = AllCalls(limits.all_per_second)
        self.app = application.build(
            settings, check(settings), self._intake, processor, fetch_updates, calls=self.calls
        )
        self._webhook: Webhook | None = None
        bot = self.app.bot
        self._polling = Polling(bot, self._intake, _UPDATES, self._not_fetched)
        self._polling.on_revoked = self._end
        self._ended: asyncio.Future[None] | None = None
        self.to_start_again = False
        """Whether a part hangs that only a new process is rid of."""
        outbox = Outbox(self.app.bot, limits)
        outbox.moves.store = memory.move
        self._moves = outbox.moves
        self._desk = Desk(
            *(answerer, memory.sessions, memory.journal, outbox),
            drafts=settings.drafts,
            page_url=settings.page_url,
        )
        gate = Gate(settings, memory.people, outbox, allowances=memory.allowances)
        self._gate = gate
        self._unkept_told = Unkept(gate, outbox)
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
            troubles=self._troubles,
        )
        self._watchdog = self._watched_by(patience or Patience(), library_folder)
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
        self.news = News(
            library_folder=library_folder,
            store=memory.topics,
            outbox=outbox,
            gate=gate,
            a_day=settings.followed_a_day,
            folder=settings.library,
            clock=clock,
        )
        topics = TopicCommands(self.news)
        self._channels = Watching(
            settings=settings,
            bot=self.app.bot,
            watched=memory.watched,
            gatherer=gatherer,
            gate=gate,
            outbox=outbox,
            commands=_COMMANDS,
        )
        self._workers = (
            *(self._desk, self._owner, self._uploads),
            *(self._channels, self._schedule, self.news),
        )
        self.app.add_handler(TypeHandler(Update, self._channels.take), group=-2)
        self.app.add_handler(TypeHandler(Update, gate.check), group=-1)
        # Of these, the first that fits an update handles it.
        self.app.add_handlers(
            [
                *handlers.for_lookups(lookups),
                InlineQueryHandler(on_inline(Inline(library_search).query)),
                *handlers.for_voice(VoiceMessages(recogniser, reader, outbox, gate)),
                *handlers.for_uploads(self._uploads, gate),
                *handlers.for_commands(COMMANDS, reader),
                *handlers.for_commands(OWNER_COMMANDS, self._owner),
                *handlers.for_news(topics),
                *self._channels.handlers(),
                *handlers.for_questions(reader),
                *handlers.for_answers(
                    AnswerButtons(
                        *(outbox, library_folder, memory, topics.follow_answer),
                        page_url=settings.page_url,
                    )
                ),
                CallbackQueryHandler(on_tap(reader.unknown)),
            ]
        )
        self.app.add_error_handler(reader.error)

    @asynccontextmanager
    async def running(self) -> AsyncIterator["asyncio.Future[None]"]:
        """Answer inside a `with` block, as soon as Telegram can be reached.

        Gives what ends when the bot cannot go on: with InvalidToken when Telegram revokes the
        token, else when it is `to_start_again`. At the end everyone who waits is told so, if
        Telegram can be reached within a few seconds. Raises TelegramError when Telegram does not
        know the token.
        """
        self._ended = asyncio.get_running_loop().create_future()
        with self._failures.listening():
            try:
                await self._start()
                yield self._ended
            except InvalidToken as error:
                raise TelegramError(
                    f"Telegram does not know this token: {HOW_TO_GET_ONE}."
                ) from error
            finally:
                await self._stop()

    @property
    def busy(self) -> bool:
        """Whether a thread still works that was asked to stop."""
        return any(worker.busy for worker in self._workers)

    def _is_for_us(self, update: Update) -> bool:
        ours = address.for_us(update, self.app.bot.bot, _COMMANDS)
        return ours or self._channels.wants(update)

    def _is_urgent(self, update: Update) -> bool:
        """Whether an update asks what is wrong, and so must not wait until nothing is."""
        said = address.written(update.message) if update.message else ""
        return said.startswith(_URGENT) and self._gate.is_owner(address.person(update))

    # -- troubles, as they are noticed

    def _fetched(self, found: list[Any]) -> None:
        self._polling.moved()
        self._troubles.end(owner_phrases.NO_TELEGRAM)
        self._intake.look(found, self.app.bot)

    def _not_fetched(self, error: RefusedError) -> None:
        note(error)
        if not isinstance(error, UnkeptError):
            self._troubles.begin(owner_phrases.NO_TELEGRAM, str(error))

    def _unkept(self, update: Update, error: LibraryError) -> None:
        self._troubles.begin(owner_phrases.NOT_WRITTEN, str(error))
        self._unkept_told.tell(update)

    def _kept(self) -> None:
        self._troubles.end(owner_phrases.NOT_WRITTEN)
        self._unkept_told.over()

    def _watched_by(self, patience: Patience, library_folder: LibraryFolder) -> Watchdog:
        parts = watched(
            patience,
            polling=self._polling,
            model=self._desk.worker,
            schedule=self._schedule,
            library_folder=library_folder,
            restart_all=self._start_again,
        )
        return Watchdog(list(parts), self._troubles, patience.look_s)

    def _start_again(self) -> None:
        self.to_start_again = True
        self._end(None)

    def _end(self, error: Exception | None) -> None:
        if self._ended is None or self._ended.done():
            return
        if error is not None:
            self._ended.set_exception(error)
        else:
            self._ended.set_result(None)

    # -- starting and stopping

    async def _start(self) -> None:
        self._health.start()
        await self._initialize()
        if self._desk.sharing is not None:
            self._desk.sharing.on_bots = self.calls.share
            # A bot that shares its journal may die at any time.
            self._desk.sharing.on_orphans = lambda: self._intake.resume(self.app.bot)
        self._desk.start()
        await self._intake.resume(self.app.bot)
        await self._listen()
        await self.app.start()
        await self._introduce()
        self._schedule.start()
        self._watchdog.start()
        self.news.start()
        self._channels.start()
        _LOG.info("answering as @%s", self.app.bot.username)

    async def _initialize(self) -> None:
        wait = 0.5
        while True:
            try:
                await self.app.initialize()
            except InvalidToken:
                raise
            except RefusedError as error:
                self._troubles.begin(owner_phrases.NO_TELEGRAM, str(error))
                await asyncio.sleep(wait)
                wait = min(2 * wait, _LONGEST_WAIT_S)
            else:
                self._troubles.end(owner_phrases.NO_TELEGRAM)  # by a webhook nothing else tells
                return

    async def _introduce(self) -> None:
        sent_file = self._settings.library / "introduced.json"
        await introduce(self.app.bot, sent_file, _MENU, _FOR_OWNERS, self._settings.admins)

    async def _listen(self) -> None:
        """Receive updates: by webhook where one is set, else by polling. Raises SettingsError."""
        if self._settings.webhook_url is None:
            await self._polling.start()
        else:
            bot = self.app.bot
            self._webhook = Webhook(self._settings, lambda data: self._intake.take(data, bot))
            await self._webhook.start(bot, _UPDATES)

    async def _stop(self) -> None:
        self._watchdog.close()
        self._moves.close()
        await application.briefly(self._polling.stop())
        if self._webhook is not None:
            await application.briefly(self._webhook.stop())
        # The desk refuses questions that were fetched already: each person is told so.
        await asyncio.gather(*(worker.close() for worker in self._workers))
        if self.app.running:
            await application.briefly(self.app.stop())
        with contextlib.suppress(RuntimeError):  # when it could not be stopped in time
            await self.app.shutdown()
        await application.briefly(self._health.stop())


async def until_stopped(service: Service) -> None:
    """Run a service until SIGTERM or SIGINT. Raises TelegramError or SettingsError."""
    task = asyncio.current_task()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl+C does without
            asyncio.get_running_loop().add_signal_handler(number, task.cancel)  # type: ignore[union-attr]
    try:
        async with service.running() as ended:
            await ended
    except asyncio.CancelledError:
        _LOG.info("stopped")
    else:
        if service.to_start_again:
            start_process_again()
    if service.busy or service.to_start_again:
        # Python would wait for its threads for ever. Nothing is lost: the databases keep what was
        # committed.
        _LOG.warning("a computation did not end in time and is aborted")
        logging.shutdown()
        os._exit(0)
