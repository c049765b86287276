"""Articles from the chat: an owner sends a document or a link.

Knows messages and their files; reading them is the gatherer's work. A message stays in the journal
until it is handled, so a restart in between loses nothing.
"""

import asyncio
import contextlib
import logging
import mimetypes
import re
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from html import escape
from typing import Any, TypeVar

from telegram import Document, Message
from telegram.constants import ChatType, FileSizeLimit
from telegram.error import BadRequest, TelegramError
from telegram.ext import filters

from bot.adding.adding_result import Added
from bot.adding.gatherer import Gatherer
from bot.errors import Stopped
from bot.messenger.commands.replies import reply
from bot.messenger.incoming import address
from bot.messenger.incoming.events import Said, Tapped
from bot.messenger.incoming.permissions import Gate
from bot.messenger.sending.live_message import LiveMessage
from bot.messenger.sending.outbox import Outbox, acknowledge, insist
from bot.messenger.sending.send_rate import Rank
from bot.messenger.text import adding_phrases, phrases, reports
from bot.messenger.text.buttons import undo_button
from bot.messenger.text.translation import say
from index.errors import BylineError, UnreadableSourceError, WallError

_LOG = logging.getLogger(__name__)
Result = TypeVar("Result")

_LINK = re.compile(r"\s*https?://\S+\s*$", re.IGNORECASE)
_MOST_BYTES = int(FileSizeLimit.FILESIZE_DOWNLOAD)
_GOODBYE_S = 4.0  # `close` waits this long for what is being read
_ALERT_CHARS = 200  # https://core.telegram.org/bots/api#answercallbackquery


class BringsArticles(filters.MessageFilter):
    """Messages that bring articles: a document, a link alone.

    What people who are no owners forward, or send with a question, is what they ask about. Posts
    that owners forward never come here (`bot.messenger.channels.post_intake`).
    """

    def __init__(self, gate: Gate) -> None:
        super().__init__()
        self._gate = gate

    def filter(self, message: Message) -> bool:
        """Whether the message brings articles."""
        if message.chat.type != ChatType.PRIVATE:
            return False
        text = address.written(message)
        if _is_link(text):
            return True
        if self._gate.is_owner(message.from_user.id if message.from_user else 0):
            return bool(message.document)
        return bool(message.document) and not address.asks(message)


class Uploads:
    """The handlers of one running bot. Uploads are read in one thread, one after the other."""

    def __init__(
        self,
        *,
        gate: Gate,
        outbox: Outbox,
        gatherer: Gatherer,
        ask: Callable[[Said], Awaitable[None]],
    ) -> None:
        """`ask` answers what the caption of a document asks, once it is added."""
        self._ask = ask
        self._gate = gate
        self._outbox = outbox
        self._gatherer = gatherer
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="adding")
        self._running: set[asyncio.Future[Any]] = set()
        self._closing = False

    async def add(self, said: Said) -> None:
        """Add what the message brings, and show what was understood of it.

        An edited caption changes no document: it is answered if it asks something.
        """
        if said.edited and said.message.document:
            if "?" in said.text:
                await self._ask(said)
            return
        if not self._gate.is_owner(said.person):
            await reply(
                self._outbox, said, adding_phrases.cannot_add(said.person, self._gate.has_owner)
            )
            return
        live = LiveMessage(self._outbox, said.place, said.message.message_id)
        live.show(say(adding_phrases.READING_UPLOAD))
        keyboard = None
        try:
            added = await self._added(said.message)
        except Stopped:
            # The update must stay unhandled in the journal, so that the next run takes it up, in a
            # message of its own: wait here until stopping the bot cancels this task.
            with contextlib.suppress(TelegramError):
                await live.finish([], at_once=True)
            await asyncio.get_running_loop().create_future()
        except WallError as met:
            parts = [adding_phrases.wall(met.kind)]
        except BylineError as error:
            parts = [say(adding_phrases.NOT_ADDED, reason=escape(str(error), quote=False))]
        except TelegramError as error:
            _LOG.warning("a document could not be downloaded: %s", error)
            parts = [say(adding_phrases.NOT_DOWNLOADED)]
        except Exception:
            _LOG.exception("adding failed")
            parts = [say(adding_phrases.NOTHING_ADDED)]
        else:
            parts = reports.added(added)
            keyboard = undo_button(added.token, is_new=added.state == "new")
        with contextlib.suppress(TelegramError):
            await live.finish(parts, keyboard, at_once=self._closing)
        if said.message.document and "?" in said.text:
            await self._ask(said)

    async def undo(self, tapped: Tapped) -> None:
        """Take out again what a message says was added."""
        query, token = tapped.query, tapped.data.rest
        if not self._gate.is_owner(tapped.person):
            await acknowledge(query)
            return
        try:
            was_there = await self._in_thread(lambda: self._gatherer.remove(token))
        except BylineError as error:
            line = say(phrases.FAILED_BECAUSE, reason=error)[:_ALERT_CHARS]
            with contextlib.suppress(TelegramError):
                await insist(lambda: query.answer(line, show_alert=True))
            return
        done = say(adding_phrases.TAKEN_OUT if was_there else adding_phrases.GONE_ALREADY)
        with contextlib.suppress(TelegramError):
            await insist(lambda: query.answer(done))
        message = tapped.message
        if isinstance(message, Message):
            shown = f"{message.text_html}\n\n<i>{done}</i>", None
            place, number = address.place(message), message.message_id
            with contextlib.suppress(TelegramError):
                await insist(lambda: self._outbox.edit(place, number, Rank.FINAL, lambda: shown))

    async def close(self) -> None:
        """Stop what is being read at the next article."""
        self._closing = True
        if self._running:
            await asyncio.wait(self._running, timeout=_GOODBYE_S)
        self._thread.shutdown(wait=False, cancel_futures=True)

    @property
    def busy(self) -> bool:
        """Whether something is being read."""
        return bool(self._running)

    async def _added(self, message: Message) -> Added:
        if message.document:
            name, data = await _downloaded(message.document)
            return await self._in_thread(
                lambda: self._gatherer.add_file(name, data, self._progress)
            )
        url = address.written(message).strip()
        return await self._in_thread(lambda: self._gatherer.add_url(url, self._progress))

    async def _in_thread(self, step: Callable[[], Result]) -> Result:
        if self._closing:  # what was downloaded meanwhile: the thread takes nothing any more
            raise Stopped("Byline is being restarted.")
        future = asyncio.get_running_loop().run_in_executor(self._thread, step)
        self._running.add(future)
        future.add_done_callback(self._running.discard)
        return await future

    def _progress(self, done: int, total: int, file: str) -> None:
        if self._closing:
            raise Stopped("Byline is being restarted.")


def _is_link(text: str) -> bool:
    return bool(_LINK.match(text))


async def _downloaded(document: Document) -> tuple[str, bytes]:
    """Name and content. Raises UnreadableSourceError, TelegramError."""
    suffix = mimetypes.guess_extension(document.mime_type or "") or ""
    name = document.file_name or f"document{suffix}"
    Gatherer.expect_kind(name)
    if (document.file_size or 0) > _MOST_BYTES:
        raise _too_large(name)
    try:
        file = await insist(document.get_file)
        data = await insist(file.download_as_bytearray)
    except BadRequest as error:
        if "too big" in error.message.lower():
            raise _too_large(name) from error
        raise
    return name, bytes(data)


def _too_large(name: str) -> UnreadableSourceError:
    return UnreadableSourceError(
        say(adding_phrases.FILE_TOO_LARGE, name=name, megabytes=_MOST_BYTES / 1e6)
    )
