"""Articles from the chat: an owner sends a document, a link or a forwarded post.

Knows messages and their files; what is read of them and how is the gatherer's. What was received
is in the journal until it is done, so a restart in between loses nothing.
"""

import asyncio
import contextlib
import logging
import mimetypes
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from html import escape
from typing import Any, TypeVar

from telegram import (
    Document,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    MessageOriginChannel,
    MessageOriginChat,
    Update,
)
from telegram.constants import ChatType, FileSizeLimit
from telegram.error import BadRequest, TelegramError
from telegram.ext import ContextTypes, filters

from bot.adding.added import Added, heading, told
from bot.adding.gatherer import Gatherer, Post
from bot.errors import Stopped
from bot.messenger.incoming import address
from bot.messenger.incoming.gate import Gate
from bot.messenger.sending.live_message import LiveMessage
from bot.messenger.sending.outbox import Outbox, insist
from bot.messenger.sending.pace import Rank
from bot.messenger.text import phrases, render
from bot.messenger.text.translation import say
from index.errors import BylineError, UnreadableSourceError

_LOG = logging.getLogger(__name__)
Result = TypeVar("Result")

_LINK = re.compile(r"\s*https?://\S+\s*$", re.IGNORECASE)
_MOST_BYTES = int(FileSizeLimit.FILESIZE_DOWNLOAD)
_GOODBYE_S = 4.0
_FOR_NOW = "📥 Reading it …"
_BROKEN = "Something went wrong here, and nothing was added. Please send it again."
_NOT_GIVEN = "Telegram does not give us this document just now. Please send it again."
_GONE = "It is gone already."
_TAKEN_OUT = "Taken out again."


class Material(filters.MessageFilter):
    """Messages that bring articles: a document, a link and nothing else, an owner's forwarded post.

    What others forward may be what they ask about.
    """

    def __init__(self, gate: Gate) -> None:
        super().__init__()
        self._gate = gate

    def filter(self, message: Message) -> bool:
        if message.chat.type != ChatType.PRIVATE:
            return False
        if message.document or _is_link(_said(message)):
            return True
        person = message.from_user.id if message.from_user else 0
        return bool(_post(message) and _said(message)) and self._gate.is_owner(person)


class Uploads:
    """What comes is read in a thread of its own, one after the other."""

    def __init__(self, *, gate: Gate, outbox: Outbox, gatherer: Gatherer) -> None:
        self._gate = gate
        self._outbox = outbox
        self._gatherer = gatherer
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="adding")
        self._running: set[asyncio.Future[Any]] = set()
        self._closing = False

    async def add(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Bring in what the message holds, and say what was understood of it."""
        message = update.effective_message
        if message is None:
            return
        if not self._gate.is_owner(address.person(update)):
            line = phrases.cannot_add(address.person(update), self._gate.has_owner)
            await self._outbox.send(address.place(message), [line])
            return
        live = LiveMessage(self._outbox, address.place(message), message.message_id)
        live.show(say(_FOR_NOW))
        keyboard = None
        try:
            added = await self._added(message)
        except Stopped:
            # Never handled, so that the journal gives it to the next run; stopping cancels us.
            await asyncio.get_running_loop().create_future()
        except BylineError as error:
            parts = [say("Not added: {reason}", reason=escape(str(error), quote=False))]
        except TelegramError as error:
            _LOG.warning("a document could not be had: %s", error)
            parts = [say(_NOT_GIVEN)]
        except Exception:
            _LOG.exception("adding failed")
            parts = [say(_BROKEN)]
        else:
            parts, keyboard = _shown(added), _undo_button(added)
        with contextlib.suppress(TelegramError):
            await live.finish(parts, keyboard, at_once=self._closing)

    async def undo(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Take out again what a message tells of."""
        query = update.callback_query
        if query is None or not self._gate.is_owner(address.person(update)):
            return
        token = (query.data or "").partition(":")[2]
        try:
            was_there = await self._in_turn(lambda: self._gatherer.remove(token))
        except BylineError as error:
            line = str(error)[:200]
            with contextlib.suppress(TelegramError):
                await insist(lambda: query.answer(line, show_alert=True))
            return
        done = say(_TAKEN_OUT if was_there else _GONE)
        with contextlib.suppress(TelegramError):
            await insist(lambda: query.answer(done))
        message = query.message
        if isinstance(message, Message):
            html = f"{message.text_html}\n\n<i>{done}</i>"
            place, id = address.place(message), message.message_id
            with contextlib.suppress(TelegramError):
                await insist(lambda: self._outbox.edit(place, id, Rank.FINAL, lambda: (html, None)))

    async def close(self) -> None:
        """End what is being read at the next article."""
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
            return await self._in_turn(lambda: self._gatherer.add_file(name, data, self._progress))
        said = _said(message)
        if _is_link(said):
            url = said.strip()
            return await self._in_turn(lambda: self._gatherer.add_url(url, self._progress))
        post = _post(message)
        assert post is not None  # the filter lets no other message through
        return await self._in_turn(lambda: self._gatherer.add_post(post, said, self._progress))

    async def _in_turn(self, step: Callable[[], Result]) -> Result:
        future = asyncio.get_running_loop().run_in_executor(self._thread, step)
        self._running.add(future)
        future.add_done_callback(self._running.discard)
        return await future

    def _progress(self, done: int, total: int, file: str) -> None:
        if self._closing:
            raise Stopped("Byline is being restarted.")


def _is_link(text: str) -> bool:
    return bool(_LINK.match(text))


def _said(message: Message) -> str:
    return message.text or message.caption or ""


def _post(message: Message) -> Post | None:
    """Where a message was forwarded from, if from a channel or in the name of a group."""
    origin = message.forward_origin
    if isinstance(origin, MessageOriginChannel):
        chat, number = origin.chat, origin.message_id
        url = f"https://t.me/{chat.username}/{number}" if chat.username else ""
    elif isinstance(origin, MessageOriginChat):
        chat, number, url = origin.sender_chat, int(origin.date.timestamp()), ""
    else:
        return None
    return Post(f"telegram{chat.id}-{number}", chat.title or "", origin.date.date(), url)


async def _downloaded(document: Document) -> tuple[str, bytes]:
    """Name and content. Raises UnreadableSourceError, TelegramError."""
    kind = mimetypes.guess_extension(document.mime_type or "") or ""
    name = document.file_name or f"document{kind}"
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
        f"{name} is larger than the {_MOST_BYTES / 1e6:.0f} MB that Telegram gives to bots: copy "
        "it to the machine and bring it in with `byline index PATH`."
    )


def _shown(added: Added) -> list[str]:
    blocks = [render.Block([render.text(line) for line in paragraph]) for paragraph in told(added)]
    head = render.Piece("<b>", 0) + render.text(heading(added)) + render.Piece("</b>", 0)
    return render.messages([render.Block([head]), *blocks])


def _undo_button(added: Added) -> InlineKeyboardMarkup:
    label = say("Undo" if added.state == "new" else "Take it out")
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=f"undo:{added.token}")]]
    )
