"""Plain text -> Telegram HTML, in messages that fit (pure).

Everything that comes from articles, people or the model is escaped here, in one place. Telegram
measures a message after its markup is taken off, in UTF-16 units, so lengths are in those units.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

MAX_UNITS = 4096  # of one message: https://core.telegram.org/bots/api#sendmessage
_FRAGMENT_WORDS = 5  # from each end of a sentence: enough to be found once on a page
_REST_UNITS = 600  # of a message kept free for what stands beside a long text: marks, outlet, title
PART_UNITS = MAX_UNITS - _REST_UNITS  # of a long text that is shown in parts


@dataclass(frozen=True, slots=True)
class Piece:
    """HTML that must not be torn, and its length in units."""

    html: str
    units: int

    def __add__(self, other: "Piece") -> "Piece":
        """Join two pieces into one."""
        return Piece(self.html + other.html, self.units + other.units)


@dataclass(frozen=True, slots=True)
class Block:
    """Pieces that belong together, joined by `joiner`; `tags` wrap its share of each message."""

    pieces: Sequence[Piece]
    joiner: str = "\n"
    tags: tuple[str, str] = ("", "")


def text(plain: str) -> Piece:
    """Escape plain text."""
    plain = _sound(plain)
    return Piece(escape(plain, quote=False), units(plain))


def bold(piece: Piece) -> Piece:
    """Make a piece bold."""
    return Piece("<b>", 0) + piece + Piece("</b>", 0)


def marked(plain: str) -> Piece:
    """Escape plain text and make it stand out from the text around it."""
    return Piece("<u><b>", 0) + text(plain) + Piece("</b></u>", 0)


def units(plain: str) -> int:
    """Length in UTF-16 code units."""
    return len(plain.encode("utf-16-le", "surrogatepass")) // 2


def link(url: str, label: str) -> Piece:
    """A link, or the bare label where `url` is no web address."""
    shown = text(label)
    if not re.match(r"https?://[^/?#\s]", url):
        return shown
    return Piece(f'<a href="{escape(_safe(url))}">{shown.html}</a>', shown.units)


def fragment_url(url: str, sentence: str) -> str:
    """`url`, made to jump to `sentence` and mark it.

    What is no web address, or leads to a post in Telegram and so to an app, comes back as it is.

    Text fragments as in https://wicg.github.io/scroll-to-text-fragment/: begin and end of the
    text, with "-" and "," escaped since they have a meaning there.
    """
    if not re.match(r"https?://(?!t\.me/)[^/?#\s]", url):
        return url
    words = _sound(sentence).split()
    page, _, anchor = _safe(url).partition("#")
    anchor = anchor.partition(":~:")[0]  # another's directive would win over ours
    ends = [words[:_FRAGMENT_WORDS], words[-_FRAGMENT_WORDS:]]
    if len(words) <= 2 * _FRAGMENT_WORDS:
        ends = [words]
    target = ",".join(quote(" ".join(end), safe="").replace("-", "%2D") for end in ends)
    return f"{page}#{anchor}:~:text={target}"


def messages(blocks: Iterable[Block]) -> list[str]:
    """The blocks as HTML messages of at most 4,096 units, torn only between pieces.

    A piece that is longer than a message must be cut by `fold` before.
    """
    parts: list[str] = []
    html, used = "", 0
    for block in blocks:
        opened = False
        for piece in block.pieces:
            glue = block.joiner if opened else "\n\n" if html else ""
            if html and used + units(glue) + piece.units > MAX_UNITS:
                parts.append(html + (block.tags[1] if opened else ""))
                html, used, opened, glue = "", 0, False, ""
            html += glue + ("" if opened else block.tags[0]) + piece.html
            used += units(glue) + piece.units
            opened = True
        html += block.tags[1] if opened else ""
    return [*parts, html] if html else parts


def fold(plain: str, limit: int = PART_UNITS) -> list[str]:
    """`plain` in parts of at most `limit` units, cut at a sentence's end or else at a space.

    Only white space at the cuts is lost. There is always a part, if only an empty one.
    """
    parts: list[str] = []
    plain = _sound(plain)
    while units(plain) > limit:
        head = first_units(plain, limit)
        ends = [m.end() for m in re.finditer(r"[.!?…][”\"')\]]*\s", head)]
        cut = ends[-1] if ends and ends[-1] > len(head) // 2 else head.rfind(" ") + 1
        cut = cut or len(head)
        parts.append(plain[:cut].rstrip())
        plain = plain[cut:].lstrip()
    return [*parts, plain] if plain or not parts else parts


def first_units(plain: str, limit: int) -> str:
    """The beginning that fits in `limit` units, at least one character; tears no surrogate pair."""
    head = plain.encode("utf-16-le", "surrogatepass")[: 2 * limit].decode("utf-16-le", "ignore")
    return head or plain[:1]


def _sound(plain: str) -> str:
    """Replace halves of surrogate pairs, which no message can carry."""
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _safe(url: str) -> str:
    """A web address as a browser would send it: spaces, quotes and the like percent-encoded."""
    return quote(_sound(url.strip()), safe="%/:=&?~#+!$,;'@()*[]")
