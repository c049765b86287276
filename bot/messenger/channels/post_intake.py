"""Takes the posts of watched chats, and posts that people pass on, before anything else sees them.

Nobody gets a reply to a watched post, it counts against nobody's limits, and it is no question.
What is said to the bot itself goes its usual way. A post is kept in the database before its update
counts as handled.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace

from telegram import ChatMemberUpdated, Message, Update
from telegram.constants import ChatType
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot.adding.posts import Post
from bot.memory.watched_chats import Part, WatchedChats
from bot.messenger.channels import post_reader
from bot.messenger.channels.post_desk import PostDesk
from bot.messenger.incoming import address
from bot.messenger.incoming.permissions import Gate
from bot.messenger.queue.deliveries import log_failure
from bot.messenger.text.translation import speak, spoken
from index.errors import LibraryError

_LOG = logging.getLogger(__name__)

_TRIES = 60  # to keep a post, before those that cannot be kept are given up
_AGAIN_S = 10.0  # between two of them
_COMMAND = re.compile(r"/(watch|unwatch)(?:@(\w+))?\s*$")

OnCommand = Callable[[str, Message], Awaitable[None]]
OnMembership = Callable[[ChatMemberUpdated], Awaitable[None]]


class PostIntake:
    """Sorts out posts. `take` runs before all other handlers."""

    def __init__(
        self,
        *,
        watched: WatchedChats,
        desk: PostDesk,
        gate: Gate,
        commands: frozenset[str],
        on_command: OnCommand,
        on_membership: OnMembership,
    ) -> None:
        """`commands` are the bot's.

        `on_command` gets a command that was posted in a channel, `on_membership` what happened to
        the bot in a chat.
        """
        self._watched = watched
        self._desk = desk
        self._gate = gate
        self._commands = commands
        self._on_command = on_command
        self._on_membership = on_membership
        self._in_order = asyncio.Lock()
        self._tries_left = _TRIES

    def wants(self, update: Update) -> bool:
        """Whether an update is for this file, of those that are not said to the bot."""
        if update.my_chat_member is not None:
            return update.my_chat_member.chat.type != ChatType.PRIVATE
        message = update.effective_message
        if message is None:
            return False
        return self._watched.of(message.chat_id) is not None or _command(update) != ""

    async def take(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Keep the post that an update brings; raises ApplicationHandlerStop when it is for us."""
        self._speak(update)
        if update.my_chat_member is not None:
            await self._on_membership(update.my_chat_member)
            raise ApplicationHandlerStop
        message = update.effective_message
        if message is None or update.callback_query is not None:
            return
        if message.chat.type == ChatType.PRIVATE:
            took = update.message is not None and self._take_forward(message)
        else:
            took = message.chat.type == ChatType.CHANNEL or (
                self._watched.of(message.chat_id) is not None
                and not address.for_us(update, context.bot.bot, self._commands)
            )
            if took:
                await self._quietly(update, message, context.bot.username)
        if took:
            raise ApplicationHandlerStop

    def _speak(self, update: Update) -> None:
        """Set the language of who is at it, and remember an owner's."""
        person = update.effective_user
        speak(person.language_code if person else None)
        if person is not None and self._gate.is_owner(person.id):
            log_failure(lambda: self._watched.note_language(person.id, spoken()))

    async def _quietly(self, update: Update, message: Message, me: str) -> None:
        """Take what is written in a channel or group; what goes wrong is told to nobody there."""
        try:
            if name := _command(update, me):
                await self._on_command(name, message)
            else:
                await self._insist_on(message)
        except Exception:
            _LOG.exception("a post could not be taken")

    async def _insist_on(self, message: Message) -> None:
        """Take a post; where it cannot be kept try for some minutes, and let later posts wait.

        Nobody would send it a second time. Meanwhile the journal has it for the next start. Raises
        LibraryError after that, and of later posts at once, until one can be kept.
        """
        async with self._in_order:
            while True:
                try:
                    self._take_post(message)
                except LibraryError as error:
                    if not self._tries_left:
                        raise
                    if self._tries_left == _TRIES:
                        _LOG.warning("a post waits: %s", error)
                    self._tries_left -= 1
                    await asyncio.sleep(_AGAIN_S)
                else:
                    self._tries_left = _TRIES
                    return

    def _take_post(self, message: Message) -> None:
        chat = message.chat
        known = self._watched.of(chat.id)
        if known is None or address.written(message).startswith("/"):
            return
        self._watched.rename(chat.id, chat.title or known.title, post_reader.chat_url(chat))
        self._watched.set_lost(chat.id, False)  # that it comes shows that the bot is in there
        first = post_reader.origin_chat(message)
        passed_on = None
        if first is not None and first != chat.id and self._watched.of(first) is not None:
            passed_on = post_reader.of_forward(message)  # such as in the group of a channel
        post = replace(passed_on, copy=True) if passed_on else post_reader.of_chat(message)
        says_something = post.text or post.attached or post.links
        post = self._whole(message, post)
        if says_something or message.edit_date is not None:
            self._desk.take(chat.id, post)

    def _take_forward(self, message: Message) -> bool:
        """Take a post that a person passed on, if it may become an article for their sake.

        What an owner passes on always may; what others do only if it is of a watched chat: nobody
        can forge where a message is from, so it says what that chat has said.
        """
        person = message.from_user.id if message.from_user else 0
        origin = post_reader.origin_chat(message)
        if origin is None:
            return False
        is_watched = self._watched.of(origin) is not None
        if not self._gate.is_owner(person) and not (
            is_watched and self._gate.may_use(person, message.chat_id)
        ):
            return False
        post = post_reader.of_forward(message)
        assert post is not None  # it has an origin
        post = replace(self._whole(message, post), copy=is_watched)
        self._desk.take_forward(message.chat_id, message.message_id, post, spoken())
        return True

    def _whole(self, message: Message, post: Post) -> Post:
        """The post with the text of all its album: pictures of one post each come as a message."""
        if message.media_group_id is None:
            return post
        parts = self._watched.note_part(
            message.chat_id,
            message.media_group_id,
            message.message_id,
            Part(post.key, post.url, post.title, post.text),
        )
        if post.attached is not None:
            return post
        said = [part for part in parts if part.text]
        return replace(
            post,
            key=parts[0].key,
            url=parts[0].url,
            title=said[0].title if said else "",
            text="\n\n".join(part.text for part in said),
        )


def _command(update: Update, me: str | None = None) -> str:
    """The command that a post of a channel is: "watch", "unwatch" or "".

    With the bot's name `me`, not a command that is meant for another bot.
    """
    message = update.channel_post
    found = _COMMAND.match(message.text or "") if message is not None else None
    if found is None or (me and found[2] and found[2].lower() != me.lower()):
        return ""
    return found[1]
