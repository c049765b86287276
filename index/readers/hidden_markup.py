"""Takes out of a page what its readers do not see, however it is hidden (changes a tree in place).

What hides a small part of a page hides it from people only: models and search would still read it.
"""

import re

from index.readers.page_styles import Colour, Style, Styles, colour, is_clear
from index.readers.page_tree import Element, deep_text, drop

# Classes whose text only programs read aloud.
_FOR_EARS = frozenset(
    "sr-only visually-hidden visuallyhidden screen-reader-text screenreader-text "
    "screen-reader-only u-visually-hidden is-visually-hidden a11y-hidden".split()
)
_NOTHING = re.compile(r"0+(?:\.0*)?(?:px|em|rem|pt|%)?|\.0+|1px")
_FAINT = re.compile(r"0?\.0\d*|0+(?:\.0\d*)?%?")  # of opacity
_NO_FONT = re.compile(r"(?:.*\s)?0(?:px|pt|em|%)?[/\s]")
_MOVED = re.compile(r"scale[xy]?\(0?\.?0*[,)]|translate[xy]?\((?:[^)]*[,\s])?-\d{3,}")
_TINY = re.compile(r"(?:[012](?:\.\d+)?|\.\d+)(?:px|pt)|0?\.[01]\d*(?:em|rem)")
_FAR_OFF = re.compile(r"-\d{3,}(?:\.\d+)?(?:px|em|rem|pt|%|vw|vh)?")
_CLIPPED = re.compile(r"rect\((?:[01](?:px)?[\s,]*){4}\)|inset\((?:[5-9]\d|100)%\)|circle\(0")
_INDENTS = ("text-indent", "margin-left", "margin-top")
_WHITE: Colour = (255, 255, 255)
_ALIKE = 24  # of 255: colours nearer than this in red, green and blue cannot be told apart


def drop_hidden(tree: Element) -> None:
    """Drop what is hidden; show it instead if it is more than half of the page's text.

    Some sites show their article only when a program has run.
    """
    body = tree.find("body")
    if body is None:
        return
    styles, whole = Styles(tree), _length(body)
    hidden = {element for element in body.iterdescendants() if _is_hidden(element, styles)}
    for element in _outer(hidden):
        if _length(element) > whole / 2:
            for part in hidden.intersection(element.iter()):
                part.attrib.pop("hidden", None)
                part.attrib.pop("style", None)
        else:
            drop(element)
    page = _Page(styles)
    unseen = _outer({element for element in body.iterdescendants() if page.hides(element)})
    # A page whose text is mostly "unseen" has a background, or a program, that is not known.
    if sum(_length(element) for element in unseen) <= whole / 2:
        for element in unseen:
            drop(element)
    # What is left is seen, but extractors believe that "overflow: hidden" hides, too.
    for element in body.xpath(".//*[contains(@style, 'hidden')]"):
        element.attrib.pop("style")


def _outer(elements: set[Element]) -> list[Element]:
    """Those of `elements` that are in none of the others."""
    return [each for each in elements if elements.isdisjoint(each.iterancestors())]


def _length(element: Element) -> int:
    return len(deep_text(element))


def _is_hidden(element: Element, styles: Styles) -> bool:
    if (
        element.tag == "template"
        or "hidden" in element.attrib
        or not _FOR_EARS.isdisjoint(element.get("class", "").split())
    ):
        return True
    style = styles.of(element)
    return style.get("display") == "none" or style.get("visibility") in ("hidden", "collapse")


class _Page:
    """Finds what is there and yet cannot be seen: too small, too far off, too pale."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._lengths: dict[Element, int] = {}  # characters of elements that hold others

    def hides(self, element: Element) -> bool:
        """Whether the element cannot be seen."""
        style = self._styles.of(element)
        return bool(style) and (
            bool(_FAINT.fullmatch(style.get("opacity", "")))
            or bool(_NOTHING.fullmatch(style.get("font-size", "")))
            or bool(_TINY.fullmatch(style.get("font-size", "")))
            or bool(_NO_FONT.match(style.get("font", "")))
            or bool(_MOVED.search(style.get("transform", "")))
            or any(_FAR_OFF.fullmatch(style.get(name, "")) for name in _INDENTS)
            or _is_outside(style)
            or _is_closed(style)
            or self._is_pale(element, style)
        )

    def _is_pale(self, element: Element, style: Style) -> bool:
        """Whether the text has the colour of what is behind it, as far as the page says."""
        value = style.get("color", "")
        if is_clear(value):
            return not any("background-clip" in name for name in style)
        own = colour(value) if value else None
        return own is not None and self._is_behind(own, element)

    def _is_behind(self, own: Colour, element: Element) -> bool:
        """Whether what is behind `element` is known to have the colour `own`."""
        for around in (element, *element.iterancestors()):
            style = self._styles.of(around)
            value = style.get("background-color") or style.get("background", "")
            if value and value not in ("none", "transparent", "inherit", "initial"):
                known = colour(value)
                return known is not None and _alike(own, known)
            if not self._styles.whole and (around.get("class") or around.get("id")):
                # Where most of the text is in the usual colour, so is what is behind it.
                half = self._length(around) / 2
                return _alike(own, _WHITE) and self._length(element) < half
        return _alike(own, _WHITE)

    def _length(self, element: Element) -> int:
        if element not in self._lengths:
            self._lengths[element] = len(str(element.text_content()))
        return self._lengths[element]


def _is_outside(style: Style) -> bool:
    if style.get("position") not in ("absolute", "fixed"):
        return False
    places = (style.get(side, "") for side in ("left", "top", "right", "bottom"))
    clip = f"{style.get('clip', '')} {style.get('clip-path', '')}"
    return any(map(_FAR_OFF.fullmatch, places)) or bool(_CLIPPED.search(clip))


def _is_closed(style: Style) -> bool:
    sizes = (style.get(name, "") for name in ("height", "max-height", "width", "max-width"))
    return style.get("overflow") == "hidden" and any(map(_NOTHING.fullmatch, sizes))


def _alike(one: Colour, other: Colour) -> bool:
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) < _ALIKE
