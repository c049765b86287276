"""Commands for owners that say which channels and groups are watched, and what happens in these.

A post of a channel has no sender, so /watch in a channel asks an owner in private; only an owner
begins to watch. Ending it is open to whoever writes in the channel: they could remove the bot too.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from html import escape

from telegram import (
    Bot,
    Chat,
    ChatMember,
    ChatMemberRestricted,
    ChatMemberUpdated,
    Message,
)
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.adding.gatherer import Gatherer
from bot.memory.watched_chats import WatchedChat, WatchedChats
from bot.messenger.channels import post_reader
from bot.messenger.channels.post_reader import AnyChat, PostName
from bot.messenger.commands.replies import reply
from bot.messenger.incoming import address
from bot.messenger.incoming.events import Said, Tapped
from bot.messenger.incoming.permissions import Gate
from bot.messenger.sending.outbox import Destination, Keys, Outbox, acknowledge, insist
from bot.messenger.sending.send_rate import Rank
from bot.messenger.text import adding_phrases, channel_phrases, owner_phrases, phrases, post_reports
from bot.messenger.text.translation import say, speaking

_LOG = logging.getLogger(__name__)

OWNER_CHANNEL_COMMANDS = (
    ("watch", phrases.DOES_WATCH),
    ("watched", phrases.DOES_WATCHED),
    ("unwatch", phrases.DOES_UNWATCH),
)
_ADMINISTRATORS = (ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER)
_BUTTONS = 40  # a message takes a hundred


class ChannelCommands:
    """The handlers of one running bot; `OWNER_CHANNEL_COMMANDS` names those that are commands."""

    def __init__(
        self,
        *,
        bot: Bot,
        watched: WatchedChats,
        gatherer: Gatherer,
        gate: Gate,
        outbox: Outbox,
        owners: frozenset[int],
    ) -> None:
        self._bot = bot
        self._watched = watched
        self._gatherer = gatherer
        self._gate = gate
        self._outbox = outbox
        self._owners = sorted(owners)

    # -- commands

    async def watch(self, said: Said) -> None:
        """Watch the group it is said in, or the chat that is named or whose post is replied to."""
        if not await self._is_owners(said):
            return
        name = _meant(said)
        if name is None:
            await reply(self._outbox, said, say(channel_phrases.WATCH_WHICH))
            return
        await reply(self._outbox, said, await self._begin(name, said.person, said.place.chat))

    async def watched(self, said: Said) -> None:
        """List the watched chats, in private: a group need not know of the others."""
        if not await self._is_owners(said):
            return
        if not said.is_private:
            await reply(self._outbox, said, say(channel_phrases.ASK_IN_PRIVATE))
            return
        parts, keys = self._list()
        await reply(self._outbox, said, *parts, keyboard=keys)

    async def unwatch(self, said: Said) -> None:
        """Watch a chat no more, or take out the one post whose link is given."""
        if not await self._is_owners(said):
            return
        post = post_reader.named_post(said.text)
        if post is not None:
            await reply(self._outbox, said, await self._take_out(post))
            return
        name = _meant(said)
        known = self._known(name) if name is not None else None
        if known is None:
            await reply(self._outbox, said, say(channel_phrases.UNWATCH_WHICH))
            return
        self._watched.unwatch(known.chat)
        await reply(self._outbox, said, _ended(known))

    # -- buttons

    async def watch_tapped(self, tapped: Tapped) -> None:
        """Watch the chat that asked an owner for it."""
        await acknowledge(tapped.query)
        if self._gate.is_owner(tapped.person):
            line = await self._begin(int(tapped.data.rest), tapped.person)
            await self._replace(tapped, line)

    async def unwatch_tapped(self, tapped: Tapped) -> None:
        """Watch a chat of the list no more."""
        known = None
        if self._gate.is_owner(tapped.person):
            known = self._watched.unwatch(int(tapped.data.rest))
        await acknowledge(tapped.query, phrases.plain(_ended(known)) if known else None)
        if known is not None:
            parts, keys = self._list()
            await self._replace(tapped, parts[-1], keys)  # the part that has the buttons

    # -- what happens in channels

    async def posted(self, name: str, message: Message) -> None:
        """Deal with /watch or /unwatch that was posted in a channel."""
        chat = message.chat
        known = self._watched.of(chat.id)
        if name == "unwatch" and known is not None:
            self._watched.unwatch(chat.id)
            await self._tell(known.owner, lambda: _ended(known))
        elif name == "watch" and known is None and self._watched.may_ask(chat.id):
            await self._offer(chat, channel_phrases.WATCH_ASKED, self._owners)

    async def membership(self, change: ChatMemberUpdated) -> None:
        """Note that the bot came into a chat or was removed from it.

        An owner who makes it an administrator is offered to watch the chat. Of a watched chat that
        it does not see any more its owner is told, once.
        """
        chat = change.chat
        if self._sees(chat, change.new_chat_member):
            self._watched.set_lost(chat.id, False)
            is_new = not self._sees(chat, change.old_chat_member)
            person = change.from_user.id
            known = self._watched.of(chat.id)
            if is_new and known is None and self._gate.is_owner(person):
                await self._offer(chat, channel_phrases.WATCH_OFFER, [person])
            return
        lost = self._watched.set_lost(chat.id, True)
        if lost is not None:
            title = post_reports.titled(lost.title, lost.url)
            await self._tell(lost.owner, lambda: say(channel_phrases.CHANNEL_LOST, title=title))

    # -- shared

    def _list(self) -> tuple[list[str], Keys]:
        """The messages that name all watched chats, and the buttons of the last one."""
        chats = self._watched.all()
        if not chats:
            return [say(channel_phrases.NONE_WATCHED)], None
        lines = [
            post_reports.watched_line(c.title, c.url, c.posts, c.latest, lost=c.lost) for c in chats
        ]
        keys = post_reports.unwatch_buttons([(c.chat, c.title) for c in chats[:_BUTTONS]])
        return post_reports.watched(lines), keys

    async def _begin(self, name: int | str, owner: int, told_in: int | None = None) -> str:
        """Watch a chat, if the bot sees its posts; the line that says so or why not.

        A group is told that it is watched, unless the line is for itself (`told_in`).
        """
        shown = escape(str(name), quote=False)
        try:
            chat = await insist(lambda: self._bot.get_chat(name))
            if chat.type == ChatType.PRIVATE:
                return say(channel_phrases.WATCH_WHICH)
            member = await insist(lambda: self._bot.get_chat_member(chat.id, self._bot.id))
        except (BadRequest, Forbidden):
            return say(channel_phrases.NO_SUCH_CHAT, name=shown)
        title = post_reports.titled(chat.title or str(chat.id), post_reader.chat_url(chat))
        if not self._sees(chat, member):
            return say(channel_phrases.SEES_NOTHING, title=title)
        begun = self._watched.watch(
            WatchedChat(
                chat=chat.id,
                title=chat.title or "",
                url=post_reader.chat_url(chat),
                owner=owner,
            )
        )
        line = (
            channel_phrases.NOW_WATCHED_GROUP
            if post_reader.is_group(chat)
            else channel_phrases.NOW_WATCHED
        )
        told = say(line if begun else channel_phrases.WATCHED_ALREADY, title=title)
        if begun and post_reader.is_group(chat) and chat.id != told_in:
            with contextlib.suppress(TelegramError):
                await self._outbox.send(Destination(chat.id), [told])
        return told

    def _sees(self, chat: AnyChat, member: ChatMember) -> bool:
        """Whether Telegram brings the bot what is posted in a chat where it is this member."""
        if member.status in _ADMINISTRATORS:
            return True
        is_in = member.status == ChatMemberStatus.MEMBER or (
            isinstance(member, ChatMemberRestricted) and member.is_member
        )
        reads_all = bool(self._bot.bot.can_read_all_group_messages)  # privacy mode is off
        return post_reader.is_group(chat) and is_in and reads_all

    def _known(self, name: int | str) -> WatchedChat | None:
        if isinstance(name, int):
            return self._watched.of(name)
        url = f"https://t.me/{name.removeprefix('@')}".lower()
        return next((each for each in self._watched.all() if each.url.lower() == url), None)

    async def _take_out(self, post: PostName) -> str:
        known = self._known(post.chat)
        chat = known.chat if known else post.chat
        if isinstance(chat, str):
            try:
                chat = (await insist(lambda: self._bot.get_chat(post.chat))).id
            except (BadRequest, Forbidden):
                return say(channel_phrases.NO_SUCH_CHAT, name=escape(str(post.chat), quote=False))
        key = post_reader.key(chat, post.number)
        was_there = await asyncio.to_thread(self._gatherer.remove_post, key)
        return say(adding_phrases.TAKEN_OUT if was_there else adding_phrases.GONE_ALREADY)

    async def _is_owners(self, said: Said) -> bool:
        if self._gate.is_owner(said.person):
            return True
        await reply(self._outbox, said, owner_phrases.not_owner(said.person, self._gate.has_owner))
        return False

    async def _offer(self, chat: Chat, phrase: str, owners: list[int]) -> None:
        title = post_reports.titled(chat.title or str(chat.id), post_reader.chat_url(chat))
        for owner in owners:
            await self._tell(
                owner, lambda: say(phrase, title=title), lambda: post_reports.watch_button(chat.id)
            )

    async def _tell(
        self,
        owner: int,
        line: Callable[[], str],
        keys: Callable[[], Keys] = lambda: None,
    ) -> None:
        """Write to an owner in private, in the owner's language."""
        with speaking(self._watched.language(owner)):
            shown, keyboard = line(), keys()
        try:
            await self._outbox.send(Destination(owner), [shown], keyboard=keyboard)
        except TelegramError as error:  # who has never written to the bot cannot be written to
            _LOG.warning("an owner could not be told: %s", error)

    async def _replace(self, tapped: Tapped, line: str, keys: Keys = None) -> None:
        message = tapped.message
        if isinstance(message, Message):
            place, number = address.place(message), message.message_id
            with contextlib.suppress(TelegramError):
                await insist(
                    lambda: self._outbox.edit(place, number, Rank.FINAL, lambda: (line, keys))
                )


def _meant(said: Said) -> int | str | None:
    """The chat that a command is about: named, replied to as a post of it, or the group itself."""
    if said.text.strip():
        return post_reader.named_chat(said.text)
    to = said.message.reply_to_message
    origin = post_reader.origin_chat(to) if to is not None else None
    if said.is_private:
        return origin
    return said.message.chat_id


def _ended(known: WatchedChat) -> str:
    return say(channel_phrases.UNWATCHED, title=post_reports.titled(known.title, known.url))
