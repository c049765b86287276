"""Reads a message of a channel or group as a post (pure).

Knows Telegram's messages and links; does not know which chats are watched.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlsplit

from telegram import Chat, ChatFullInfo, Document, Message, MessageOriginChannel, MessageOriginChat
from telegram.constants import ChatType, MessageEntityType

from bot.adding.posts import Attached, Post, without_pointers
from bot.messenger.incoming import address

_LINKS_A_POST = 3  # that are followed: what stands behind them is mostly the channel's own foot
_TITLE_CHARS = 150
# Telegram itself, and where a link leads to a player or an app and not to an article.
_NOT_FOLLOWED = re.compile(
    r"(?:^|\.)(?:t\.me|telegram\.(?:me|org|dog)|youtube\.com|youtu\.be|instagram\.com|tiktok\.com"
    r"|facebook\.com|x\.com|twitter\.com|vk\.com|whatsapp\.com|wa\.me)$"
)
_POST_LINK = re.compile(
    r"(?:https?://)?(?:t|telegram)\.me/(?:s/)?(?:c/(\d+)|([a-z]\w{3,}))/(?:\d+/)?(\d+)/?(?:[?#]\S*)?",
    re.IGNORECASE,
)
_CHAT_LINK = re.compile(r"(?:https?://)?(?:t|telegram)\.me/([a-z]\w{3,})/?", re.IGNORECASE)
_NAME = re.compile(r"@?([a-z]\w{3,})", re.IGNORECASE)
_PRIVATE = "-100"  # before the number of every channel and supergroup

AnyChat = Chat | ChatFullInfo


@dataclass(frozen=True, slots=True)
class PostName:
    """A post as its link names it: the chat's number, or else its @name, and the post's number."""

    chat: int | str
    number: int


def of_chat(message: Message) -> Post:
    """The post that a message in a channel or group is. A post passed on is its first channel's."""
    chat, number = message.chat, message.message_id
    post = _with_content(
        Post(
            key=key(chat.id, number),
            outlet=chat.title or "",
            published=_day(message.date),
            url=post_url(chat, number),
            author=message.author_signature or "",
        ),
        message,
    )
    origin = message.forward_origin
    if not isinstance(origin, MessageOriginChannel):
        return post
    # Whoever follows the link should be able to read it: of a private channel here, not there.
    first = origin.chat
    url = post_url(first, origin.message_id) if first.username else post.url
    return replace(
        post,
        outlet=first.title or post.outlet,
        published=_day(origin.date),
        url=url,
        author=origin.author_signature or "",
    )


def of_forward(message: Message) -> Post | None:
    """The post that a person passed on; None if it is not from a channel or a group's name."""
    origin = message.forward_origin
    if isinstance(origin, MessageOriginChannel):
        chat, number, url = origin.chat, origin.message_id, post_url(origin.chat, origin.message_id)
    elif isinstance(origin, MessageOriginChat):
        chat, number, url = origin.sender_chat, int(origin.date.timestamp()), ""
    else:
        return None
    post = Post(
        key=key(chat.id, number),
        outlet=chat.title or "",
        published=_day(origin.date),
        url=url,
        author=origin.author_signature or "",
    )
    return _with_content(post, message)


def origin_chat(message: Message) -> int | None:
    """The number of the channel or group that a message was passed on from; None for a person."""
    origin = message.forward_origin
    if isinstance(origin, MessageOriginChannel):
        return origin.chat.id
    return origin.sender_chat.id if isinstance(origin, MessageOriginChat) else None


def key(chat: int, number: int) -> str:
    """The key of a post, by which its files and its article are named."""
    return f"telegram{chat}-{number}"


def post_url(chat: Chat, number: int) -> str:
    """The address of a post; "" in a small group, which has no addresses."""
    if chat.username:
        return f"https://t.me/{chat.username}/{number}"
    if chat.type == ChatType.GROUP:
        return ""
    return f"https://t.me/c/{str(chat.id).removeprefix(_PRIVATE)}/{number}"


def chat_url(chat: AnyChat) -> str:
    """The public address of a chat, or ""."""
    return f"https://t.me/{chat.username}" if chat.username else ""


def named_post(text: str) -> PostName | None:
    """The post whose link `text` is; None when it is no such link."""
    found = _POST_LINK.fullmatch(text.strip())
    if found is None:
        return None
    number, name, post = found.groups()
    return PostName(int(f"{_PRIVATE}{number}") if number else f"@{name}", int(post))


def named_chat(text: str) -> int | str | None:
    """The chat that `text` names, by number, @name or address; None when it names none."""
    text = text.strip()
    if re.fullmatch(r"-\d{1,15}", text):
        return int(text)
    if post := named_post(text):
        return post.chat
    found = _CHAT_LINK.fullmatch(text) or _NAME.fullmatch(text)
    return f"@{found[1]}" if found else None


def is_group(chat: AnyChat) -> bool:
    """Whether people talk in a chat; a channel is written by its administrators."""
    return chat.type in (ChatType.GROUP, ChatType.SUPERGROUP)


def _day(moment: datetime) -> date:
    """The day of a moment where the bot is, as of questions."""
    return moment.astimezone().date()


def _with_content(post: Post, message: Message) -> Post:
    text = without_pointers(_unstruck(message))
    return replace(
        post,
        text=text,
        title=_headline(message, text),
        links=_links(message),
        attached=_attached(message.document) if message.document else None,
    )


def _unstruck(message: Message) -> str:
    """What is written, without what its author has struck out."""
    struck = address.entities(message, MessageEntityType.STRIKETHROUGH)
    return address.cut(address.written(message), list(struck))


def _headline(message: Message, text: str) -> str:
    """The first line, where it is bold as a whole and more follows."""
    first, _, rest = text.partition("\n")
    bold = address.entities(message, MessageEntityType.BOLD)
    if not rest.strip() or not 0 < len(first) <= _TITLE_CHARS:
        return ""
    begins = [part for entity, part in bold.items() if entity.offset == 0]
    return first.strip() if any(part.strip() == first.strip() for part in begins) else ""


def _links(message: Message) -> tuple[str, ...]:
    """The pages that the post points to, in order, each once."""
    found: dict[str, None] = {}
    kinds = MessageEntityType
    for entity, text in address.entities(message, kinds.URL, kinds.TEXT_LINK).items():
        url = entity.url or text
        if "://" not in url:
            url = f"https://{url}"
        if _is_page(url):
            found[url] = None
    return tuple(found)[:_LINKS_A_POST]


def _is_page(url: str) -> bool:
    """Whether an address may be that of an article: not a player, nor a site's first page."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    is_web = parts.scheme.lower() in ("http", "https")
    is_first = parts.path in ("", "/") and not parts.query
    return is_web and not is_first and not _NOT_FOLLOWED.search(host)


def _attached(document: Document) -> Attached:
    return Attached(
        file=document.file_id,
        mark=document.file_unique_id,
        name=document.file_name or "",
        kind=document.mime_type or "",
        size=document.file_size or 0,
    )
