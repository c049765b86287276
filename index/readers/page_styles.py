"""Reads what a page's own styles say of an element: its style attribute and plain rules (pure).

Of a page's style sheets only those in the page are known, and of their rules those for one class,
id or tag: enough to see what somebody hides on purpose.
"""

import re

from index.readers.page_tree import Element

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# Rules for print, small windows and the like, with the rules in them.
_AT_RULE = re.compile(r"@[^{};]{0,300}(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})")
_RULE = re.compile(r"([^{}]{1,1000})\{([^{}]*)\}")
_PLAIN = re.compile(r"(?:[a-z][a-z0-9]*)?[.#][\w-]+|[a-z][a-z0-9]*", re.IGNORECASE)
_LONGEST_SHEET = 200_000  # characters; longer ones are the site's, not the article's
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_NAMED = {"white": (255, 255, 255), "black": (0, 0, 0)}

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
            for selectors, declared in _RULE.findall(_AT_RULE.sub("", _COMMENT.sub("", text))):
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


def declarations(style: str) -> Style:
    """`"color: #FFF; top: 0"` -> `{"color": "#fff", "top": "0"}`."""
    found = {}
    for part in style.lower().split(";"):
        name, _, value = part.partition(":")
        if value.strip():
            found[name.strip()] = value.replace("!important", "").strip()
    return found


def colour(value: str) -> Colour | None:
    """Red, green and blue, 0 to 255, of `"#fff"`, `"rgb(255, 255, 255)"` or "white"; else None."""
    value = value.strip()
    if value in _NAMED:
        return _NAMED[value]
    if re.fullmatch(r"#[0-9a-f]{3,4}", value):
        value = "#" + "".join(2 * digit for digit in value[1:4])
    if re.fullmatch(r"#[0-9a-f]{6}(?:[0-9a-f]{2})?", value):
        red, green, blue = (int(value[at : at + 2], 16) for at in (1, 3, 5))
        return red, green, blue
    if value.startswith("rgb"):
        numbers = [round(float(number)) for number in _NUMBER.findall(value)[:3]]
        if len(numbers) == 3:
            return numbers[0], numbers[1], numbers[2]
    return None
