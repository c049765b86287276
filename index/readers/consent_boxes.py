"""Takes questions about consent out of a page's tree: boxes about cookies, partners and choices.

Knows them by their words (`index.cleaning.wall_texts`) and by a button or a name such as
"cookie-banner". A page that is nothing else is left as it is.
"""

import re
from collections import Counter
from collections.abc import Iterator

from index.cleaning.wall_texts import asks_for_consent, consent_signs, is_consent_button
from index.readers.page_tree import Element, deep_text, drop, text_of

_LEAVES = ("p", "li", "h1", "h2", "h3", "h4", "div", "span", "td", "label")
_INNER = frozenset("p li h1 h2 h3 h4 div table ul ol section article form aside".split())
# Names of such boxes, and those that other boxes have too.
_NAMED = re.compile(
    r"cookie|consent|gdpr|cmp\b|cmp-|onetrust|didomi|usercentrics|truste|ccpa|sp_message|qc-cmp",
    re.IGNORECASE,
)
_MAY_BE_NAMED = re.compile(
    r"\bcc-|privacy|dialog|modal|popup|pop-up|overlay|lightbox", re.IGNORECASE
)
# Share of the text in a box of such a name that asks for consent, at least.
_ASKING_SHARE = 0.3
# Kinds of words about consent in a box that has neither a name nor a button, at least.
_FEWEST_SIGNS = 4
_BUTTONS = ("button", "a", "input", "label", "span")
_SHORTEST = 60  # characters; a shorter text is a label
# Characters that must be left of a page without its boxes.
_LEFT = 80


def drop_consent(tree: Element) -> None:
    """Take all boxes out that ask for consent, if something else is left."""
    body = tree.find("body")
    if body is None:
        return
    search = _Search([leaf for leaf in body.iter(*_LEAVES) if _asks(leaf)])
    boxes: dict[Element, None] = {}
    for leaf in search.leaves:
        if any(around in boxes for around in (leaf, *leaf.iterancestors())):
            continue
        box = search.box(leaf)
        if box is not None:
            boxes[box] = None
    left = len(deep_text(body)) - sum(len(deep_text(box)) for box in boxes)
    if left >= _LEFT:
        for box in boxes:
            drop(box)


class _Search:
    """Looks for the boxes around `leaves`, the paragraphs of a page that ask for consent.

    Many of them are in the same elements, so what was found of an element is kept: a page may
    have thousands of such paragraphs.
    """

    def __init__(self, leaves: list[Element]) -> None:
        self.leaves = leaves
        # How many paragraphs that ask are in each element, and how many characters they have.
        self._asking = Counter(around for leaf in leaves for around in _upwards(leaf))
        self._length = Counter[Element]()
        for leaf in leaves:
            length = len(text_of(leaf))
            self._length.update(dict.fromkeys(_upwards(leaf), length))
        self._only: dict[tuple[Element, bool], bool] = {}
        self._sure: dict[Element, bool] = {}
        self._named: dict[Element, bool] = {}

    def box(self, leaf: Element) -> Element | None:
        """The largest element around `leaf` that only asks for consent, if it surely does."""
        named = self._named_box(leaf)
        box, sure = (leaf, self._is_sure(leaf)) if named is None else (named, True)
        for around in box.iterancestors():
            if around.tag in ("body", "html", "main") or not self._only_asks(around, sure):
                break
            box, sure = around, sure or self._is_sure(around)
        return box if sure or self._is_sure_by_words(box) else None

    def _named_box(self, leaf: Element) -> Element | None:
        """The innermost box around `leaf` that has the name of such boxes, if much of it asks."""
        for around in leaf.iterancestors():
            if around.tag in ("body", "html", "main", "article"):
                return None
            if _NAMED.search(_names(around)):
                if around not in self._named:
                    alone = next(around.iter("h1", "article"), None) is None
                    share = self._length[around] / max(1, len(text_of(around)))
                    self._named[around] = alone and share >= _ASKING_SHARE
                return around if self._named[around] else None
        return None

    def _is_sure_by_words(self, element: Element) -> bool:
        """Whether all paragraphs of a block, at least two, ask, in words of many kinds."""
        return (
            self._asking[element] > 1
            and self._only_asks(element, sure=True)
            and consent_signs(text_of(element)) >= _FEWEST_SIGNS
        )

    def _only_asks(self, element: Element, sure: bool) -> bool:
        """Whether all of the element's longer parts ask for consent.

        Until it is sure that this is a box, one paragraph in two may say something else.
        """
        if (element, sure) not in self._only:
            self._only[element, sure] = self._finds_only_asking(element, sure)
        return self._only[element, sure]

    def _finds_only_asking(self, element: Element, sure: bool) -> bool:
        if any(story not in self._asking for story in element.iter("article")):
            return False
        others = 0
        for part in element:
            if not isinstance(part.tag, str) or len(text_of(part)) < _SHORTEST:
                continue
            if part not in self._asking:
                if sure or part.tag not in ("p", "li", "ul", "ol"):
                    return False
                others += 1
            elif part.tag != "p" and not self._only_asks(part, sure=False):
                return False
        return others <= self._asking[element] / 2

    def _is_sure(self, element: Element) -> bool:
        if element not in self._sure:
            self._sure[element] = _is_sure(element)
        return self._sure[element]


def _upwards(leaf: Element) -> Iterator[Element]:
    """The leaf and all elements around it."""
    yield leaf
    yield from leaf.iterancestors()


def _asks(leaf: Element) -> bool:
    if any(child.tag in _INNER for child in leaf):
        return False
    words = text_of(leaf)
    return len(words) >= _SHORTEST and asks_for_consent(words)


def _names(element: Element) -> str:
    return f"{element.get('class', '')} {element.get('id', '')}"


def _is_sure(element: Element) -> bool:
    """Whether the element has a button that gives consent, or a name of such boxes."""
    if element.get("role") in ("dialog", "alertdialog") or element.tag == "dialog":
        return True
    if _NAMED.search(_names(element)) or _MAY_BE_NAMED.search(_names(element)):
        return True
    return any(
        is_consent_button(text_of(part) or part.get("value", ""))
        for part in element.iter(*_BUTTONS)
    )
