"""Which messages are meant for us, who speaks, and where (pure).

In a private chat all of them; in a group those that mention us, reply to us or give us a command.
The bot is never shown the rest when Telegram's privacy mode is on; without it they are not kept.
"""

import re

from telegram import MaybeInaccessibleMessage, Message, Update, User
from telegram.constants import ChatType, MessageEntityType

from bot.memory import conversation_names
from bot.messenger.sending.outbox import Destination


def for_us(update: Update, me: User, commands: frozenset[str]) -> bool:
    """Whether this update concerns us at all."""
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
    """Whether it is a question: what a command did is not done again when it is edited."""
    text = message.text or ""
    return bool(text) and (not text.startswith("/") or bool(re.match(r"/ask\b", text)))


def asked(message: Message, me: User) -> str:
    """What a message asks, without our name and without the command."""
    text = message.text or ""
    for mention in _mentions(message, me):
        text = text.replace(mention, " ", 1)
    return re.sub(r"^/\w+(@\w+)?", "", text.strip()).lstrip(" ,:")


def place(message: MaybeInaccessibleMessage) -> Destination:
    """The chat and, in a forum, the topic; other groups number threads that nobody sees."""
    if isinstance(message, Message) and message.is_topic_message:
        return Destination(message.chat.id, message.message_thread_id)
    return Destination(message.chat.id)


def person(update: Update) -> int:
    """Who speaks: a person, or the chat in whose name an admin does."""
    sender = update.effective_sender
    return sender.id if sender else 0


def room(update: Update) -> str:
    """What the names of all conversations of this chat begin with."""
    chat = update.effective_chat.id if update.effective_chat else 0
    return conversation_names.chat_prefix(chat)


def conversation(update: Update) -> str:
    """One memory a person and chat: in a group nobody's follow-ups mix with another's."""
    return f"{room(update)}{person(update)}"


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
    # All in a topic replies to the message that made it, which may have been ours.
    return bool(to and to.from_user and to.from_user.id == me.id and not to.forum_topic_created)
