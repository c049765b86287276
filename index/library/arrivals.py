"""Reads from a library which articles have come in, by their numbers, and how each begins.

Numbers rise with each article that is new, whichever process added it, and none is used twice.
"""

from index.library.library import Library
from index.types import Article, Passage, Vectors


def last_number(library: Library) -> int:
    """The highest number of all articles that are or were here; 0 where there was none."""
    return int(library.read("SELECT ifnull(max(number), 0) FROM numbers")[0][0])


def numbered_above(library: Library, number: int, count: int) -> list[tuple[int, Article]]:
    """At most `count` articles with numbers above `number`, with these, in their order."""
    rows = library.read(
        "SELECT number, article_id FROM numbers JOIN articles ON id = article_id "
        "WHERE number > ? ORDER BY number LIMIT ?",
        (number, count),
    )
    found = ((row[0], library.article(row[1])) for row in rows)
    return [(each, article) for each, article in found if article is not None]


def with_vectors(library: Library, article_id: str) -> list[tuple[Passage, Vectors]]:
    """An article's passages in order, each with its vector; those without one are left out."""
    passages = library.passages_of(article_id)
    vectors = library.vectors(passage.id for passage in passages)
    return [(each, vectors[each.id]) for each in passages if each.id in vectors]
