"""Wraps htmldate: reads the day of publication that a page states for programs.

That is in its structured data (JSON-LD) or in the fields of its head. Of other stories that are
named there, and of the site itself, nothing is taken. Does not look at what readers see.
"""

import json
import re
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from typing import Any

import lxml.html
from htmldate import find_date

from index.readers.day_or_month_first import numeric_day
from index.readers.page_tree import Element

_ARTICLE = re.compile(r"Article$|Posting$|^(?:Reportage|Review|Report|CreativeWork|VideoObject)$")
# Keys of JSON-LD under which other stories stand.
_OTHERS = frozenset(
    "itemListElement mentions citation isPartOf hasPart relatedLink about publisher author comment "
    "liveBlogUpdate video image isBasedOn associatedMedia".split()
)
_DEEPEST = 8
_IN_BROKEN_DATA = re.compile(r'"datePublished"\s*:\s*"([^"]{6,60})"')
_CHANGED_IN_BROKEN_DATA = re.compile(r'"dateModified"\s*:\s*"([^"]{6,60})"')
_WRAPPED = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$"
)
# Fields of the head with dates, those of changes, and those of something else.
_DATED = re.compile(r"date|time|publi|issued|created|posted|modif", re.IGNORECASE)
_CHANGED = re.compile(r"modif|updat|lastmod|last-mod|revis", re.IGNORECASE)
_NOT_ITS_OWN = re.compile(
    r"copyright|expir|url|build|gentime|timestamp|generat|event|crawl|birth|start|end|valid|zone",
    re.IGNORECASE,
)
_EPOCH = "1970-01-01"


@dataclass(frozen=True, slots=True)
class StructuredDates:
    """Days as the page writes them; "" where it says nothing."""

    published: str = ""
    changed: str = ""


def structured_dates(tree: Element, titles: tuple[str, ...], language: str) -> StructuredDates:
    """When the page says that it was published and changed.

    `titles` are the names that it may have, as `plain_title` writes them.
    """
    published, changed = _from_data(tree, titles)
    if not published:
        published = _from_head(tree, language, changed=False)
    if not changed:
        changed = _from_head(tree, language, changed=True)
    return StructuredDates(published, changed)


def _from_data(tree: Element, titles: tuple[str, ...]) -> tuple[str, str]:
    """Day of publication and of change in the JSON-LD."""
    items: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if "ld+json" not in script.get("type", ""):
            continue
        written = _WRAPPED.sub("", _WRAPPED.sub("", script.text or "")).strip()
        try:
            items += _articles(json.loads(written, strict=False), 0)
        except (ValueError, RecursionError):
            items += _from_broken(written)
    best = sorted(items, key=lambda item: not _is_titled(item, titles))  # those of this title first
    published = [day for item in best if (day := _text(item.get("datePublished")))]
    if len(set(published)) > 1 and not _is_titled(best[0], titles):
        kept = {day[:10] for day in published}
        published = published if len(kept) == 1 else []  # of one of several stories
    changed = [day for item in best[:1] if (day := _text(item.get("dateModified")))]
    return (*published, "")[0], (*changed, "")[0]


def _from_broken(written: str) -> list[dict[str, Any]]:
    """The dates in JSON that cannot be read, if it names only one."""
    days = set(_IN_BROKEN_DATA.findall(written))
    changed = set(_CHANGED_IN_BROKEN_DATA.findall(written))
    if len(days) > 1:
        return []
    return [{"datePublished": (*days, "")[0], "dateModified": (*changed, "")[0]}]


def _articles(data: object, depth: int) -> Iterator[dict[str, Any]]:
    """What calls itself an article, not within another one or within a list of stories."""
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        for each in data:
            yield from _articles(each, depth + 1)
    elif isinstance(data, dict):
        kinds = data.get("@type")
        names = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(name, str) and _ARTICLE.search(name) for name in names):
            yield data
            return
        for key, value in data.items():
            if key not in _OTHERS:
                yield from _articles(value, depth + 1)


def _is_titled(item: dict[str, Any], titles: tuple[str, ...]) -> bool:
    headline = plain_title(_text(item.get("headline")) or _text(item.get("name")))
    return bool(headline) and any(headline in title or title in headline for title in titles)


def _from_head(tree: Element, language: str, *, changed: bool) -> str:
    """The day that fields of the head state, in ISO form; "" if they state none."""
    head = lxml.html.Element("html")
    for field in tree.iter("meta"):
        name = " ".join(
            field.get(key, "") for key in ("name", "property", "itemprop", "http-equiv", "pubdate")
        )
        if not _DATED.search(name) or bool(_CHANGED.search(name)) is not changed:
            continue
        if not changed and _NOT_ITS_OWN.search(name):
            continue
        own = copy(field)
        own.tail = None
        written = own.get("content", "").strip()
        if written.startswith(_EPOCH):
            continue
        day = numeric_day(written, language)
        if day is not None:
            if not day:
                continue
            own.set("content", day)
        head.append(own)
    if not len(head):
        return ""
    found = find_date(
        head, extensive_search=False, original_date=not changed, min_date="1600-01-01"
    )
    return found or ""


def plain_title(title: str) -> str:
    """The words of a title in lower case, without the marks that one writing of it adds."""
    return " ".join(re.findall(r"\w+", title.lower()))


def _text(value: object) -> str:
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return "" if text.startswith(_EPOCH) else text
