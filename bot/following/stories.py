"""Groups the articles of a day into stories, the most widely told first (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.types import Article, Vectors

# Of pairs of articles of neighbouring days, 9 of 10 with this likeness or more tell one story.
_ONE_STORY_FROM = 0.6


@dataclass(frozen=True, slots=True)
class Story:
    """Articles that tell the same: the one in the middle of them, and the others, nearest first."""

    article: Article
    others: tuple[Article, ...] = ()

    @property
    def articles(self) -> tuple[Article, ...]:
        """All of them."""
        return (self.article, *self.others)

    @property
    def outlets(self) -> int:
        """How many outlets tell it; articles that name none count as one."""
        return len({article.outlet.casefold() for article in self.articles})


def stories(articles: Sequence[Article], beginnings: Vectors, most: int) -> list[Story]:
    """At most `most` stories: those of most outlets first, then of most articles, then in order.

    `beginnings` has the vector of each article's first passage, shape (articles, dimensions).
    Every article of a story is like the one in its middle, so that no chain of small steps leads
    from one story to another.
    """
    if not articles:
        return []
    likeness = beginnings @ beginnings.T
    alike = likeness >= _ONE_STORY_FROM
    np.fill_diagonal(alike, True)
    left = np.ones(len(articles), dtype=bool)
    found: list[Story] = []
    while left.any():
        sizes = np.where(left, (alike & left).sum(axis=1), 0)
        middle = int(np.argmax(sizes))
        members = [int(n) for n in np.argsort(-likeness[middle]) if alike[middle, n] and left[n]]
        others = tuple(articles[n] for n in members if n != middle)
        found.append(Story(articles[middle], others))
        left[members] = False
    ranked = sorted(found, key=lambda s: (s.outlets, len(s.articles)), reverse=True)
    return ranked[:most]
