"""Takes questions about consent out of a page's tree: boxes about cookies, partners and choices.

Knows them by their words (`index.cleaning.walls`) and by a button or a name such as
"cookie-banner". A page that is nothing else is left as it is.
"""

import re
from collections import Counter

from index.cleaning.walls import asks_for_consent, consent_signs, is_consent_button
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
    leaves = [leaf for leaf in body.iter(*_LEAVES) if _asks(leaf)]
    # How many paragraphs that ask are in each element.
    asking = Counter(around for leaf in leaves for around in (leaf, *leaf.iterancestors()))
    boxes: list[Element] = []
    for leaf in leaves:
        if not set(boxes).isdisjoint((leaf, *leaf.iterancestors())):
            continue
        box = _box(leaf, asking)
        if box is not None:
            boxes.append(box)
    left = len(deep_text(body)) - sum(len(deep_text(box)) for box in boxes)
    if left >= _LEFT:
        for box in boxes:
            drop(box)


def _asks(leaf: Element) -> bool:
    if any(child.tag in _INNER for child in leaf):
        return False
    words = text_of(leaf)
    return len(words) >= _SHORTEST and asks_for_consent(words)


def _box(leaf: Element, asking: Counter[Element]) -> Element | None:
    """The largest element around `leaf` that only asks for consent, if it surely does."""
    named = _named_box(leaf)
    box, sure = (leaf, _is_sure(leaf)) if named is None else (named, True)
    for around in box.iterancestors():
        if around.tag in ("body", "html", "main") or not _only_asks(around, asking, sure):
            break
        box, sure = around, sure or _is_sure(around)
    return box if sure or _is_sure_by_words(box, asking) else None


def _named_box(leaf: Element) -> Element | None:
    """The innermost box around `leaf` that has the name of such boxes, whatever else is in it."""
    for around in leaf.iterancestors():
        if around.tag in ("body", "html", "main", "article"):
            return None
        if _NAMED.search(_names(around)):
            ours = sum(len(text_of(each)) for each in around.iter(*_LEAVES) if _asks(each))
            alone = next(around.iter("h1", "article"), None) is None
            return around if alone and ours >= _ASKING_SHARE * len(text_of(around)) else None
    return None


def _is_sure_by_words(element: Element, asking: Counter[Element]) -> bool:
    """Whether all paragraphs of a block, at least two, ask for consent, in words of many kinds."""
    return (
        asking[element] > 1
        and _only_asks(element, asking, sure=True)
        and consent_signs(text_of(element)) >= _FEWEST_SIGNS
    )


def _names(element: Element) -> str:
    return f"{element.get('class', '')} {element.get('id', '')}"


def _only_asks(element: Element, asking: Counter[Element], sure: bool) -> bool:
    """Whether all of the element's longer parts ask for consent.

    Until it is sure that this is a box, one paragraph in two may say something else.
    """
    if any(story not in asking for story in element.iter("article")):
        return False
    others = 0
    for part in element:
        if not isinstance(part.tag, str) or len(text_of(part)) < _SHORTEST:
            continue
        if part not in asking:
            if sure or part.tag not in ("p", "li", "ul", "ol"):
                return False
            others += 1
        elif part.tag != "p" and not _only_asks(part, asking, sure=False):
            return False
    return others <= asking[element] / 2


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
