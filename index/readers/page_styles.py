"""Reads what a page's own styles say of an element: its style attribute and plain rules (pure).

Of a page's style sheets only those in the page are known, and of their rules those for one class,
id or tag: enough to see what somebody hides on purpose.
"""

import re
from collections.abc import Iterator

from PIL import ImageColor

from index.readers.page_tree import Element

_BRACE = re.compile(r"[{};]")
_PLAIN = re.compile(r"(?:[a-z][a-z0-9]*)?[.#][\w-]+|[a-z][a-z0-9]*", re.IGNORECASE)
_LONGEST_SHEET = 200_000  # characters; longer ones are the site's, not the article's
_LONGEST_VALUE = 200  # characters that are looked at
_PART = r"\s*(\d+(?:\.\d+)?)\s*"
_RGB = re.compile(rf"rgba?\({_PART}[,\s]{_PART}[,\s]{_PART}[,/)]")
_ALPHA = re.compile(r"(?:rgb|hsl)a?\([^)]*[,/]\s*(\d*\.?\d+)\s*\)$")
_FAINTEST = 0.1

Style = dict[str, str]
Colour = tuple[int, int, int]


class Styles:
    """The rules in the page's own style sheets."""

    def __init__(self, tree: Element) -> None:
        self._rules: dict[str, Style] = {}
        self.whole = not tree.xpath("//link[contains(@rel, 'stylesheet')]")
        """Whether no other style sheet belongs to the page."""
        for sheet in tree.iter("style"):
            text = sheet.text or ""
            if len(text) > _LONGEST_SHEET:
                self.whole = False
                continue
            for selectors, declared in _rules(text):
                for selector in selectors.split(","):
                    if _PLAIN.fullmatch(selector.strip()):
                        rule = self._rules.setdefault(selector.strip().lower(), {})
                        rule.update(declarations(declared))

    def of(self, element: Element) -> Style:
        """What is declared for the element itself, by property; the style attribute wins."""
        found: Style = {}
        tag = str(element.tag).lower()
        names = [f".{name}" for name in element.get("class", "").lower().split()]
        names += [f"#{element.get('id').lower()}"] if element.get("id") else []
        for selector in (tag, *names, *(f"{tag}{name}" for name in names)):
            found.update(self._rules.get(selector, {}))
        if element.get("color"):  # of <font>
            found["color"] = element.get("color").lower()
        if element.get("bgcolor"):
            found["background-color"] = element.get("bgcolor").lower()
        found.update(declarations(element.get("style", "")))
        return found


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of each rule, but those for print, small windows and the like."""
    first, *others = sheet.split("/*")
    text = first + "".join(other.partition("*/")[2] for other in others)
    depth = begin = inside = 0
    selectors = ""
    for brace in _BRACE.finditer(text):
        if brace[0] == "{":
            if depth == 0:
                selectors, inside = text[begin : brace.start()].strip(), brace.end()
            depth += 1
        elif brace[0] == "}":
            depth = max(depth - 1, 0)
            if depth == 0:
                if not selectors.startswith("@"):
                    yield selectors, text[inside : brace.start()]
                begin = brace.end()
        elif depth == 0:
            begin = brace.end()


def declarations(style: str) -> Style:
    """`"color: #FFF; top: 0"` -> `{"color": "#fff", "top": "0"}`."""
    found = {}
    for part in style.lower().split(";"):
        name, _, value = part.partition(":")
        if value.strip():
            found[name.strip()] = value[:_LONGEST_VALUE].replace("!important", "").strip()
    return found


def colour(value: str) -> Colour | None:
    """Red, green and blue, 0 to 255, of "#fff", "hsl(0, 0%, 100%)" or "white"; else None."""
    numbers = _RGB.match(value)
    if numbers:
        red, green, blue = (round(float(part)) for part in numbers.groups())
        return red, green, blue
    try:
        found = ImageColor.getrgb(value)
    except ValueError:
        return None
    return found[0], found[1], found[2]


def is_clear(value: str) -> bool:
    """Whether a colour lets (nearly) everything through: "transparent", "rgba(0, 0, 0, 0)"."""
    if value == "transparent":
        return True
    through = _ALPHA.match(value)
    if through:
        return float(through[1]) < _FAINTEST
    return bool(re.fullmatch(r"#[0-9a-f]{6}0[0-9a-f]|#[0-9a-f]{3}0", value))
