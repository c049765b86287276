"""Wraps lxml's trees of pages: parsing, and small changes that keep the text around intact."""

from typing import Any

import lxml.html

Element = Any  # the library has no types
BLOCKS = frozenset("p div h1 h2 h3 h4 table ul ol article section blockquote".split())
"""Names of elements that hold paragraphs or are one."""

_UTF_8 = lxml.html.HTMLParser(encoding="utf-8")
# Characters. A shorter piece of text is a label.
_LABEL = 40


def tree_of(page: str) -> Element | None:
    """The page's tree, without comments; None if it has none."""
    try:
        tree = lxml.html.document_fromstring(page.encode("utf-8", "replace"), parser=_UTF_8)
    except (lxml.etree.ParserError, ValueError, AssertionError):
        return None
    for element in tree.xpath("//comment() | //processing-instruction()"):
        if element.getparent() is not None:  # what stands beside the page has none
            element.drop_tree()
    return tree


def text_of(element: Element) -> str:
    """The element's text on one line."""
    return " ".join(str(element.text_content()).split())


def deep_text(element: Element) -> str:
    """The element's longer pieces of text: not its labels, menus, styles and programs."""
    return " ".join(
        piece.strip()
        for piece in element.xpath(".//text()[not(parent::script or parent::style)]")
        if len(piece.strip()) > _LABEL
    )


def drop(element: Element) -> None:
    """Take the element out, keeping what follows it."""
    if element.getparent() is not None:
        element.drop_tree()


def replace_with_text(element: Element, text: str) -> None:
    """Put `text` in the element's place."""
    if element.getparent() is None:
        return
    element.tail = text + (element.tail or "")
    element.drop_tree()


def text_before(element: Element) -> str:
    """The end of the text right before the element, within the same block."""
    while element is not None:
        previous = element.getprevious()
        parent = element.getparent()
        if previous is not None:
            found = (
                f"{previous.text_content() if previous.tag != 'br' else ' '}{previous.tail or ''}"
            )
        else:
            found = (parent.text if parent is not None else "") or ""
        if found or parent is None or parent.tag in ("p", "div", "li", "td", "th", "body"):
            return str(found)[-_LABEL:]
        element = parent
    return ""
