"""Judges whether what came for an address is its article or a wall, and says what it is (pure).

A feed's own text helps: a page that shares hardly a word with it is about something else.
"""

import re

from index.cleaning.wall_texts import has_wall_words, wall_of
from index.types import RawArticle

OTHER = "other"
# Kind of wall -> what the page does instead of showing an article, for people.
SHOWS = {
    "subscription": "only asks to subscribe or to log in",
    "consent": "only asks for consent to use data",
    "robot": "only checks that no program asks for it",
    "missing": "says that there is no such page",
    "closed": "says that the site is closed, for now or for us",
    OTHER: "holds another text",
}
_REMEDIES = {
    "missing": "check the address.",
    "closed": "try again later, or save the page from your browser.",
}
# If at least this share of a feed's words is on the page, the page is about the same, whatever
# else it asks; below the second it is not if a wall's words are on it, below the third it is not
# whatever it says (a translation has names and numbers in common), unless most of the feed's title
# is there.
_SAME, _STRANGE, _NOTHING, _TITLED = 0.6, 0.15, 0.1, 0.5
# Characters. A longer page that no wall's words are on is what the feed wants to be read.
_SHORT = 1000
_WORD = re.compile(r"[^\W\d_]{4,}|\d{2,}|[\u3040-\u30ff\u4e00-\u9fff]{2}")


def refusal(kind: str) -> str:
    """Why a page that is such a wall is not read, and the remedy; one line for people."""
    remedy = _REMEDIES.get(kind, "save the page from your browser.")
    return f"{SHOWS[kind]} and shows no article: {remedy}"


def feed_is_kept(kind: str) -> str:
    """The remark that the feed's text is taken because its page is such a wall."""
    return f"its page {SHOWS[kind]}: the feed's own text is kept"


def judged(page: RawArticle, feed: RawArticle | None, title: str) -> str:
    """The kind of wall that `page` is, or "" if it is the article.

    `feed` is what a feed says of it, under `title`; None if there is none.
    """
    kind = wall_of(page.title, page.text)
    if feed is None:
        return kind
    there = _words(f"{page.title} {page.text}")
    share = _share(feed.text, there)
    if kind or share >= _STRANGE or _share(title, there) >= _TITLED:
        return "" if share >= _SAME else kind
    nothing = share < _NOTHING and len(page.text) <= _SHORT
    return has_wall_words(page.title, page.text) or (OTHER if nothing else "")


def _share(text: str, there: set[str]) -> float:
    """Share of the words of `text` that are among `there`; 1 if it has none."""
    wanted = _words(text)
    return len(wanted & there) / len(wanted) if wanted else 1.0


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower()))
