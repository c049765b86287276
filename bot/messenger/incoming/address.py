"""Says which messages are meant for the bot, who speaks, and where (pure).

In a private chat every message is; in a group those that mention the bot, reply to it or give it a
command. With Telegram's privacy mode on, the bot never sees the others; with it off, they are
dropped.
"""

import re

from telegram import MaybeInaccessibleMessage, Message, Update, User
from telegram.constants import ChatType, MessageEntityType

from bot.memory import conversation_names
from bot.messenger.sending.outbox import Destination


def for_us(update: Update, me: User, commands: frozenset[str]) -> bool:
    """Whether this update is meant for the bot. `commands` are the names of its commands."""
    message = update.message or update.edited_message
    if message is None:
        return update.callback_query is not None or update.inline_query is not None
    return _to_us(message, me, commands) and (update.message is not None or _asks(message))


def _to_us(message: Message, me: User, commands: frozenset[str]) -> bool:
    if message.chat.type == ChatType.PRIVATE or message.migrate_to_chat_id:
        return True
    if message.chat.type == ChatType.CHANNEL or message.is_automatic_forward:
        return False
    if message.sender_chat is None and (message.from_user is None or message.from_user.is_bot):
        return False  # another bot: two that answer each other never end
    command = re.match(r"/([a-zA-Z]+)(?:_?\d+)?(?:@(\w+))?(?!\w)", message.text or "")
    if command:
        name, to = command[1].lower(), command[2]
        return name in commands and (to is None or to.lower() == me.name[1:].lower())
    return bool(_mentions(message, me)) or _replies(message, me)


def _asks(message: Message) -> bool:
    """Whether an edited message is a question: an edited command is not run again."""
    text = message.text or ""
    return bool(text) and (not text.startswith("/") or bool(re.match(r"/ask\b", text)))


def asked(message: Message, me: User) -> str:
    """What a message asks, without the bot's name and the command."""
    text = message.text or ""
    for mention in _mentions(message, me):
        text = text.replace(mention, " ", 1)
    return re.sub(r"^/\w+(@\w+)?", "", text.strip()).lstrip(" ,:")


def place(message: MaybeInaccessibleMessage) -> Destination:
    """Return the chat and, in a forum, the topic; other groups number threads nobody sees."""
    if isinstance(message, Message) and message.is_topic_message:
        return Destination(message.chat.id, message.message_thread_id)
    return Destination(message.chat.id)


def person(update: Update) -> int:
    """The Telegram id of who speaks: a person, or a chat in whose name an admin writes; else 0."""
    sender = update.effective_sender
    return sender.id if sender else 0


def chat_prefix(update: Update) -> str:
    """Return what the names of all conversations of this chat begin with."""
    chat = update.effective_chat.id if update.effective_chat else 0
    return conversation_names.chat_prefix(chat)


def conversation(update: Update) -> str:
    """The name of a conversation: one for each person and chat, so follow-ups never mix."""
    return f"{chat_prefix(update)}{person(update)}"


def _mentions(message: Message, me: User) -> list[str]:
    if not message.text:
        return []
    found = message.parse_entities([MessageEntityType.MENTION, MessageEntityType.TEXT_MENTION])
    return [
        text
        for entity, text in found.items()
        if text.lower() == me.name.lower() or (entity.user and entity.user.id == me.id)
    ]


def _replies(message: Message, me: User) -> bool:
    to = message.reply_to_message
    # Every message in a topic replies to the one that opened the topic, which may be the bot's.
    return bool(to and to.from_user and to.from_user.id == me.id and not to.forum_topic_created)
