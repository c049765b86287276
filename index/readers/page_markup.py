"""Prepares a page for the extractors: takes out what readers do not see or should not believe.

What is struck, hidden, or asks for consent goes; footnotes and powers are not glued to numbers,
tables that only lay out a page become blocks, and paragraphs that are one link become plain ones,
because extractors take them for lists of links. Does not choose the article.
"""

import re
from itertools import islice

import lxml.html

from index.readers.consent_boxes import drop_consent
from index.readers.hidden_markup import drop_hidden
from index.readers.live_posts import write_times
from index.readers.page_tables import undo_layout_tables
from index.readers.page_tree import (
    BLOCKS,
    Element,
    deep_text,
    drop,
    replace_with_text,
    text_before,
    text_of,
    tree_of,
)
from index.readers.raised_text import fraction, lowered, raised

_STRUCK = re.compile(r"text-decoration[^;]*:[^;]*line-through", re.IGNORECASE)
_NOTE_LINK = re.compile(r"#|^cite|note", re.IGNORECASE)
_NOTE_CLASS = re.compile(r"footnote|noteref|reference|cite", re.IGNORECASE)
_STROKES = "/⁄∕"
_SENTENCE_END = re.compile(r"[.!?…][”\"’»)\]]*$")
_SHORTEST_SENTENCE = 50  # characters
_NEARBY = 60  # paragraphs around one that are looked at
_ASIDE = ("nav", "aside", "footer", "header", "li", "figure", "figcaption")
_TEASER = re.compile(r"relat|teaser|promo|more|card|recommend|read-?also|newsletter", re.IGNORECASE)
_BESIDE = re.compile(
    r"(?:^|\s)(?:sidebar|side-bar|banner|modal|popup|pop-up|overlay)[\w-]*(?:\s|$)", re.IGNORECASE
)
_MOST = 0.6  # share of a page's text of which the article is a part


def prepared(page: str) -> str:
    """The page without what misleads an extractor; unchanged if it cannot be parsed."""
    tree = tree_of(page)
    if tree is None:
        return page
    _drop_struck(tree)
    drop_consent(tree)
    drop_hidden(tree)
    _free_article(tree)
    _write_fractions(tree)
    _write_raised(tree)
    write_times(tree)
    _unlink_paragraphs(tree)
    undo_layout_tables(tree)
    return str(lxml.html.tostring(tree, encoding="unicode", doctype="<!doctype html>"))


def _drop_struck(tree: Element) -> None:
    for element in list(tree.iter("del", "s", "strike")):
        drop(element)
    for element in tree.xpath("//*[@style]"):
        if _STRUCK.search(element.get("style")):
            drop(element)


def _free_article(tree: Element) -> None:
    """Make plain blocks of sidebars that hold the headline and most of the page's text.

    Extractors skip what is called a sidebar.
    """
    body = tree.find("body")
    whole = len(deep_text(body)) if body is not None else 0
    for element in tree.iter("aside", "div", "section", "footer"):
        marks = f"{element.get('class', '')} {element.get('id', '')}"
        if element.tag in ("div", "section") and not _BESIDE.search(marks):
            continue
        if next(element.iter("h1"), None) is not None and len(deep_text(element)) > whole * _MOST:
            element.tag = "div"
            element.attrib.pop("class", None)
            element.attrib.pop("id", None)


def _write_fractions(tree: Element) -> None:
    for over in list(tree.iter("sup")):
        under = over.getnext()
        if under is None or under.tag != "sub" or (over.tail or "").strip() not in tuple(_STROKES):
            continue
        written = fraction(text_of(over), text_of(under), text_before(over))
        over.tail = None
        drop(over)
        replace_with_text(under, written)


def _write_raised(tree: Element) -> None:
    # From the end, because each joins the text before it, which would be copied again and again.
    for element in reversed(list(tree.iter("sup"))):
        after = element.tail or ""
        linked = any(map(_is_note_link, (element, *element.iter("a"), *element.iterancestors("a"))))
        written = raised(text_of(element), text_before(element), after, linked=linked)
        replace_with_text(element, written)
    for element in reversed(list(tree.iter("sub"))):
        replace_with_text(element, lowered(text_of(element), text_before(element)))


def _is_note_link(element: Element) -> bool:
    return bool(
        _NOTE_LINK.search(element.get("href", "")) or _NOTE_CLASS.search(element.get("class", ""))
    )


def _unlink_paragraphs(tree: Element) -> None:
    for paragraph in list(tree.iter("p", "div")):
        links = list(paragraph.iter("a"))
        if not links or any(each.tag in BLOCKS for each in paragraph.iterdescendants()):
            continue
        words = text_of(paragraph)
        if len(words) < _SHORTEST_SENTENCE or not _SENTENCE_END.search(words):
            continue
        if _linked_share(paragraph) >= 0.5 and _stands_among_paragraphs(paragraph):
            for link in links:
                link.drop_tag()


def _linked_share(element: Element) -> float:
    whole = len(text_of(element))
    return sum(len(text_of(link)) for link in element.iter("a")) / whole if whole else 0.0


def _stands_among_paragraphs(paragraph: Element) -> bool:
    """Whether at least half of the paragraphs around this one are not links themselves."""
    for around in paragraph.iterancestors():
        marks = f"{around.get('class', '')} {around.get('id', '')}"
        if around.tag in _ASIDE or (around.tag != "body" and _TEASER.search(marks)):
            return False
        nearby = islice(around.iter("p"), _NEARBY)
        others = [other for other in nearby if other is not paragraph and text_of(other)]
        if others:
            plain = sum(_linked_share(other) < 0.5 for other in others)
            return plain >= len(others) / 2
    return False
