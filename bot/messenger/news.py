"""Tells followers what is new on their topics, and sends briefings, while questions are answered.

Knows when, and to whom; `bot.following` knows what is on a topic. Articles are new when their
number is, whoever added them: an upload, the sources or another process. So nothing has to tell
this loop that something was added, and a restart loses nothing.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from filelock import FileLock, Timeout
from telegram.error import Forbidden, TelegramError

from bot.following import matching, times
from bot.following.matcher import Matcher
from bot.memory import topics as kept
from bot.memory.topics import Briefing, Found, Topic, TopicStore
from bot.messenger.incoming.permissions import Gate
from bot.messenger.sending.outbox import Destination, Outbox, refused
from bot.messenger.text import news, news_phrases
from bot.messenger.text.lists import Quote
from bot.messenger.text.news import ToldStory
from bot.messenger.text.translation import day, say, speaking
from index.errors import BylineError
from index.folder.library_folder import LibraryFolder
from index.folder.lock import unwritable

_LOG = logging.getLogger(__name__)

_LOOK_EVERY_S = 30.0
_WAITED_FOR_S = 30.0  # chats that are being told something, before the next look
_GOODBYE_S = 4.0  # `close` waits this long for a look to end
_LOCK = "telling.lock"
_BATCH = 20  # articles looked at between two notes of how far that is
_COMPARED = timedelta(days=7)  # an article is compared with what was found in this time
_STALE = timedelta(hours=36)  # what could not be told for so long is none any more
_STORIES = 5
_SHOWN_KEPT = 500  # articles of a chat's latest briefings, which are not shown again


def now() -> datetime:
    """This moment, with its time zone."""
    return datetime.now(UTC)


class News:
    """`start` it within a running event loop, `close` it at the end; `look` does one round.

    `busy` says whether a thread looks at articles.
    """

    def __init__(
        self,
        *,
        library_folder: LibraryFolder,
        store: TopicStore,
        outbox: Outbox,
        gate: Gate,
        a_day: int,
        folder: Path,
        clock: Callable[[], datetime] = now,
    ) -> None:
        """Tell a chat of at most `a_day` articles a day; `clock` gives the moment.

        Of several bots over the library in `folder` one tells, until it ends.
        """
        self.library_folder = library_folder
        self.store = store
        self.outbox = outbox
        self.gate = gate
        self.a_day = a_day
        self.clock = clock
        self._folder = folder
        self._turn = FileLock(folder / _LOCK)
        self._one_at_a_time = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        self._telling: dict[int, asyncio.Task[None]] = {}
        """By chat, what is being told."""
        self._closing = False
        self.busy = False

    def start(self) -> None:
        """Look from now on."""
        self._task = asyncio.create_task(self._run())

    async def close(self) -> None:
        """Stop at the next article."""
        self._closing = True
        if self._task is not None:
            if not self.busy:
                self._task.cancel()
            for task in self._telling.values():
                task.cancel()
            await asyncio.wait({self._task, *self._telling.values()}, timeout=_GOODBYE_S)
        self._turn.release()

    async def look(self) -> None:
        """Find what is new, tell what may be told now, send the briefings that are due."""
        async with self._one_at_a_time:
            self.busy = True
            try:
                await asyncio.to_thread(self._find)
            finally:
                self.busy = False
            if not self._closing:
                self._tell_all()
            if not self._telling:
                return
            # A chat that Telegram lets wait for longer is told beside the next looks.
            ended, _ = await asyncio.wait(self._telling.values(), timeout=_WAITED_FOR_S)
            self._telling = {c: task for c, task in self._telling.items() if task not in ended}
            for error in [task.exception() for task in ended if not task.cancelled()]:
                if error is not None:
                    raise error

    def last_number(self) -> int:
        """The number of the article that came in last."""
        return self._matcher().last_number()

    async def _run(self) -> None:
        while not self._closing:
            try:
                if self._is_its_turn():
                    await self.look()
            except BylineError as error:
                _LOG.warning("followers could not be told: %s", error)
            except Exception:
                _LOG.exception("followers could not be told")
            if not self._closing:  # it may have been closed while it looked
                await asyncio.sleep(_LOOK_EVERY_S)

    def _is_its_turn(self) -> bool:
        """Whether no other bot over this folder tells. Raises LibraryError."""
        if not self._turn.is_locked:
            try:
                self._turn.acquire(timeout=0)
            except Timeout:
                return False
            except OSError as error:
                raise unwritable(self._folder, error) from error
        return True

    # -- what is new

    def _find(self) -> None:
        """Look through the articles that have come in since the last time."""
        matcher, topics = self._matcher(), self.store.topics()
        last, upto = matcher.last_number(), self.store.looked_upto()
        if upto is not None and upto > last:  # this is another library
            self.store.begin_anew(last)
            return
        if not topics or upto is None:
            if upto != last:
                self.store.look_upto(last)
            return
        if upto == last:
            return
        vectors = matcher.vectors([topic.words for topic in topics])
        while batch := matcher.arrived(upto, _BATCH):
            for number, article in batch:
                if self._closing:
                    return
                if matching.is_news(article, self.clock().date()):
                    words = [topic.words for topic in topics]
                    tellings = matcher.tellings(article, words, vectors)
                    for topic, sentence in zip(topics, tellings, strict=True):
                        if sentence is not None and number > topic.since:
                            self._note(matcher, topic, article.id, sentence.number)
                upto = number
                self.store.look_upto(upto)
        self.store.look_upto(max(last, upto))

    def _note(self, matcher: Matcher, topic: Topic, article_id: str, sentence: int) -> None:
        """Note an article to be told, unless another one has told what it says."""
        article = self.library_folder.library.article(article_id)
        since = self.clock() - _COMPARED
        finds = self.store.finds(topic.chat, since)
        # What another topic of this chat was told counts too: topics overlap.
        before = [f.article for f in finds if f.topic == topic.id or f.state == kept.TOLD]
        if article and article_id not in before and not matcher.is_repeated(article, before):
            found = Found(topic.id, article_id, sentence, kept.WAITING, self.clock())
            self.store.note([found])

    # -- telling it

    def _tell_all(self) -> None:
        """Begin to tell each chat what waits for it, unless it is being told something still."""
        waiting: defaultdict[int, list[tuple[Topic, Found]]] = defaultdict(list)
        topics = {topic.id: topic for topic in self.store.topics()}
        for found in self.store.waiting():
            if found.topic in topics:
                waiting[topics[found.topic].chat].append((topics[found.topic], found))
        briefings = {briefing.chat: briefing for briefing in self.store.briefings()}
        begun = {self.outbox.home(chat) for chat in self._telling}
        for chat in (waiting.keys() | briefings.keys()) - begun:
            work = self._tell_and_brief(chat, waiting[chat], briefings.get(chat))
            self._telling[chat] = asyncio.create_task(work)

    async def _tell_and_brief(
        self, chat: int, finds: Sequence[tuple[Topic, Found]], briefing: Briefing | None
    ) -> None:
        try:
            await self._tell(chat, finds)
        finally:
            if briefing is not None:
                await self._brief(briefing)

    async def _tell(self, chat: int, finds: Sequence[tuple[Topic, Found]]) -> None:
        """Tell a chat what waits for it, unless it wants quiet now or had enough today."""
        clock = self.store.clock(chat)
        quiet, _ = times.read_hours(clock.quiet)
        for topic, found in finds:
            here = times.local(self.clock(), clock.zone)  # what was sent may have taken hours
            if quiet is not None and here.time() in quiet:
                return
            if topic.id not in {each.id for each in self.store.topics(chat)}:
                continue  # let go since
            midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
            enough = self.store.told_since(chat, midnight) >= self.a_day
            stale = self.clock() - found.at > _STALE
            if not (enough or stale or self._is_told(chat, found)) and self.gate.may_be_told(
                topic.person, chat
            ):
                try:
                    if await self._told(topic, found):
                        continue
                except TelegramError as error:
                    if not self._is_unwanted(chat, error):
                        return
            self.store.note([replace(found, state=kept.LEFT_OUT)])
            await asyncio.sleep(0)  # of a large import hundreds are left out, one after the other

    def _is_told(self, chat: int, found: Found) -> bool:
        """Whether the chat was told of the article already, on another of its topics."""
        before = self.store.finds(chat, self.clock() - _COMPARED)
        return any(f.article == found.article and f.state == kept.TOLD for f in before)

    async def _told(self, topic: Topic, found: Found) -> bool:
        """Send what was found on a topic, and note that it was told.

        False when the article is gone or has changed.
        """
        library = self.library_folder.library
        with library.snapshot():
            article = library.article(found.article)
            chosen = library.sentences(article, found.sentence, found.sentence) if article else []
        if article is None or not chosen:
            return False
        with speaking(topic.language):
            html = news.told(topic.words, Quote(article, chosen[0]))
            keys = news.told_buttons(topic.id, library.number(article.id))

        def sent() -> None:
            self.store.note([replace(found, state=kept.TOLD, at=self.clock())])

        self.store.note([found])  # where this cannot be written, `sent` could not be either
        place = Destination(topic.chat, topic.thread)
        await self.outbox.send(place, [html], keyboard=keys, sent=sent)
        return True

    # -- briefings

    async def _brief(self, briefing: Briefing) -> None:
        """Send a briefing if it is due."""
        here = times.local(self.clock(), self.store.clock(briefing.chat).zone)
        at, _ = times.read_time(briefing.at)
        if at is None or not times.is_due(here, at):
            return
        today = times.latest(here, at).date()  # yesterday, of one that is late after midnight
        if briefing.last >= today.isoformat():
            return
        if not self.gate.may_be_told(briefing.person, briefing.chat):
            return
        told = await asyncio.to_thread(self._stories, briefing, today)
        with speaking(briefing.language):
            parts = news.briefing(say(news_phrases.BRIEFING_HEAD, day=day(today)), told)
        keys = news.briefing_buttons(told) if briefing.reads_on else None
        place = Destination(briefing.chat, briefing.thread)
        shown = [article.id for each in told for article in each.story.articles]

        def sent() -> None:
            chat = self.outbox.home(briefing.chat)  # it may have turned out to have moved
            # Those before too: at another hour there may be two briefings on one day.
            self.store.briefed(chat, today, [*shown, *briefing.shown][:_SHOWN_KEPT])

        if briefing not in self.store.briefings():
            return  # called off or changed since
        self.store.brief(briefing)  # where this cannot be written, `sent` could not be either
        try:
            await self.outbox.send(place, parts, keyboard=keys, sent=sent)
        except TelegramError as error:
            if self._is_unwanted(briefing.chat, error):
                sent()

    def _stories(self, briefing: Briefing, today: date) -> list[ToldStory]:
        library, matcher = self.library_folder.library, self._matcher()
        told = []
        with library.snapshot():
            for story in matcher.stories(today, briefing.shown, _STORIES):
                if sentence := matcher.opening(story.article):
                    quote = Quote(story.article, sentence)
                    told.append(ToldStory(story, quote, library.number(story.article.id)))
        return told

    def _matcher(self) -> Matcher:
        """One over the library of this moment."""
        folder = self.library_folder
        return Matcher(folder.library, folder.encoder, folder.searcher.likeness)

    def _is_unwanted(self, chat: int, error: TelegramError) -> bool:
        """Whether Telegram will never take this message; else it is sent again at the next look.

        A chat that cannot be written to at all follows nothing any more.
        """
        _LOG.warning("a chat could not be told the news: %s", error)
        if isinstance(error, Forbidden) or "chat not found" in error.message.lower():
            self.store.leave(chat)  # they blocked the bot, or took it out of the group
        return refused(error)
