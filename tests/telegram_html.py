"""Telegram's HTML parse mode, read the way its servers read it: HTML in, text and entities out.

The grammar and the error texts follow tdlib's parser; offsets in errors are bytes, offsets in
entities are UTF-16 code units. Stricter than Telegram in one place: a blockquote inside a
blockquote is refused here, while Telegram documents it as not allowed and repairs it silently.
Knows nothing of messages, chats or HTTP.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

Entity = dict[str, Any]

_TYPES = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("span", "tg-spoiler"), "spoiler"),
    "a": "text_link",
    "blockquote": "blockquote",
    "code": "code",
    "pre": "pre",
    "tg-emoji": "custom_emoji",
}
_CHARACTER = re.compile(r"&(?:#(x[0-9a-fA-F]+|[0-9]+)|(lt|gt|amp|quot)(?![a-zA-Z]));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_ATTRIBUTE = re.compile(r"""\s*([^\s=>]*)\s*(=?)\s*(?:"([^"]*)"|'([^']*)'|([\w.-]*))""", re.ASCII)
_DETECTED = re.compile(
    r"(?P<url>https?://[^\s<>\"]*[^\s<>\".,;:!?)])"
    r"|(?<![\w/])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?)(?![\w/])"
    r"|(?<!\w)(?P<mention>@[A-Za-z]\w{3,31})\b"
)


class MarkupError(ValueError):
    """A mistake in HTML; its text is what Telegram says after "can't parse entities: "."""


@dataclass
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int
    chars: int


def utf16(text: str) -> int:
    """The length of a text as Telegram counts it, in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def detect(text: str) -> list[Entity]:
    """The entities that Telegram finds by itself in what a person types."""
    return [
        {"type": found.lastgroup, "offset": utf16(text[: found.start()]), "length": utf16(found[0])}
        for found in _DETECTED.finditer(text)
    ]


def link_problem(url: str) -> str:
    """Why Telegram refuses a link to this URL; "" when it does not."""
    if re.match(r"(?:tg|ton|tonsite):", url, re.IGNORECASE):
        return ""
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
    except ValueError:
        return "Wrong HTTP URL"
    if parts.scheme.lower() not in ("http", "https"):
        return "Unsupported URL protocol"
    if not parts.hostname:
        return "URL host is empty"
    return "" if "." in parts.hostname or ":" in parts.hostname else "Wrong HTTP URL"


def trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Telegram drops white space around a message; entities follow, empty ones vanish."""
    cut = len(text) - len(text.lstrip())
    text = text.strip()
    end, kept = utf16(text), []
    for entity in entities:
        start = max(entity["offset"] - cut, 0)
        stop = min(entity["offset"] + entity["length"] - cut, end)
        if stop > start:
            kept.append({**entity, "offset": start, "length": stop - start})
    return text, kept


def parse(html: str) -> tuple[str, list[Entity]]:
    """Text and entities, or MarkupError with Telegram's words."""
    return _Parser(html).run()


class _Parser:
    def __init__(self, html: str) -> None:
        self.html, self.at = html, 0
        self.text, self.offset = "", 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def run(self) -> tuple[str, list[Entity]]:
        while self.at < len(self.html):
            character = self.html[self.at]
            if character == "<":
                begin = self.at
                if self.html.startswith("</", begin):
                    self._end_tag(begin)
                else:
                    self._start_tag(begin)
                continue
            if character == "&":
                character, self.at = _character(self.html, self.at)
            else:
                self.at += 1
            self.text += character
            self.offset += utf16(character)
        if self.open:
            tag = self.open[-1].tag
            raise MarkupError(f'Can\'t find end tag corresponding to start tag "{tag}"')
        return self.text, _nested(self.entities)

    def _byte(self, position: int) -> str:
        return f"at byte offset {len(self.html[:position].encode())}"

    def _start_tag(self, begin: int) -> None:
        named = re.compile(r"[^\s>]*").match(self.html, begin + 1)
        assert named is not None
        tag, self.at = named[0].lower(), named.end()
        if self.at == len(self.html):
            raise MarkupError(f"Unclosed start tag {self._byte(begin)}")
        if tag not in _TYPES:
            raise MarkupError(f'Unsupported start tag "{tag}" {self._byte(begin)}')
        attributes = self._attributes(tag, begin)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise MarkupError(f'Tag "span" must have class "tg-spoiler" {self._byte(begin)}')
        if tag == "blockquote" and any(outer.tag == "blockquote" for outer in self.open):
            raise MarkupError(f"Nested blockquote {self._byte(begin)}")
        self.open.append(_Open(tag, attributes, self.offset, len(self.text)))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        found: dict[str, str] = {}
        while True:
            self.at += len(self.html[self.at :]) - len(self.html[self.at :].lstrip())
            if self.html.startswith(">", self.at):
                self.at += 1
                return found
            match = _ATTRIBUTE.match(self.html, self.at)
            assert match is not None
            name, equals, double, single, token = match.groups()
            if not name and self.at < len(self.html):
                where = self._byte(begin)
                raise MarkupError(f'Empty attribute name in the tag "{tag}" {where}')
            if self.at >= len(self.html) or match.end() >= len(self.html):
                raise MarkupError(f"Unclosed start tag {self._byte(begin)}")
            if not equals and (tag, name) != ("blockquote", "expandable"):
                raise MarkupError(
                    "Expected equal sign in declaration of an attribute of the tag "
                    f'"{tag}" {self._byte(begin)}'
                )
            if not equals:
                found[name], self.at = "", match.end(1)
                continue
            if token is not None and self.html[match.end()] in "\"'":
                raise MarkupError(f"Unclosed start tag {self._byte(begin)}")
            if token is not None and self.html[match.end()] not in " \t\n\r>":
                where = self._byte(match.start(5))
                raise MarkupError(f"Unexpected end of name token {where}")
            quoted = double if double is not None else single
            found[name] = token.lower() if quoted is None else _decoded(quoted)
            self.at = match.end()

    def _end_tag(self, begin: int) -> None:
        if not self.open:
            raise MarkupError(f"Unexpected end tag {self._byte(begin)}")
        closing = re.compile(r"</([^\s>]*)\s*(>?)").match(self.html, begin)
        assert closing is not None
        if not closing[2]:
            raise MarkupError(f"Unclosed end tag {self._byte(begin)}")
        opened, name = self.open.pop(), closing[1].lower()
        if name not in ("", opened.tag):
            raise MarkupError(
                f"Unmatched end tag {self._byte(begin)}, "
                f'expected "</{opened.tag}>", found "</{name}>"'
            )
        self.at = closing.end()
        if self.offset > opened.offset:
            self._add(opened)

    def _add(self, opened: _Open) -> None:
        span = {"offset": opened.offset, "length": self.offset - opened.offset}
        entity: Entity = {"type": _TYPES[opened.tag], **span}
        if opened.tag == "a":
            entity["url"] = opened.attributes.get("href") or self.text[opened.chars :]
            if link_problem(entity["url"]):
                return  # as on Telegram: the words stay, the link is silently gone
        elif opened.tag == "tg-emoji":
            identity = opened.attributes.get("emoji-id", "")
            if not identity.isdecimal() or not 0 < int(identity) < 2**63:
                raise MarkupError("Invalid custom emoji identifier specified")
            entity["custom_emoji_id"] = identity
        elif opened.tag == "blockquote" and "expandable" in opened.attributes:
            entity["type"] = "expandable_blockquote"
        elif opened.tag == "code":
            name = opened.attributes.get("class", "")
            entity["language"] = name[9:] if name.startswith("language-") else ""
        elif opened.tag == "pre" and self.entities:
            inner = self.entities[-1]
            if inner.get("language") and span.items() <= inner.items():
                self.entities.pop()
                entity["language"] = inner["language"]
        self.entities.append(entity)


def _character(html: str, at: int) -> tuple[str, int]:
    """The character an entity at this place stands for; an unknown one is just an ampersand."""
    match = _CHARACTER.match(html, at)
    if match is None:
        return "&", at + 1
    if match[2]:
        return _NAMED[match[2]], match.end()
    code = int(match[1][1:], 16) if match[1].startswith("x") else int(match[1])
    if not 0 < code < 0x10FFFF or len(match[0]) > 11:
        return "&", at + 1
    if 0xD800 <= code <= 0xDFFF:
        raise MarkupError(
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units"
        )
    return chr(code), match.end()


def _decoded(value: str) -> str:
    out, at = "", 0
    while at < len(value):
        if value[at] == "&":
            character, at = _character(value, at)
        else:
            character, at = value[at], at + 1
        out += character
    return out


def _nested(entities: list[Entity]) -> list[Entity]:
    """Sorted as Telegram sends them; code and pre contain no other entities."""
    for entity in entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    blocks = [e for e in entities if e["type"] in ("code", "pre")]

    def swallowed(entity: Entity) -> bool:
        return any(
            block is not entity
            and block["offset"] <= entity["offset"]
            and entity["offset"] + entity["length"] <= block["offset"] + block["length"]
            and (entity["type"] not in ("code", "pre", "blockquote", "expandable_blockquote"))
            for block in blocks
        )

    kept = [entity for entity in entities if not swallowed(entity)]
    return sorted(kept, key=lambda e: (e["offset"], -e["length"], e["type"]))
