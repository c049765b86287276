"""Commands for owners only: say who may ask, pause, look after the bot, re-index."""

import asyncio
import contextlib
import functools
import gzip
import logging
import os
import re
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator
from html import escape
from importlib.metadata import PackageNotFoundError, version

from telegram.error import TelegramError

from bot.adding.gatherer import Gatherer
from bot.errors import Stopped
from bot.failure_log import Failures
from bot.memory.allowed_people import People
from bot.memory.feedback import Feedback, as_jsonl
from bot.messenger.commands.replies import reply
from bot.messenger.incoming.events import Said
from bot.messenger.incoming.permissions import Gate
from bot.messenger.queue.question_desk import Desk
from bot.messenger.sending.live_message import LiveMessage
from bot.messenger.sending.outbox import Outbox
from bot.messenger.text import adding_phrases, channel_phrases, owner_phrases, phrases, reports
from bot.messenger.text.markup import Block, Piece, messages, units
from bot.messenger.text.translation import say
from bot.messenger.troubles import Troubles
from index.errors import BylineError
from index.folder.library_folder import LibraryFolder

_LOG = logging.getLogger(__name__)

OWNER_COMMANDS = (
    ("allow", phrases.DOES_ALLOW),
    ("deny", phrases.DOES_DENY),
    ("users", phrases.DOES_USERS),
    ("pause", phrases.DOES_PAUSE),
    ("resume", phrases.DOES_RESUME),
    ("status", phrases.DOES_STATUS),
    ("log", phrases.DOES_LOG),
    ("export", phrases.DOES_EXPORT),
    ("reindex", phrases.DOES_REINDEX),
)
_GOODBYE_S = 4.0  # `close` waits this long for a re-index to say that it was stopped
_PLAIN_BYTES = 20_000_000  # of a file that is sent as it is; Telegram takes 50 MB
_USERS_SHOWN = 100

Handler = Callable[["OwnerCommands", Said], Awaitable[None]]


def _owners_only(handler: Handler) -> Handler:
    """Run `handler` for owners; tell others that it is not for them."""

    @functools.wraps(handler)
    async def run(self: "OwnerCommands", said: Said) -> None:
        if self.gate.is_owner(said.person):
            await handler(self, said)
        else:
            await self.reply(said, owner_phrases.not_owner(said.person, self.gate.has_owner))

    return run


def _in_private(handler: Handler) -> Handler:
    """Run `handler` in private chats only: a group need not see what it tells."""

    @functools.wraps(handler)
    async def run(self: "OwnerCommands", said: Said) -> None:
        if said.is_private:
            await handler(self, said)
        else:
            await self.reply(said, say(channel_phrases.ASK_IN_PRIVATE))

    return run


class OwnerCommands:
    """The handlers of one running bot; `OWNER_COMMANDS` names them."""

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
        troubles: Troubles,
    ) -> None:
        self.gate = gate
        self._desk = desk
        self._outbox = outbox
        self._library_folder = library_folder
        self._gatherer = gatherer
        self._people = people
        self._feedback = feedback
        self._failures = failures
        self._troubles = troubles
        self._reindexing: asyncio.Task[None] | None = None
        self._closing = False
        self._started = time.monotonic()  # the clock may be set meanwhile

    @_owners_only
    async def allow(self, said: Said) -> None:
        """Let someone in, or give a code that lets one person in."""
        meant = _meant(said)
        if meant is None and not said.is_private:  # a code is not for all of a group
            await self.reply(said, say(owner_phrases.ALLOW_WHOM))
            return
        if meant is None:
            code = self._people.new_code()
            link = f"https://t.me/{said.me.username}?start={code}"
            await self.reply(said, owner_phrases.pairing(code, link))
            return
        person, name = meant
        self._people.decide(person, True, name)
        await self.reply(said, say(owner_phrases.LET_IN, who=_called(person, name)))

    @_owners_only
    async def deny(self, said: Said) -> None:
        """Turn someone away, and stop what they have asked."""
        meant = _meant(said)
        if meant is None:
            await self.reply(said, say(owner_phrases.DENY_WHOM))
            return
        person, name = meant
        if self.gate.is_owner(person):
            await self.reply(said, say(owner_phrases.NOT_AN_OWNER))
            return
        self._people.decide(person, False, name)
        if person > 0:
            self._desk.stop_all(person)
        else:  # a chat
            self._desk.stop_all(chat=person)
        await self.reply(said, say(owner_phrases.TURNED_AWAY, who=_called(person, name)))

    @_owners_only
    @_in_private
    async def users(self, said: Said) -> None:
        """List who was let in or turned away."""
        known = self._people.everyone()
        lines = [
            f"{'✅' if each.allowed else '⛔'} {_called(each.id, each.name)}"
            for each in known[:_USERS_SHOWN]
        ]
        if len(known) > _USERS_SHOWN:
            lines.append(say(phrases.AND_MORE, count=len(known) - _USERS_SHOWN))
        who = say(
            owner_phrases.EVERYONE_MAY_ASK if self.gate.is_open else owner_phrases.INVITED_MAY_ASK
        )
        await self.reply(said, *_messages([f"<b>{who}</b>", *lines]))

    @_owners_only
    async def pause(self, said: Said) -> None:
        """Answer no more questions, across restarts too; those that come are stored."""
        self._desk.pause()
        await self.reply(said, say(owner_phrases.NOW_PAUSED))

    @_owners_only
    async def resume(self, said: Said) -> None:
        """Go on answering."""
        self._desk.resume()
        await self.reply(said, say(owner_phrases.NOW_RESUMED))

    @_owners_only
    @_in_private
    async def status(self, said: Said) -> None:
        """Show the state of library, line and machine, and the latest failures."""
        summary, state = self._library_folder.library.summary(), self._desk.state()
        failures = self._failures.latest
        lines = [
            f"<b>Byline {release()}</b>"
            + (say(owner_phrases.STATUS_PAUSED) if state.paused else ""),
            say(
                owner_phrases.STATUS_INDEX,
                articles=summary.articles,
                sentences=summary.sentences,
            )
            + (say(owner_phrases.STATUS_REINDEXING) if self.busy else ""),
            say(
                owner_phrases.STATUS_LINE,
                waiting=state.waiting,
                people=state.people,
            )
            + (say(owner_phrases.STATUS_ANSWERING) if state.answering else ""),
            say(
                owner_phrases.STATUS_SPEED,
                count=state.answered,
                seconds=state.typical_s,
            ),
            say(owner_phrases.STATUS_MEMORY, megabytes=_memory_mb()),
            say(owner_phrases.STATUS_RUNNING, span=_span(time.monotonic() - self._started)),
            *_troubles(self._troubles),
            *reports.unread(self._library_folder.library.failures()),
            say(owner_phrases.LATEST_FAILURES if failures else owner_phrases.NO_FAILURES),
            *(escape(line[:300], quote=False) for line in failures),
        ]
        await self.reply(said, *_messages(lines))

    @_owners_only
    @_in_private
    async def log(self, said: Said) -> None:
        """Send the file of failures."""
        content = await asyncio.to_thread(self._failures.content)
        if not content:
            await self.reply(said, say(owner_phrases.NOTHING_LOGGED))
        else:
            await self._outbox.send_file(said.place, content, "failures.log")

    @_owners_only
    @_in_private
    async def export(self, said: Said) -> None:
        """Send what readers think of answers, as JSON lines."""
        verdicts = await asyncio.to_thread(self._feedback.all)
        if not verdicts:
            await self.reply(said, say(owner_phrases.NOTHING_RATED))
        else:
            content, name = as_jsonl(verdicts).encode(), "feedback.jsonl"
            if len(content) > _PLAIN_BYTES:
                content, name = await asyncio.to_thread(gzip.compress, content), f"{name}.gz"
            await self._outbox.send_file(said.place, content, name)

    @_owners_only
    async def reindex(self, said: Said) -> None:
        """Read articles and sources again, and show how far that is."""
        if self._reindexing is not None:
            await self.reply(said, say(adding_phrases.REINDEX_RUNS))
            return
        live = LiveMessage(self._outbox, said.place, said.message.message_id)
        # A task of its own, so that the bot can stop without waiting for a long re-index.
        self._reindexing = asyncio.create_task(self._reindex(live))
        self._reindexing.add_done_callback(self._reindexed)

    async def close(self) -> None:
        """Stop a running re-index at the next article."""
        self._closing = True
        if self._reindexing is not None:
            await asyncio.wait({self._reindexing}, timeout=_GOODBYE_S)

    @property
    def busy(self) -> bool:
        """Whether a re-index runs."""
        return self._reindexing is not None

    async def reply(self, said: Said, *parts: str) -> None:
        """Answer a command."""
        await reply(self._outbox, said, *parts)

    async def _reindex(self, live: LiveMessage) -> None:
        loop = asyncio.get_running_loop()

        def progress(done: int, total: int, file: str) -> None:
            if self._closing:
                raise Stopped("The re-index was stopped.")
            seconds = time.perf_counter() - started
            loop.call_soon_threadsafe(live.show, reports.reindexing(done, total, file, seconds))

        live.show(reports.reindexing(0, 0, ""))
        started = time.perf_counter()
        try:
            report = await asyncio.to_thread(self._gatherer.reindex, progress)
            parts = reports.reindexed(report, time.perf_counter() - started)
        except Stopped:
            parts = [say(adding_phrases.REINDEX_STOPPED)]
        except BylineError as error:
            reason = escape(str(error), quote=False)
            parts = [say(phrases.FAILED_BECAUSE, reason=reason)]
        except Exception:
            _LOG.exception("re-index failed")
            parts = [say(adding_phrases.REINDEX_FAILED)]
        with contextlib.suppress(TelegramError):
            await live.finish(parts, at_once=self._closing)

    def _reindexed(self, task: asyncio.Task[None]) -> None:
        self._reindexing = None


def _messages(lines: Iterable[str]) -> list[str]:
    """Lines of HTML as messages that fit; tags are counted too, so that none is too long."""
    return messages([Block([Piece(line, units(line)) for line in lines])])


def _troubles(troubles: Troubles) -> Iterator[str]:
    """Lines of HTML on what is wrong at this moment, and on what lately was."""
    for each in troubles.now():
        why = escape(each.why[:300], quote=False)
        span = _span(each.seconds)
        yield say(owner_phrases.STATUS_TROUBLE, what=say(each.what), span=span, why=why)
    for each in troubles.past():
        yield say(owner_phrases.STATUS_OVER, what=say(each.what), span=_span(each.seconds))


def _meant(said: Said) -> tuple[int, str] | None:
    """Whom a command is about, as number and name.

    A number behind the command, the person who is replied to, or the group it is said in: not where
    somebody is named, since Telegram does not tell bots whose name that is.
    """
    words = said.text.split()
    if words and re.fullmatch(r"-?\d{1,15}", words[0]):
        return int(words[0]), ""
    to = said.message.reply_to_message
    if to and to.from_user and not to.from_user.is_bot:
        return to.from_user.id, to.from_user.full_name
    chat = said.message.chat
    return (chat.id, chat.title or "") if chat.id < 0 and not words else None


def _called(person: int, name: str) -> str:
    return (
        f"{escape(name[:60], quote=False)} (<code>{person}</code>)"
        if name
        else f"<code>{person}</code>"
    )


def release() -> str:
    """The version of Byline that runs."""
    try:
        return version("byline")
    except PackageNotFoundError:  # run from a clone that is not installed
        return "from source"


def _memory_mb() -> int:
    """Resident memory of this process, in MB; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1_000_000
    except OSError:
        return 0


def _span(seconds: float) -> str:
    days, rest = divmod(int(seconds), 86_400)
    if days:
        return say(owner_phrases.DAYS_AND_HOURS, days=days, hours=rest // 3600)
    return say(owner_phrases.HOURS_AND_MINUTES, hours=rest // 3600, minutes=rest % 3600 // 60)
