"""What people say about topics and briefings: follow, what is followed, when, no more.

Knows messages and what is kept; `bot.messenger.news` finds and tells what is new.
"""

import asyncio
from dataclasses import replace
from html import escape

from telegram import Message
from telegram.error import TelegramError

from bot.following import times, words
from bot.following.words import MAX_CHARS
from bot.memory.topics import Briefing, Clock, Topic
from bot.messenger.commands.repeated_taps import RepeatedTaps
from bot.messenger.commands.replies import reply
from bot.messenger.incoming import address
from bot.messenger.incoming.events import Said, Tapped
from bot.messenger.news import News
from bot.messenger.sending.outbox import Destination, acknowledge
from bot.messenger.text import article_pages, news, news_phrases, owner_phrases, phrases
from bot.messenger.text.buttons import page_buttons
from bot.messenger.text.translation import say, spoken
from bot.types import Answer

NEWS_COMMANDS = (
    ("follow", phrases.DOES_FOLLOW),
    ("following", phrases.DOES_FOLLOWING),
    ("unfollow", phrases.DOES_UNFOLLOW),
    ("briefing", phrases.DOES_BRIEFING),
    ("quiet", phrases.DOES_QUIET),
)
NEWS_BUTTONS = {r"^read:\d+$": "read", r"^unfollow:\d+$": "let_go"}
"""Callback data of a button -> the method of `TopicCommands` that handles it."""

_MOST_TOPICS = 20  # of one chat
_OFF, _ALL = "off", "all"  # what is typed behind a command


class TopicCommands:
    """The handlers of one running bot: `NEWS_COMMANDS` and `NEWS_BUTTONS` name them."""

    def __init__(self, teller: News) -> None:
        """`teller` tells chats what is new; the handlers work with the same parts as it does."""
        self._teller = teller
        self._library_folder = teller.library_folder
        self._store = teller.store
        self._outbox = teller.outbox
        self._gate = teller.gate
        self._a_day = teller.a_day
        self._taps = RepeatedTaps()

    # -- topics

    async def follow(self, said: Said) -> None:
        """Tell this chat of new articles on a topic from now on."""
        topic = " ".join(said.text.split())
        if len(topic) > MAX_CHARS:
            await reply(self._outbox, said, say(phrases.TOO_MANY_WORDS, most=MAX_CHARS))
        elif not words.can_be_followed(topic):
            await reply(self._outbox, said, say(news_phrases.FOLLOW_WHAT))
        else:
            html, topic_id = self._follow(said.place, said.person, topic)
            keys = news.followed_buttons(topic_id) if topic_id else None
            await reply(self._outbox, said, html, keyboard=keys)

    async def follow_answer(self, tapped: Tapped, answer: Answer) -> None:
        """Tell this chat of new articles on what an answer is about."""
        message = tapped.message
        if message is None:
            return
        await acknowledge(tapped.query)
        topic = words.topic_of(answer.standalone_question)
        place = address.place(message)
        html, topic_id = self._follow(place, tapped.person, topic)
        keys = news.followed_buttons(topic_id) if topic_id else None
        reply_to = message.message_id if isinstance(message, Message) else None
        await self._outbox.send(place, [html], reply_to=reply_to, keyboard=keys)

    async def following(self, said: Said) -> None:
        """List what this chat follows."""
        topics = [(topic.id, topic.words) for topic in self._store.topics(said.place.chat)]
        if not topics:
            await reply(self._outbox, said, say(news_phrases.FOLLOWS_NOTHING))
            return
        notes = [say(news_phrases.TOLD_AT_MOST, most=self._a_day), self._hours(said.place.chat)]
        keys = news.topic_list_buttons(topics)
        await reply(self._outbox, said, news.topic_list(topics, notes), keyboard=keys)

    async def unfollow(self, said: Said) -> None:
        """Follow a topic no more, by its words or its number in the list, or all of them."""
        chat, wanted = said.place.chat, " ".join(said.text.split()).casefold()
        topics = self._store.topics(chat)
        gone = [
            topic
            for n, topic in enumerate(topics, start=1)
            if wanted in (topic.words.casefold(), str(n), _ALL)
        ]
        if not gone:
            await reply(self._outbox, said, say(news_phrases.UNFOLLOW_WHICH))
            return
        for topic in gone:
            self._store.unfollow(chat, topic.id)
        lines = [say(news_phrases.UNFOLLOWED, topic=escape(t.words, quote=False)) for t in gone]
        await reply(self._outbox, said, "\n".join(lines))

    async def let_go(self, tapped: Tapped) -> None:
        """Follow the topic of a button no more."""
        if tapped.message is None:
            return
        chat = address.place(tapped.message).chat
        (topic_id,) = tapped.data.numbers
        topic = next((t for t in self._store.topics(chat) if t.id == topic_id), None)
        if topic is None or not self._store.unfollow(chat, topic_id):
            await acknowledge(tapped.query, say(news_phrases.NOT_FOLLOWED))
            return
        await acknowledge(tapped.query, say(news_phrases.UNFOLLOWED, topic=topic.words))

    async def read(self, tapped: Tapped) -> None:
        """Show an article, below what names it."""
        message, (number,) = tapped.message, tapped.data.numbers
        article = await asyncio.to_thread(self._library_folder.library.numbered, number)
        if article is None or message is None:
            await acknowledge(tapped.query, say(phrases.NO_SUCH_ARTICLE, number=number))
            return
        if await self._taps.is_one(tapped):
            return
        await acknowledge(tapped.query)
        html, pages = article_pages.whole(article, number, 0)
        keys = page_buttons(f"list:article:{number}", 0, pages)
        reply_to = message.message_id if isinstance(message, Message) else None
        await self._outbox.send(address.place(message), [html], reply_to=reply_to, keyboard=keys)

    # -- times

    async def quiet(self, said: Said) -> None:
        """Set the hours in which this chat is told nothing, and its time zone."""
        chat = said.place.chat
        quiet, zone = times.read_hours(said.text)
        if quiet is None:
            word, _, zone = said.text.strip().partition(" ")
            if word and word.lower() != _OFF:
                await reply(self._outbox, said, say(news_phrases.QUIET_HOW))
                return
        if said.text.strip():
            clock = await self._in_zone(said, self._store.clock(chat), zone)
            if clock is None:
                return
            self._store.set_clock(chat, replace(clock, quiet=str(quiet or "")))
        await reply(self._outbox, said, self._hours(chat))

    async def briefing(self, said: Said) -> None:
        """Send this chat, or a channel of the owner, the day's news each day; or no more."""
        parts = said.text.split()
        channel = next((part for part in parts if part.startswith("@")), "")
        rest = " ".join(part for part in parts if part != channel)
        is_off = rest.split(" ")[0].lower() == _OFF
        place: Destination | None = said.place
        if channel:
            place = await self._channel(said, channel, to_post=not is_off)
        if place is None:
            return
        name = channel or say(news_phrases.THIS_CHAT)
        if is_off:
            self._store.stop_briefing(place.chat)
            await reply(self._outbox, said, say(news_phrases.BRIEFING_OFF, chat=name))
            return
        at, zone = times.read_time(rest)
        if at is None:
            await reply(self._outbox, said, say(news_phrases.BRIEFING_HOW))
            return
        clock = await self._in_zone(said, self._store.clock(place.chat), zone)
        if clock is None:
            return
        self._store.set_clock(place.chat, clock)
        # It begins the next time that it is so late, not with the time that has just passed.
        last = times.latest(times.local(self._teller.clock(), clock.zone), at).date().isoformat()
        before = [each for each in self._store.briefings() if each.chat == place.chat]
        self._store.brief(
            Briefing(
                *(place.chat, place.thread, said.person, spoken(), f"{at:%H:%M}", last),
                reads_on=not channel,
                shown=before[0].shown if before else (),
            )
        )
        line = say(
            news_phrases.BRIEFING_SET,
            chat=name,
            time=f"{at:%H:%M}",
            zone=self._zone(clock),
            end=f"/briefing {_OFF} {channel}".rstrip(),
        )
        await reply(self._outbox, said, line)

    # -- shared

    def _follow(self, place: Destination, person: int, topic: str) -> tuple[str, int]:
        """Follow a topic; a line on it, and its id or 0 where it is one too many."""
        if len(self._store.topics(place.chat)) >= _MOST_TOPICS:
            return say(news_phrases.TOO_MANY_TOPICS, most=_MOST_TOPICS), 0
        since = self._teller.last_number()
        if self._store.looked_upto() is None:
            self._store.look_upto(since)
        known = self._store.follow(
            Topic(0, place.chat, place.thread, person, spoken(), topic, since)
        )
        line = say(news_phrases.FOLLOWED, topic=escape(known.words, quote=False), most=self._a_day)
        return f"{line}\n{self._hours(place.chat)}", known.id

    def _hours(self, chat: int) -> str:
        clock = self._store.clock(chat)
        line = news_phrases.QUIET_HOURS if clock.quiet else news_phrases.NO_QUIET_HOURS
        return say(line, hours=clock.quiet, zone=self._zone(clock))

    def _zone(self, clock: Clock) -> str:
        return clock.zone or say(news_phrases.ZONE_OF_MACHINE)

    async def _in_zone(self, said: Said, clock: Clock, name: str) -> Clock | None:
        """A clock in the zone called `name`, if one is named; None where there is none such."""
        if not name.strip():
            return clock
        zone = times.zone_of(name)
        if zone is None:
            shown = escape(name[:MAX_CHARS], quote=False)
            await reply(self._outbox, said, say(news_phrases.NO_SUCH_ZONE, zone=shown))
            return None
        return replace(clock, zone=zone)

    async def _channel(self, said: Said, name: str, *, to_post: bool) -> Destination | None:
        """The channel that an owner names; None, and they are told, where it cannot be used."""
        if not self._gate.is_owner(said.person):
            await reply(
                self._outbox, said, owner_phrases.not_owner(said.person, self._gate.has_owner)
            )
            return None
        try:
            return Destination(await self._outbox.channel(name, to_post=to_post))
        except TelegramError:
            shown = escape(name[:MAX_CHARS], quote=False)
            await reply(self._outbox, said, say(news_phrases.CHANNEL_REFUSED, chat=shown))
            return None
