"""Writes the times of a live report's posts into their paragraphs, where extractors keep them.

A live report is a page on which at least three times of day, marked alike, each stand before a
paragraph of their own. Does not date the page.
"""

import re
from collections import defaultdict
from datetime import datetime

from index.readers.page_tree import Element, drop, text_of

_FEWEST = 3
_MARKS = (
    "time",
    "span",
    "div",
    "p",
    "strong",
    "b",
    "h2",
    "h3",
    "h4",
    "h5",
    "dt",
    "small",
    "em",
    "a",
)
_CLOCK = re.compile(r"(?<![\d.:])(?:[01]?\d|2[0-3])[:.h][0-5]\d(?![\d%])")
_LONGEST = 40  # characters of a time with its day
_SHORTEST = 25  # characters of a paragraph
_OUTSIDE = ("nav", "footer", "figure", "table", "aside")
_PARAGRAPHS = ("p", "div", "dd", "li", "blockquote")
_INNER = frozenset("p div ul ol table section article h2 h3 h4 dl".split())


def write_times(tree: Element) -> None:
    """Put the time of each post of a live report before its first paragraph."""
    order = list(tree.iter())
    places = {element: place for place, element in enumerate(order)}
    groups = defaultdict[tuple[str, str], list[Element]](list)
    for element in tree.iter(*_MARKS):
        if _is_mark(element):
            groups[element.tag, element.get("class", "")].append(element)
    for marks in groups.values():
        if len(marks) < _FEWEST:
            continue
        found = []
        for mark, after in zip(marks, [*marks[1:], None], strict=True):
            start = places[mark] + sum(1 for _ in mark.iter())
            end = len(order) if after is None else places[after]
            paragraph = _paragraph(order[start:end], after)
            if paragraph is not None:
                found.append((mark, paragraph))
        if len(found) < _FEWEST:
            continue
        for mark, paragraph in found:
            if mark.getparent() is not None:
                paragraph.text = f"{_written(mark)}: {(paragraph.text or '').lstrip()}"
                drop(mark)


def _is_mark(element: Element) -> bool:
    """Whether the element is a time of day and no more, and not within a larger one that is."""
    words = text_of(element)
    if len(words) > _LONGEST or not (_CLOCK.search(words) or _stamp(element)):
        return False
    parent = element.getparent()
    if parent is not None and parent.tag in _MARKS and text_of(parent) == words:
        return False
    header = next(element.iterancestors("header"), None)
    if (
        header is not None
        and next(header.iterancestors("main", "article", "section"), None) is None
    ):
        return False  # the site's, not a post's
    return next(element.iterancestors(*_OUTSIDE), None) is None


def _paragraph(between: list[Element], after: Element | None) -> Element | None:
    """The first paragraph among the elements up to the next mark, unless that is a link."""
    around = set(after.iterancestors()) if after is not None else set()
    for element in between:
        if element.tag not in _PARAGRAPHS or element in around:
            continue
        words = text_of(element) if not any(part.tag in _INNER for part in element) else ""
        if len(words) < _SHORTEST:
            continue
        linked = sum(len(text_of(link)) for link in element.iter("a"))
        return element if linked < len(words) / 2 else None
    return None


def _stamp(element: Element) -> str:
    """Day and time of a time element, as "2026-03-09 18:40"; "" if it does not say both."""
    for part in (element, *element.iter("time")):
        written = part.get("datetime", "") if part.tag == "time" else ""
        if len(written) > len("2026-03-09"):
            try:
                return f"{datetime.fromisoformat(written):%Y-%m-%d %H:%M}"
            except ValueError:
                continue
    return ""


def _written(mark: Element) -> str:
    return _stamp(mark) or text_of(mark).strip(" |·–—-:")
