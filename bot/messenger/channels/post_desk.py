"""Brings posts into the library, many at a time, and tells who passed posts on what became of them.

Posts wait in a database, so a restart loses none. One task takes them in the order in which they
came, as soon as no more come for a moment: one indexing for a hundred posts, and one report. Of
several bots over one folder each brings in what it took, and what bots left that have ended.
"""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from telegram import Bot
from telegram.constants import FileSizeLimit
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.adding.gatherer import Gatherer
from bot.adding.posts import Outcome, Post, from_json, is_short, merged, to_json
from bot.errors import Stopped
from bot.memory.watched_chats import KeptPost, WatchedChats
from bot.messenger.channels.seats import Seat
from bot.messenger.sending.live_message import LiveMessage
from bot.messenger.sending.outbox import Destination, Outbox, insist
from bot.messenger.text import adding_phrases, post_reports
from bot.messenger.text.translation import say, speaking
from index.errors import BylineError, UnreadableSourceError

_LOG = logging.getLogger(__name__)

_QUIET_S = 1.5  # without a new post, after which those that came are read
_LONGEST_S = 15.0  # that they wait for this at most
_RETRY_S = 30.0  # until posts are tried again that could not be added
_A_BATCH = 200  # posts that are read in one go
_BATCH_BYTES = 40_000_000  # of documents that are held in memory
_MOST_BYTES = int(FileSizeLimit.FILESIZE_DOWNLOAD)
_DOWNLOAD_S = 60.0  # how long one document is tried for
_UNREACHED = 1000  # pages remembered that could not be read: a channel may point to one each day
_TOLD_WITHIN_S = 10.0  # how long posts wait until it is told what became of those before
_GOODBYE_S = 4.0


@dataclass(frozen=True, slots=True)
class _Batch:
    """Posts to add with their documents by key, and the waiting entries that they came from."""

    rows: list[KeptPost]
    posts: list[Post]
    documents: dict[str, bytes]
    reasons: dict[str, str]


class PostDesk:
    """`start` it within a running event loop, `close` it at the end."""

    def __init__(
        self, *, watched: WatchedChats, seat: Seat, gatherer: Gatherer, outbox: Outbox, bot: Bot
    ) -> None:
        """Bring in the posts that this bot takes, which has the `seat`."""
        self._watched = watched
        self._seat = seat
        self._gatherer = gatherer
        self._outbox = outbox
        self._bot = bot
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._closing = False
        self._live: dict[int, LiveMessage] = {}
        self._unreached: deque[str] = deque(maxlen=_UNREACHED)
        self._resting: set[int] = set()
        self._telling: dict[asyncio.Task[None], LiveMessage] = {}
        """Reports that are being sent, with their messages."""
        self.busy = False
        """Whether posts are being read."""

    def start(self) -> None:
        """Bring in posts from now on, those that an earlier run left first."""
        self._task = asyncio.create_task(self._run())
        self._wake.set()

    async def close(self) -> None:
        """Stop at the next article; what is not done stays for the next run."""
        self._closing = True
        if self._task is not None:
            if not self.busy:
                self._task.cancel()
            await asyncio.wait({self._task, *self._telling}, timeout=_GOODBYE_S)
        await self._take_back()
        if not self.busy:  # else another bot would begin on what is being read
            self._seat.leave()

    def take(self, chat: int, post: Post) -> None:
        """Take a post of a watched chat. Raises LibraryError when it cannot be kept."""
        self._watched.keep(chat, to_json(post), seat=self._seat.number)
        self._wake.set()

    def take_forward(self, sender: int, message: int, post: Post, language: str) -> None:
        """Take a post that a person passed on in the private chat `sender`, and say so once."""
        self._watched.keep(
            sender,
            to_json(post),
            seat=self._seat.number,
            sender=sender,
            message=message,
            language=language,
        )
        if sender not in self._live:
            self._live[sender] = self._new_live(sender, message)
            self._live[sender].show(say(adding_phrases.READING_UPLOAD))
        self._wake.set()

    def _new_live(self, sender: int, message: int | None) -> LiveMessage:
        return LiveMessage(self._outbox, Destination(sender), message)

    async def _run(self) -> None:
        while not self._closing:
            await self._wake.wait()
            await self._until_quiet()
            try:
                await self._bring_in_all()
            except Stopped:
                return
            except BylineError as error:  # another process is indexing, the disk is full
                _LOG.warning("posts wait: %s", error)
                asyncio.get_running_loop().call_later(_RETRY_S, self._wake.set)
            except Exception:
                _LOG.exception("posts wait")
                asyncio.get_running_loop().call_later(_RETRY_S, self._wake.set)

    async def _until_quiet(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LONGEST_S):
                while self._wake.is_set():
                    self._wake.clear()
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(self._wake.wait(), _QUIET_S)
        self._wake.clear()

    async def _bring_in_all(self) -> None:
        most = _A_BATCH
        mine = self._seat.number
        with self._seat.of_ended(self._watched.seats()) as ended:
            self._watched.hand_over(ended, mine)
        while not self._closing:
            waiting = self._watched.waiting(most + len(self._resting), mine)
            awake = [post for post in waiting if post.id not in self._resting][:most]
            if not awake:
                return
            batch = await self._prepared(awake)
            self.busy = True
            try:
                outcomes = await asyncio.to_thread(
                    self._gatherer.add_posts, batch.posts, batch.documents, self._progress
                )
            except BylineError:
                raise
            except Exception:
                _LOG.exception("posts could not be added")
                if len(batch.rows) == 1 and self._watched.failed(batch.rows[0]):
                    language = batch.rows[0].language
                    self._begin(batch.rows[0], partial(self._give_up, language=language))
                most = 1  # one of them is at fault: the others must not be lost with it
                continue
            finally:
                self.busy = False
            await self._finish(batch, outcomes)

    async def _prepared(self, waiting: Sequence[KeptPost]) -> _Batch:
        """What can be added now of the posts that wait, with documents as far as memory allows."""
        rows: list[KeptPost] = []
        posts: list[Post] = []
        documents: dict[str, bytes] = {}
        reasons: dict[str, str] = {}
        many = _senders_of_many(waiting)
        for row in waiting:
            if sum(map(len, documents.values())) > _BATCH_BYTES:
                break
            post = self._worth_reading(from_json(row.body), by_hand=row.sender not in many)
            if post.attached is not None and not await self._holds(post):
                try:
                    with speaking(row.language):
                        documents[post.key] = await self._downloaded(post)
                except UnreadableSourceError as error:
                    reasons[post.key] = str(error)
                except TelegramError as error:
                    _LOG.warning("the document of a post could not be downloaded: %s", error)
                    self._let_rest(row)
                    continue
            rows.append(row)
            # A post that a person passed on and that says nothing takes out no earlier one.
            if row.sender is None or post.text or post.attached or post.links:
                posts.append(post)
        return _Batch(rows, merged(posts), documents, reasons)

    def _let_rest(self, row: KeptPost) -> None:
        """Try a post again later, so that those behind it need not wait."""

        def ended() -> None:
            self._resting.discard(row.id)
            self._wake.set()

        self._resting.add(row.id)
        asyncio.get_running_loop().call_later(_RETRY_S, ended)

    def _worth_reading(self, post: Post, *, by_hand: bool) -> Post:
        """The post without a text that is too short, unless a person chose it by hand."""
        links = tuple(link for link in post.links if link not in self._unreached)
        text = "" if not by_hand and is_short(post.text) else post.text
        return replace(post, text=text, links=links)

    async def _holds(self, post: Post) -> bool:
        """Whether its document was downloaded before."""
        return await asyncio.to_thread(self._gatherer.holds_document, post)

    async def _downloaded(self, post: Post) -> bytes:
        """The bytes of its document. Raises UnreadableSourceError, TelegramError."""
        attached = post.attached
        assert attached is not None
        Gatherer.expect_kind(attached.name)
        too_large = UnreadableSourceError(
            say(adding_phrases.FILE_TOO_LARGE, name=attached.name, megabytes=_MOST_BYTES / 1e6)
        )
        if attached.size > _MOST_BYTES:
            raise too_large
        try:
            file = await insist(lambda: self._bot.get_file(attached.file), patience_s=_DOWNLOAD_S)
            return bytes(await insist(file.download_as_bytearray, patience_s=_DOWNLOAD_S))
        except (BadRequest, Forbidden) as error:
            if "too big" in error.message.lower():
                raise too_large from error
            raise UnreadableSourceError(f"{Path(attached.name).name}: {error.message}") from error

    async def _finish(self, batch: _Batch, outcomes: Sequence[Outcome]) -> None:
        """Count and tell what became of the posts, and forget that they wait."""
        by_key: dict[str, Outcome] = {}
        for each in outcomes:
            own = batch.reasons.get(each.post.key)
            outcome = replace(each, reasons=(*([own] if own else []), *each.reasons))
            by_key[each.post.key] = outcome
            self._unreached.extend(outcome.unread)
            for reason in outcome.reasons:
                _LOG.info("a part of a post was not added: %s", reason)
        self._count(batch, by_key)
        self._watched.done([row for row in batch.rows if row.sender is None])
        for sender in dict.fromkeys(row.sender for row in batch.rows if row.sender is not None):
            mine = [row for row in batch.rows if row.sender == sender]
            keys = dict.fromkeys(from_json(row.body).key for row in mine)
            found = [by_key[key] for key in keys if key in by_key]
            self._begin_to_tell(sender, mine, found, len(keys))
        if self._telling:
            await asyncio.wait(self._telling, timeout=_TOLD_WITHIN_S)

    def _count(self, batch: _Batch, by_key: dict[str, Outcome]) -> None:
        for chat in {row.chat for row in batch.rows if row.sender is None}:
            keys = {from_json(row.body).key for row in batch.rows if row.chat == chat}
            mine = [by_key[key] for key in keys if by_key[key].added]
            new = [each for each in mine if any(a.state == "new" for a in each.added)]
            days = (each.post.published.isoformat() for each in mine)
            self._watched.count(chat, len(new), max(days, default=""))

    def _begin_to_tell(
        self, sender: int, rows: list[KeptPost], found: Sequence[Outcome], posts: int
    ) -> None:
        """Report on `posts` posts to a person who passed them on, beside what is read next.

        Telegram may let that person wait for an hour. The rows are kept until it is told.
        """
        self._resting |= {row.id for row in rows}
        self._begin(rows[0], lambda live: self._tell(live, sender, rows, found, posts))

    async def _tell(
        self,
        live: LiveMessage,
        sender: int,
        rows: list[KeptPost],
        found: Sequence[Outcome],
        posts: int,
    ) -> None:
        """Tell of one post as it was read, of many in one summary; then forget that they wait."""
        with speaking(rows[0].language), contextlib.suppress(TelegramError):
            if posts > 1:
                await live.finish(post_reports.passed_on(found, posts - len(found)))
            else:
                parts, *others = post_reports.one(found[0] if found else None)
                await live.finish(*parts)
                for html, keyboard in others:
                    await self._outbox.send(Destination(sender), html, keyboard=keyboard)
        self._watched.done(rows)
        self._resting -= {row.id for row in rows}

    def _told(self, task: asyncio.Task[None]) -> None:
        self._telling.pop(task, None)
        if not task.cancelled() and (error := task.exception()):
            _LOG.warning("a person could not be told of their posts: %s", error)

    def _begin(
        self, row: KeptPost, report: Callable[[LiveMessage], Coroutine[Any, Any, None]]
    ) -> None:
        """Begin a `report` to the person, if any, who passed on a post, in the message they see."""
        if row.sender is not None:
            live = self._live.pop(row.sender, None) or self._new_live(row.sender, row.message)
            task = asyncio.create_task(report(live))
            self._telling[task] = live
            task.add_done_callback(self._told)

    async def _give_up(self, live: LiveMessage, language: str) -> None:
        """Tell a person that what they passed on could not be added, however often it was tried."""
        with speaking(language), contextlib.suppress(TelegramError):
            await live.finish([say(adding_phrases.NOTHING_ADDED)])

    async def _take_back(self) -> None:
        """Delete the messages that say that posts are read: the next run reports in new ones."""
        for task in self._telling:
            task.cancel()
        live = [*self._live.values(), *self._telling.values()]
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_GOODBYE_S):
                await asyncio.gather(*(one.finish([]) for one in live), return_exceptions=True)

    def _progress(self, done: int, total: int, file: str) -> None:
        if self._closing:
            raise Stopped("Byline is being restarted.")


def _senders_of_many(waiting: Sequence[KeptPost]) -> set[int | None]:
    """Who passed on more than one post; None, for watched chats, is among them."""
    keys: dict[int | None, set[str]] = {}
    for row in waiting:
        keys.setdefault(row.sender, set()).add(from_json(row.body).key)
    return {None, *(sender for sender, found in keys.items() if len(found) > 1)}
