"""Draws a recorded conversation as it looks on a phone.

    python -m docs.pictures IN.json OUT.png

`docs/record.py` makes IN.json: a list of messages with the field names of Telegram's Bot API, and
`buttons`, the rows of labels below a message.
"""

import base64
import io
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from bot.drawing import Pen, png

Json = dict[str, Any]

WIDTH = 820  # pixels, two for each point of a phone's screen
_SIDE, _PAD, _GAP, _BAR = 20, 22, 14, 8
_BUBBLE = 700
_WALL, _BOT, _PERSON = "#d5dfe6", "#ffffff", "#e1f8d4"
_INK, _LINK, _GREY, _QUOTE, _KEY = "#111111", "#2a78b8", "#7c8a94", "#e9f2f9", "#9fb1bd"
_HEAD = "#517da2"
# Emoji that our fonts lack -> a similar sign that they have.
_NEAR = dict(zip("📖🔎🔄📰✅🔔🔕📄", "🕮🔍↻🗞✓🕭✕🗎", strict=True))

_PLAIN, _BOLD = Pen(28), Pen(28, bold=True)
_SMALL, _KEYS = Pen(22), Pen(25, bold=True)
_TITLE = Pen(32, bold=True)


@dataclass(frozen=True, slots=True)
class Style:
    """How a stretch of text looks."""

    bold: bool = False
    link: bool = False
    quote: bool = False

    @property
    def pen(self) -> Pen:
        """The pen that writes it."""
        return _BOLD if self.bold else _PLAIN


@dataclass(frozen=True, slots=True)
class Line:
    """The words of one line, each with its style."""

    words: tuple[tuple[str, Style], ...]
    quote: bool

    @property
    def width(self) -> float:
        """Its width in pixels."""
        return sum(style.pen.width(word) for word, style in self.words)


def draw(messages: Sequence[Json], title: str = "Byline") -> bytes:
    """Return the conversation as a PNG; `title` is the chat's name."""
    bubbles = [_Bubble(message) for message in messages]
    top = 96
    height = top + _GAP + sum(bubble.height + _GAP for bubble in bubbles)
    picture = Image.new("RGB", (WIDTH, height), _WALL)
    on = ImageDraw.Draw(picture)
    on.rectangle((0, 0, WIDTH, top), fill=_HEAD)
    on.ellipse((_SIDE, 18, _SIDE + 60, 78), fill=_WALL)
    _TITLE.write(on, (_SIDE + 30 - _TITLE.width(title[:1]) / 2, 28), title[:1], _HEAD)
    _TITLE.write(on, (_SIDE + 80, 14), title, "#ffffff")
    _SMALL.write(on, (_SIDE + 80, 54), "bot", "#d7e6f2")
    y = top + _GAP
    for bubble in bubbles:
        bubble.draw(picture, on, y)
        y += bubble.height + _GAP
    return png(picture)


class _Bubble:
    def __init__(self, message: Json) -> None:
        self._bot = bool(message.get("from_bot"))
        text = _drawable(message.get("text", ""))
        self._lines = list(_lines(text, message.get("entities", []))) if text else []
        self._rows = [[_drawable(label) for label in row] for row in message.get("buttons", [])]
        self._photo = _photo(message.get("photo"))
        widest = max((line.width + (_PAD if line.quote else 0) for line in self._lines), default=0)
        inner = _BUBBLE - 2 * _PAD
        self._width = int(inner if self._photo or self._rows else min(inner, widest)) + 2 * _PAD
        photo = self._photo.height + _PAD // 2 if self._photo else 0
        self._body = photo + _PLAIN.height * len(self._lines) + 2 * _PAD - 8
        self._key = _KEYS.height + 24
        self.height = self._body + len(self._rows) * (self._key + _BAR)

    def draw(self, picture: Image.Image, on: ImageDraw.ImageDraw, y: int) -> None:
        x = _SIDE if self._bot else WIDTH - _SIDE - self._width
        paper = _BOT if self._bot else _PERSON
        on.rounded_rectangle((x, y, x + self._width, y + self._body), 22, fill=paper)
        at = y + _PAD - 6
        if self._photo:
            picture.paste(self._photo, (x + _PAD, at))
            at += self._photo.height + _PAD // 2
        for quote, block in groupby(self._lines, lambda line: line.quote):
            lines = list(block)
            tall = len(lines) * _PLAIN.height
            if quote:
                right = x + self._width - _PAD // 2
                on.rounded_rectangle((x + _PAD // 2, at, right, at + tall), 8, fill=_QUOTE)
                on.rectangle((x + _PAD // 2, at, x + _PAD // 2 + 5, at + tall), fill=_LINK)
            for line in lines:
                left = float(x + _PAD + (_PAD // 2 if quote else 0))
                for word, style in line.words:
                    style.pen.write(on, (left, at), word, _LINK if style.link else _INK)
                    left += style.pen.width(word)
                at += _PLAIN.height
        at = y + self._body + _BAR
        for row in self._rows:
            wide = (self._width - _BAR * (len(row) - 1)) / len(row)
            for number, label in enumerate(row):
                left = x + number * (wide + _BAR)
                on.rounded_rectangle((left, at, left + wide, at + self._key), 14, fill=_KEY)
                shown = (_KEYS.wrap(label, wide - _PAD, 1) or [""])[0]
                middle = left + (wide - _KEYS.width(shown)) / 2
                _KEYS.write(on, (middle, at + 12), shown, "#ffffff")
            at += self._key + _BAR


def _lines(text: str, entities: Sequence[Json]) -> Iterator[Line]:
    """Yield the text in lines that fit a bubble."""
    styles = _styles(text, entities)
    start = 0
    for paragraph in text.split("\n"):
        own = styles[start : start + len(paragraph)]
        quote = any(style.quote for style in own)
        yield from _wrapped(paragraph, own, quote)
        start += len(paragraph) + 1


def _wrapped(paragraph: str, styles: Sequence[Style], quote: bool) -> Iterator[Line]:
    room = _BUBBLE - 2 * _PAD - (_PAD if quote else 0)
    words: list[tuple[str, Style]] = []
    used = 0.0
    for word in _words(paragraph, styles):
        wide = sum(style.pen.width(part.rstrip()) for part, style in word)
        if words and used + wide > room:
            yield Line(tuple(words), quote)
            words, used = [], 0.0
        words += word
        used += sum(style.pen.width(part) for part, style in word)
    yield Line(tuple(words), quote)


def _words(paragraph: str, styles: Sequence[Style]) -> Iterator[list[tuple[str, Style]]]:
    """Yield words with the space behind them, each as parts of one style."""
    word: list[tuple[str, Style]] = []
    for style, run in groupby(zip(paragraph, styles, strict=True), lambda pair: pair[1]):
        part = ""
        for char, _ in run:
            part += char
            if char == " ":
                yield [*word, (part, style)]
                word, part = [], ""
        word += [(part, style)] if part else []
    if word:
        yield word


def _styles(text: str, entities: Sequence[Json]) -> list[Style]:
    """Return the style of each character; Telegram's entities count in UTF-16 units."""
    styles: list[Style] = []
    unit = 0
    for char in text:
        kinds = {e["type"] for e in entities if e["offset"] <= unit < e["offset"] + e["length"]}
        styles.append(
            Style(
                bold="bold" in kinds,
                link=bool(kinds & {"text_link", "url", "bot_command", "mention"}),
                quote=bool(kinds & {"blockquote", "expandable_blockquote"}),
            )
        )
        unit += len(char.encode("utf-16-le")) // 2
    return styles


def _drawable(text: str) -> str:
    """Replace signs that our fonts lack; a replacement has the length of the sign."""
    return "".join(
        near if _PLAIN.can_write(near := _NEAR.get(char, char)) else "·" * len(near)
        for char in text
        if char != "\ufe0f"
    )


def _photo(encoded: str | None) -> Image.Image | None:
    if not encoded:
        return None
    photo = Image.open(io.BytesIO(base64.b64decode(encoded))).convert("RGB")
    wide = _BUBBLE - 2 * _PAD
    return photo.resize((wide, photo.height * wide // photo.width), Image.Resampling.LANCZOS)


def main(source: str, target: str) -> None:
    """Draw the conversation in the JSON file `source` as the PNG file `target`."""
    messages = json.loads(Path(source).read_text(encoding="utf-8"))
    Path(target).write_bytes(draw(messages))


if __name__ == "__main__":
    main(*sys.argv[1:])
