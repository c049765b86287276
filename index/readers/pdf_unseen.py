"""Wraps pypdfium2's drawn objects: tells which words of a PDF's page its readers do not see.

Words may be drawn without ink, in the colour of the paper, tiny, beside the page, under a box, or
in a layer that is off. What stands on a picture is taken as seen: a scanned page has its words so.
"""

import ctypes
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pypdfium2
from pypdfium2 import raw

from index.readers.pdf_layout import Word

_NO_INK = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
_FILLED_ONLY = (raw.FPDF_TEXTRENDERMODE_FILL, raw.FPDF_TEXTRENDERMODE_FILL_CLIP)
_SMALLEST = 2.0  # points
_ALIKE = 24  # of 255: colours nearer than this in red, green and blue cannot be told apart
_FAINTEST = 16  # of 255
_WHITE = (255, 255, 255)
_MOST_SHAPES = 3000
_LONGEST_SIDE = 1500  # pixels of a page that is drawn to see its layers

Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]
Picture = npt.NDArray[np.uint8]


def seen(
    page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, words: Sequence[tuple[int, Word]]
) -> list[bool]:
    """Tell of each word, given with the number of its first character, whether readers see it."""
    drawn = _Drawn(page)
    objects = [raw.FPDFText_GetTextObject(text, index) for index, _ in words]
    found = [
        not obj or drawn.shows(text, index, obj, word)
        for (index, word), obj in zip(words, objects, strict=True)
    ]
    layered = [n for n, obj in enumerate(objects) if found[n] and obj and _is_in_layer(obj)]
    if layered:
        picture = _only_layers(page)
        for n in layered:
            found[n] = _has_ink(page, picture, words[n][1])
    return found


class _Drawn:
    """What else is drawn on a page, in its order."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self._page_box: Box = page.get_bbox()
        self._order: dict[int | None, int] = {}  # address of an object -> its place
        boxes: list[Box] = []
        self._colours: list[Colour | None] = []  # of shapes; None for pictures and the like
        self._places: list[int] = []
        for place in range(min(raw.FPDFPage_CountObjects(page), _MOST_SHAPES)):
            obj = raw.FPDFPage_GetObject(page, place)
            kind = raw.FPDFPageObj_GetType(obj)
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                self._order[_address(obj)] = place
                continue
            box = _bounds(obj)
            if box is None or (kind == raw.FPDF_PAGEOBJ_PATH and not _is_filled(obj)):
                continue
            boxes.append(box)
            self._places.append(place)
            self._colours.append(_fill(obj) if kind == raw.FPDF_PAGEOBJ_PATH else None)
        self._boxes = np.array(boxes, dtype=np.float64).reshape(-1, 4)

    def shows(
        self, text: pypdfium2.PdfTextPage, index: int, obj: raw.FPDF_PAGEOBJECT, word: Word
    ) -> bool:
        """Whether the word, drawn by `obj`, can be seen, as far as its layer is on."""
        x, y = (word.left + word.right) / 2, (word.top + word.bottom) / 2
        left, bottom, right, top = self._page_box
        if not (left <= x <= right and bottom <= y <= top):
            return False
        if word.height < _SMALLEST:
            return False
        mode = raw.FPDFTextObj_GetTextRenderMode(obj)
        ink = _ink(text, index)
        place = self._order.get(_address(obj), _MOST_SHAPES)
        behind, before = self._around(x, y, place, word.height / 2)
        if None in (behind, before):
            return True
        if mode in _NO_INK or before != _NO_COLOUR:
            return False
        return mode not in _FILLED_ONLY or ink is None or not _alike(ink, behind or _WHITE)

    def _around(
        self, x: float, y: float, place: int, tall: float
    ) -> tuple[Colour | None, Colour | None]:
        """The colours of the shapes right behind a point and before it, from the height `tall` on.

        None stands for a picture; without a shape it is white behind and `_NO_COLOUR` before. Lower
        shapes before it are lines.
        """
        behind: Colour | None = _WHITE
        before: Colour | None = _NO_COLOUR
        if not len(self._boxes):
            return behind, before
        left, bottom, right, top = self._boxes.T
        for n in np.nonzero((left <= x) & (x <= right) & (bottom <= y) & (y <= top))[0]:
            if self._places[n] < place:
                behind = self._colours[n]
            elif top[n] - bottom[n] >= tall:
                before = self._colours[n]
            if self._colours[n] is None:
                return None, None
        return behind, before


_NO_COLOUR: Colour = (-1, -1, -1)


def _address(obj: raw.FPDF_PAGEOBJECT) -> int | None:
    return ctypes.cast(obj, ctypes.c_void_p).value


def _bounds(obj: raw.FPDF_PAGEOBJECT) -> Box | None:
    sides = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(obj, *sides):
        return None
    left, bottom, right, top = (side.value for side in sides)
    return left, bottom, right, top


def _is_filled(path: raw.FPDF_PAGEOBJECT) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    opaque = raw.FPDFPath_GetDrawMode(path, mode, stroke) and mode.value
    return bool(opaque) and _fill(path) is not None and not raw.FPDFPageObj_HasTransparency(path)


def _fill(obj: raw.FPDF_PAGEOBJECT) -> Colour | None:
    """The colour that a shape is filled with; None where it can be seen through."""
    parts = [ctypes.c_uint() for _ in range(4)]
    if not raw.FPDFPageObj_GetFillColor(obj, *parts) or parts[3].value < 255:
        return None
    return parts[0].value, parts[1].value, parts[2].value


def _ink(text: pypdfium2.PdfTextPage, index: int) -> Colour | None:
    """The colour that a character is filled with; what is faint has that of paper."""
    parts = [ctypes.c_uint() for _ in range(4)]
    if not raw.FPDFText_GetFillColor(text, index, *parts):
        return None
    if parts[3].value < _FAINTEST:
        return _WHITE
    return parts[0].value, parts[1].value, parts[2].value


def _alike(one: Colour, other: Colour) -> bool:
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) < _ALIKE


def _is_in_layer(obj: raw.FPDF_PAGEOBJECT) -> bool:
    name = (ctypes.c_ushort * 4)()
    size = ctypes.c_ulong()
    for number in range(raw.FPDFPageObj_CountMarks(obj)):
        mark = raw.FPDFPageObj_GetMark(obj, number)
        known = raw.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), size)
        if known and bytes(name)[: size.value].decode("utf-16-le").rstrip("\0") == "OC":
            return True
    return False


def _only_layers(page: pypdfium2.PdfPage) -> Picture:
    """A picture of the page with nothing drawn but the text in layers that are on, in greys."""
    for place in range(raw.FPDFPage_CountObjects(page)):
        obj = raw.FPDFPage_GetObject(page, place)
        is_text = raw.FPDFPageObj_GetType(obj) == raw.FPDF_PAGEOBJ_TEXT
        raw.FPDFPageObj_SetIsActive(obj, is_text and _is_in_layer(obj))
    scale = min(1.5, _LONGEST_SIDE / max(*page.get_size(), 1.0))
    drawn: Picture = page.render(scale=scale, grayscale=True, may_draw_forms=False).to_numpy()
    return drawn


def _has_ink(page: pypdfium2.PdfPage, picture: Picture, word: Word) -> bool:
    height, width = picture.shape[:2]
    across, down = ctypes.c_int(), ctypes.c_int()
    xs, ys = [], []
    for x, y in ((word.left, word.bottom), (word.right, word.top)):
        raw.FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, across, down)
        xs.append(across.value)
        ys.append(down.value)
    part = picture[max(min(ys), 0) : max(ys) + 1, max(min(xs), 0) : max(xs) + 1]
    return bool(part.size) and int(part.max()) - int(part.min()) > _ALIKE
