"""Says which messages are meant for the bot, who speaks, and where (pure).

In a private chat every message is; in a group those that mention the bot, reply to it or give it a
command, in a text or in the caption of a picture or file. With Telegram's privacy mode on, the bot
never sees the others; with it off, they are dropped.
"""

import re

from telegram import MaybeInaccessibleMessage, Message, MessageEntity, Update, User
from telegram.constants import ChatType, MessageEntityType

from bot.memory import conversation_names
from bot.messenger.sending.outbox import Destination
from index.language_data.invisible import INVISIBLE

_TELEGRAM = r"https?://(?:t|telegram)\.me/"
_POINTING = " \n?!.,:;…^↑☝👆⬆\ufe0f\u200b"
_WORD = re.compile(r"\w")
_INVISIBLE = re.compile(INVISIBLE)
_EMPTY_BRACKETS = re.compile(r"\(\s*\)|\[\s*\]|<\s*>")
_SPACE_BEFORE_MARK = re.compile(r"\s+(?=[,.;:?!])")
_LOOSE_END = re.compile(r"[\s,;:–—-]+(?=[?!.]*\s*$)")


def for_us(update: Update, me: User, commands: frozenset[str]) -> bool:
    """Whether this update is meant for the bot. `commands` are the names of its commands."""
    message = update.message or update.edited_message
    if message is None:
        return update.callback_query is not None or update.inline_query is not None
    return _to_us(message, me, commands) and (update.message is not None or asks(message))


def _to_us(message: Message, me: User, commands: frozenset[str]) -> bool:
    if message.chat.type == ChatType.PRIVATE or message.migrate_to_chat_id:
        return True
    if message.chat.type == ChatType.CHANNEL or message.is_automatic_forward:
        return False
    if message.sender_chat is None and (message.from_user is None or message.from_user.is_bot):
        return False  # another bot: two that answer each other never end
    command = re.match(r"/([a-zA-Z]+)(?:_?\d+)?(?:@(\w+))?(?!\w)", written(message))
    if command:
        name, to = command[1].lower(), command[2]
        return name in commands and (to is None or to.lower() == me.name[1:].lower())
    return bool(_mentions(message, me)) or _replies(message, me)


def written(message: Message) -> str:
    """The text of a message, or the caption of its picture or file; "" when it has neither."""
    return message.text or message.caption or ""


def asks(message: Message) -> bool:
    """Whether a caption or an edited message is a question: commands in these are not run."""
    text = written(message)
    return bool(text) and (not text.startswith("/") or bool(re.match(r"/ask\b", text)))


def asked(message: Message, me: User) -> str:
    """What a message asks, without the bot's name, the command and links beside the words."""
    named = _mentions(message, me)
    text = _question(cut(written(message), named))
    links = _links(message)
    bare = _question(cut(written(message), named + links)) if links else ""
    return bare if _WORD.search(bare) else text


def asked_above(message: Message, me: User) -> str:
    """What the message asks that `message` replies to, or the part of it that is quoted.

    "" for a reply to the bot itself, and for no reply.
    """
    to = message.reply_to_message
    if to is not None and to.from_user is not None and to.from_user.id == me.id:
        return ""
    if message.quote is not None:
        return message.quote.text
    return asked(to, me) if to is not None else ""


def names(message: Message, me: User) -> bool:
    """Whether a message names the bot or begins with a command, so that it was said to it."""
    return bool(_mentions(message, me)) or written(message).startswith("/")


def points_up(text: str) -> bool:
    """Whether a text, without the bot's name, has no words of its own: "", "?", "👆"."""
    return not text.strip(_POINTING)


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


def entities(message: Message, *kinds: MessageEntityType) -> dict[MessageEntity, str]:
    """What of these kinds stands in a text or caption, each with its words."""
    if message.text:
        return message.parse_entities(list(kinds))
    return message.parse_caption_entities(list(kinds)) if message.caption else {}


def _mentions(message: Message, me: User) -> list[MessageEntity]:
    kinds = MessageEntityType
    named = entities(message, kinds.MENTION, kinds.TEXT_MENTION, kinds.TEXT_LINK)
    ours = rf"(?:tg://user\?id={me.id}|(?:tg://resolve\?domain=|{_TELEGRAM}){me.username})/?"
    return [
        entity
        for entity, text in named.items()
        if text.lower() == me.name.lower()
        or (entity.user and entity.user.id == me.id)
        or re.fullmatch(ours, entity.url or "", re.IGNORECASE)
    ]


def _links(message: Message) -> list[MessageEntity]:
    """The addresses of pages in a text; "example.org" alone may be a name in the question."""
    found = entities(message, MessageEntityType.URL)
    return [entity for entity, text in found.items() if "/" in text]


def cut(text: str, entities: list[MessageEntity]) -> str:
    """Take entities out of a text, and the brackets and spaces that they leave behind."""
    if not entities:
        return text
    units = text.encode("utf-16-le", "surrogatepass")  # Telegram counts in these
    pieces, done = [], 0
    for entity in sorted(entities, key=lambda each: each.offset):  # two may cover one another
        pieces.append(units[done : 2 * entity.offset])
        done = max(done, 2 * (entity.offset + entity.length))
    pieces.append(units[done:])
    kept = " ".encode("utf-16-le").join(pieces)
    text = _EMPTY_BRACKETS.sub(" ", kept.decode("utf-16-le", "replace"))
    return _LOOSE_END.sub("", _SPACE_BEFORE_MARK.sub("", text))


def _question(text: str) -> str:
    return re.sub(r"^/\w+(@\w+)?", "", _INVISIBLE.sub("", text).strip()).lstrip(" ,:")


def _replies(message: Message, me: User) -> bool:
    to = message.reply_to_message
    # Every message in a topic replies to the one that opened the topic, which may be the bot's.
    return bool(to and to.from_user and to.from_user.id == me.id and not to.forum_topic_created)
