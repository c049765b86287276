"""Wraps Pillow and the fonts: writes text on pictures, and draws a timeline.

Knows nothing of Telegram, articles or files: a picture is the bytes of a PNG. Sizes are in pixels.
"""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from PIL import Image, ImageDraw, ImageFont
from pymupdf_fonts import myfont

# FiraGO has Latin, Cyrillic, Greek, Hebrew and Arabic letters; the other two have symbols.
_FONTS = {False: ("figo", "symbol2", "math"), True: ("figbo", "symbol2", "math")}
_MISSING = "\U0010fffe"  # a character that no font has

INK, GREY, BLUE, PAPER = "#1c1c1e", "#6d6d72", "#2f6fb2", "#ffffff"

_WIDTH, _MARGIN, _GAP = 1080, 64, 36
_RAIL = _MARGIN + 12  # x of the line of the timeline
_TEXT = _MARGIN + 64  # x where its texts begin
_LINES = 3  # of one event's text, at most


@dataclass(frozen=True, slots=True)
class Milestone:
    """One entry of a timeline: the date, what happened, and who reports it."""

    when: str
    what: str
    who: str


class Pen:
    """Writes text of one size and weight; symbols come from another font than letters."""

    def __init__(self, size: int, *, bold: bool = False) -> None:
        self.size = size
        self._fonts = [_font(name, size) for name in _FONTS[bold]]
        self.height = round(size * 1.35)

    def can_write(self, text: str) -> bool:
        """Whether the fonts have all characters of `text`."""
        return all(self._font_of(char) is not None for char in text)

    def width(self, text: str) -> float:
        """Width of `text` on one line."""
        return sum(font.getlength(run) for font, run in self._runs(text))

    def write(self, on: ImageDraw.ImageDraw, at: tuple[float, float], text: str, ink: str) -> None:
        """Write one line in the colour `ink`; `at` is its upper left corner."""
        x, y = at
        base = y + self.size  # one base line for all fonts
        for font, run in self._runs(text):
            on.text((x, base), run, font=font, fill=ink, anchor="ls")
            x += font.getlength(run)

    def wrap(self, text: str, width: float, most: int | None = None) -> list[str]:
        """`text` in lines of at most `width`; what does not fit into `most` lines is cut off."""
        lines: list[list[str]] = []
        left, space = 0.0, self.width(" ")
        for word in _parts(text, lambda part: self.width(part) <= width):
            own = self.width(word)
            if own > left or not lines:
                if most is not None and len(lines) == most:
                    return _cut(lines, lambda line: self.width(line) <= width)
                lines.append([])
                left = width
            lines[-1].append(word)
            left -= own + space
        return [" ".join(line) for line in lines]

    def _runs(self, text: str) -> Iterator[tuple[ImageFont.FreeTypeFont, str]]:
        """`text` in runs of one font each; Arabic letters join only within a run."""
        for font, run in groupby(text, lambda char: self._font_of(char) or self._fonts[0]):
            yield font, "".join(run)

    def _font_of(self, char: str) -> ImageFont.FreeTypeFont | None:
        return next((font for font in self._fonts if char.isspace() or _has(font, char)), None)


def timeline(title: str, milestones: Sequence[Milestone]) -> bytes | None:
    """Draw a timeline: a PNG, 1,080 pixels wide. None when the fonts lack one of its letters."""
    head, date, body, small = Pen(44, bold=True), Pen(30, bold=True), Pen(32), Pen(26)
    said = "".join([title, *(m.when + m.what + m.who for m in milestones)])
    if not body.can_write(said):
        return None
    room = _WIDTH - _TEXT - _MARGIN
    titles = head.wrap(title, _WIDTH - 2 * _MARGIN, 2)
    texts = [body.wrap(m.what, room, _LINES) for m in milestones]
    height = 2 * _MARGIN + head.height * len(titles)
    height += sum(_GAP + date.height + body.height * len(t) + small.height for t in texts)
    picture = Image.new("RGB", (_WIDTH, height), PAPER)
    on = ImageDraw.Draw(picture)
    y = _MARGIN
    for line in titles:
        head.write(on, (_MARGIN, y), line, INK)
        y += head.height
    first, last = y + _GAP + date.height // 2, 0
    dots = []
    for milestone, lines in zip(milestones, texts, strict=True):
        y += _GAP
        last = y + date.height // 2
        dots.append(last)
        date.write(on, (_TEXT, y), milestone.when, BLUE)
        y += date.height
        for line in lines:
            body.write(on, (_TEXT, y), line, INK)
            y += body.height
        small.write(on, (_TEXT, y), (small.wrap(milestone.who, room, 1) or [""])[0], GREY)
        y += small.height
    on.line((_RAIL, first, _RAIL, last), fill=BLUE, width=4)
    for dot in dots:
        on.ellipse((_RAIL - 11, dot - 11, _RAIL + 11, dot + 11), fill=BLUE, outline=PAPER, width=4)
    return png(picture)


def png(picture: Image.Image) -> bytes:
    """The bytes of a picture."""
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=3)  # higher ones take far longer for a few KB
    return out.getvalue()


def _cut(lines: list[list[str]], fits: Callable[[str], bool]) -> list[str]:
    """The lines, the last one ending with an ellipsis."""
    *whole, last = lines
    while last and not fits(" ".join([*last, "…"])):
        last = last[:-1]
    return [" ".join(line) for line in [*whole, [*last, "…"]]]


def _parts(text: str, fits: Callable[[str], bool]) -> Iterator[str]:
    """The words of `text`; what does not fit, such as a script without spaces, is cut up."""
    for word in text.split():
        while not fits(word):
            cut = next((n for n in range(len(word) - 1, 1, -1) if fits(word[:n])), 1)
            yield word[:cut]
            word = word[cut:]  # noqa: PLW2901
        yield word


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(io.BytesIO(_unpacked(name)), size)


@cache
def _unpacked(name: str) -> bytes:
    unpacked: bytes = myfont(name)
    return unpacked


@cache
def _has(font: ImageFont.FreeTypeFont, char: str) -> bool:
    """Whether the font has this character; for all others it draws the same box."""
    return bytes(font.getmask(char)) != bytes(font.getmask(_MISSING))
