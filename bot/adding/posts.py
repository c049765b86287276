"""A post of a channel or group, as it is kept until it is in the library (pure).

Knows nothing of Telegram's messages (`bot.messenger.channels.post_reader` reads them) or of files.
"""

import json
import re
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from bot.adding.adding_result import Added

_LEAST_WORDS = 5
_SIGNS = r"\u3040-\u30ff\u3400-\u9fff"  # Japanese and Chinese, which are written without spaces
_WORD = re.compile(rf"[{_SIGNS}]|[^\W\d_{_SIGNS}]+(?:['’-][^\W\d_]+)*|\d+(?:[.,:]\d+)*")
_UNREAD = re.compile(r"(?:https?://|www\.)\S+|(?<!\w)[@#]\w+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Attached:
    """A document of a post: how Telegram calls the file, its mark, name, media type and size.

    `mark` is the same for the same file whenever it is sent.
    """

    file: str
    mark: str
    name: str
    kind: str
    size: int


@dataclass(frozen=True, slots=True)
class Post:
    """A post: a unique key, its publisher, its day, its address or "", and what is in it.

    `author` is who signed it. `title` is its headline, if it has one. `links` are the pages that it
    points to. `attached` is its document; the bytes come beside it. A `copy`, which somebody passed
    on, may be older than what is kept of the post, and does not replace that.
    """

    key: str
    outlet: str
    published: date
    url: str
    text: str = ""
    title: str = ""
    author: str = ""
    links: tuple[str, ...] = ()
    attached: Attached | None = None
    copy: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a post: of its text, its document and its linked pages.

    `reasons` are lines for people that say why something was not added. `unread` are the links
    whose pages can never be added.
    """

    post: Post
    added: tuple[Added, ...] = ()
    reasons: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def is_short(text: str) -> bool:
    """Whether a text has fewer than five words, those aside that only point elsewhere."""
    return len(_WORD.findall(_UNREAD.sub(" ", text))) < _LEAST_WORDS


def without_pointers(text: str) -> str:
    """`text` without lines that hold only addresses, @names and #marks: most channels end so."""
    lines = [line for line in text.split("\n") if not line.strip() or _says_something(line)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def merged(posts: list[Post]) -> list[Post]:
    """The last form of each post with the links of all, in the order in which each came first.

    A copy that was passed on, which may be of an older form, is taken only where nothing else is.
    """
    found: dict[str, Post] = {}
    for post in posts:
        before = found.get(post.key)
        links = (*before.links, *post.links) if before else post.links
        newest = before if before and post.copy and not before.copy else post
        found[post.key] = replace(newest, links=tuple(dict.fromkeys(links)))
    return list(found.values())


def to_json(post: Post) -> str:
    """The post as text."""
    return json.dumps({**asdict(post), "published": post.published.isoformat()})


def from_json(text: str) -> Post:
    """The post that `to_json` was given."""
    fields: dict[str, Any] = json.loads(text)
    attached = Attached(**fields["attached"]) if fields["attached"] else None
    day, links = date.fromisoformat(fields["published"]), tuple(fields["links"])
    return replace(Post(**fields), published=day, links=links, attached=attached)


def _says_something(line: str) -> bool:
    return bool(_WORD.search(_UNREAD.sub(" ", line))) or not _UNREAD.search(line)
