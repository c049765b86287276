"""What only the owner may do: decide who asks, pause, look after the bot, re-index."""

import asyncio
import contextlib
import functools
import logging
import os
import re
import time
from collections.abc import Awaitable, Callable
from html import escape
from importlib.metadata import PackageNotFoundError, version

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.adding.gatherer import Gatherer
from bot.errors import Stopped
from bot.failure_log import Failures
from bot.memory.access import People
from bot.memory.feedback import Feedback, as_jsonl
from bot.messenger.incoming import address
from bot.messenger.incoming.gate import Gate
from bot.messenger.queue.desk import Desk
from bot.messenger.sending.live_message import LiveMessage
from bot.messenger.sending.outbox import Outbox
from bot.messenger.text import phrases, render
from bot.messenger.text.translation import say
from index.errors import BylineError
from index.folder.library_folder import LibraryFolder

_LOG = logging.getLogger(__name__)

OWNER_COMMANDS = (
    ("allow", "let someone in: their number, a reply to them, or a code to pass on"),
    ("deny", "turn someone away: their number or a reply to them"),
    ("users", "who was let in or turned away"),
    ("pause", "answer no more questions for now"),
    ("resume", "go on answering"),
    ("status", "index, line, speed, memory, latest failures"),
    ("log", "the failures as a file"),
    ("export", "what readers think of answers, as a file"),
    ("reindex", "read articles and sources again"),
)
_GOODBYE_S = 4.0  # for a running re-index to say that it was stopped
_USERS_SHOWN = 100
_FAILED = "The re-index failed; the log says why. Nothing that was there is lost."

Handler = Callable[["OwnerCommands", Update, ContextTypes.DEFAULT_TYPE], Awaitable[None]]


def _owners_only(handler: Handler) -> Handler:
    @functools.wraps(handler)
    async def checked(
        self: "OwnerCommands", update: Update, context: ContextTypes.DEFAULT_TYPE
    ) -> None:
        person = address.person(update)
        if self.gate.is_owner(person):
            await handler(self, update, context)
        else:
            await self.reply(update, [phrases.not_owner(person, self.gate.has_owner)])

    return checked


class OwnerCommands:
    """The owner's commands of one running bot."""

    def __init__(
        self,
        *,
        gate: Gate,
        desk: Desk,
        outbox: Outbox,
        library_folder: LibraryFolder,
        gatherer: Gatherer,
        people: People,
        feedback: Feedback,
        failures: Failures,
    ) -> None:
        self.gate = gate
        self._desk = desk
        self._outbox = outbox
        self._library_folder = library_folder
        self._gatherer = gatherer
        self._people = people
        self._feedback = feedback
        self._failures = failures
        self._reindexing: asyncio.Task[None] | None = None
        self._closing = False
        self._started = time.time()

    @_owners_only
    async def allow(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        found = _meant(update, context)
        if found is None:
            code = self._people.new_code()
            link = f"https://t.me/{context.bot.username}?start={code}"
            await self.reply(update, [phrases.pairing(code, link)])
            return
        id, name = found
        self._people.decide(id, True, name)
        await self.reply(update, [say("{who} may ask from now on.", who=_called(id, name))])

    @_owners_only
    async def deny(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        found = _meant(update, context)
        if found is None:
            await self.reply(update, [say("Whom? Send /deny and a number from /users, or reply.")])
            return
        id, name = found
        if self.gate.is_owner(id):
            await self.reply(update, [say("An owner cannot be turned away.")])
            return
        self._people.decide(id, False, name)
        self._desk.stop_all(id)
        await self.reply(update, [say("{who} may not ask any more.", who=_called(id, name))])

    @_owners_only
    async def users(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        known = self._people.everyone()
        lines = [
            f"{'✅' if each.allowed else '⛔'} {_called(each.id, each.name)}"
            for each in known[:_USERS_SHOWN]
        ]
        lines += (
            [say("and {count:,} more", count=len(known) - _USERS_SHOWN)]
            if len(known) > _USERS_SHOWN
            else []
        )
        who = say("Everyone may ask." if self.gate.is_open else "Only invited people may ask.")
        await self.reply(update, ["\n".join([f"<b>{who}</b>", *lines])])

    @_owners_only
    async def pause(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        self._desk.pause()
        await self.reply(update, [say("Paused. Questions are kept; /resume goes on.")])

    @_owners_only
    async def resume(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        self._desk.resume()
        await self.reply(update, [say("Byline goes on answering.")])

    @_owners_only
    async def status(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        summary, state = self._library_folder.library.summary(), self._desk.state()
        failures = self._failures.latest
        lines = [
            f"<b>Byline {release()}</b>" + (say(", paused") if state.paused else ""),
            say(
                "Index: {articles:,} articles, {sentences:,} sentences",
                articles=summary.articles,
                sentences=summary.sentences,
            )
            + (say(", being read again") if self.busy else ""),
            say(
                "Line: {waiting:,} waiting, of {people:,} people",
                waiting=state.waiting,
                people=state.people,
            )
            + (say(", one being answered") if state.answering else ""),
            say(
                "Speed: {count:,} answers so far, about {seconds:.1f} s each",
                count=state.answered,
                seconds=state.typical_s,
            ),
            say("Memory: {megabytes:,} MB", megabytes=_memory_mb()),
            say("Running for {span}", span=_span(time.time() - self._started)),
            *render.unread(self._library_folder.library.failures()),
            say("Latest failures:" if failures else "No failures since the start."),
            *(escape(line[:300], quote=False) for line in failures),
        ]
        await self.reply(update, ["\n".join(lines)])

    @_owners_only
    async def log(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        content = await asyncio.to_thread(self._failures.content)
        message = update.effective_message
        if not content:
            await self.reply(update, [say("Nothing has gone wrong so far.")])
        elif message is not None:
            await self._outbox.send_file(address.place(message), content, "failures.log")

    @_owners_only
    async def export(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        verdicts = await asyncio.to_thread(self._feedback.all)
        message = update.effective_message
        if not verdicts:
            await self.reply(update, [say("Nobody has rated an answer so far.")])
        elif message is not None:
            content = as_jsonl(verdicts).encode()
            await self._outbox.send_file(address.place(message), content, "feedback.jsonl")

    @_owners_only
    async def reindex(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.effective_message
        if message is None:
            return
        if self._reindexing is not None:
            await self.reply(update, [say("A re-index is running already.")])
            return
        live = LiveMessage(self._outbox, address.place(message), message.message_id)
        # A task of its own, so that the bot can stop without waiting for a long re-index.
        self._reindexing = asyncio.create_task(self._reindex(live))
        self._reindexing.add_done_callback(self._reindexed)

    async def close(self) -> None:
        """End a running re-index at the next article."""
        self._closing = True
        if self._reindexing is not None:
            await asyncio.wait({self._reindexing}, timeout=_GOODBYE_S)

    @property
    def busy(self) -> bool:
        """Whether a re-index runs."""
        return self._reindexing is not None

    async def reply(self, update: Update, parts: list[str]) -> None:
        message = update.effective_message
        if message is not None:
            await self._outbox.send(address.place(message), parts)

    async def _reindex(self, live: LiveMessage) -> None:
        loop = asyncio.get_running_loop()

        def progress(done: int, total: int, file: str) -> None:
            if self._closing:
                raise Stopped("The re-index was stopped; /reindex goes on where it was.")
            seconds = time.perf_counter() - started
            loop.call_soon_threadsafe(live.show, render.reindexing(done, total, file, seconds))

        live.show(render.reindexing(0, 0, ""))
        started = time.perf_counter()
        try:
            report = await asyncio.to_thread(self._gatherer.reindex, progress)
            parts = render.reindexed(report, time.perf_counter() - started)
        except BylineError as error:
            parts = [escape(str(error), quote=False)]
        except Exception:
            _LOG.exception("re-index failed")
            parts = [say(_FAILED)]
        with contextlib.suppress(TelegramError):
            await live.finish(parts, at_once=self._closing)

    def _reindexed(self, task: asyncio.Task[None]) -> None:
        self._reindexing = None


def _meant(update: Update, context: ContextTypes.DEFAULT_TYPE) -> tuple[int, str] | None:
    """Whom a command is about: a number, who is replied to, or the group it is said in."""
    message = update.effective_message
    if message is None:
        return None
    if context.args and re.fullmatch(r"-?\d{1,15}", context.args[0]):
        return int(context.args[0]), ""
    to = message.reply_to_message
    if to and to.from_user and not to.from_user.is_bot:
        return to.from_user.id, to.from_user.full_name
    if message.chat.id < 0:
        return message.chat.id, message.chat.title or ""
    return None


def _called(id: int, name: str) -> str:
    return f"{escape(name[:60], quote=False)} (<code>{id}</code>)" if name else f"<code>{id}</code>"


def release() -> str:
    """The version that runs."""
    try:
        return version("byline")
    except PackageNotFoundError:  # run from a clone that is not installed
        return "from source"


def _memory_mb() -> int:
    """What this process holds of the machine's memory; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1_000_000
    except OSError:
        return 0


def _span(seconds: float) -> str:
    days, rest = divmod(int(seconds), 86_400)
    if days:
        return say("{days} days {hours} h", days=days, hours=rest // 3600)
    return say("{hours} h {minutes} min", hours=rest // 3600, minutes=rest % 3600 // 60)
