"""What programs see of a library: found passages and whole articles, as plain objects.

Paths of files on this machine are left out. Blocking: call it from threads beside an event loop.
"""

from dataclasses import dataclass
from datetime import date

from bot.answering.citations import headline
from bot.errors import QuestionError
from bot.question.typed import tidy
from bot.types import Headline
from index.folder.library_folder import LibraryFolder
from index.types import Hit, Query

MOST_HITS = 50


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage of an article, with `article.text[start:end] == text`.

    `also` names other articles that print nearly the same passage. `score` is of use for ordering
    only: the hits of one search, best first.
    """

    article_id: str
    title: str
    outlet: str
    url: str
    published: date | None
    start: int
    end: int
    text: str
    score: float
    also: tuple[Headline, ...] = ()


@dataclass(frozen=True)  # without slots, in which the mcp package sees default values
class FoundPassages:
    """What a search found, best first; `query` is what was searched for."""

    query: str
    hits: tuple[FoundPassage, ...]


@dataclass(frozen=True)
class WholeArticle:
    """An article of the library; the offsets of citations and passages point into `text`."""

    article_id: str
    title: str
    outlet: str
    url: str
    published: date | None
    text: str


def search(
    library_folder: LibraryFolder,
    words: str,
    count: int = 8,
    *,
    until: date | None = None,
    latest: bool = False,
) -> FoundPassages:
    """Search by meaning and by words; nothing published after `until` is found.

    With `latest` newer articles come first among the best. Raises QuestionError when the words are
    empty or overlong, or `count` is not 1 to MOST_HITS; LibraryError.
    """
    if not 1 <= count <= MOST_HITS:
        raise QuestionError(f"{count} hits cannot be had: ask for 1 to {MOST_HITS}.")
    query = Query(tidy(words), count, until=until, latest=latest)
    hits = library_folder.searcher.search(query)
    return FoundPassages(query.text, tuple(map(_passage, hits)))


def article(library_folder: LibraryFolder, article_id: str) -> WholeArticle | None:
    """The article with this id, None when the library has none. Raises LibraryError."""
    held = library_folder.library.article(article_id)
    if held is None:
        return None
    return WholeArticle(held.id, held.title, held.outlet, held.url, held.published, held.text)


def _passage(hit: Hit) -> FoundPassage:
    start, end = hit.sentences[0].start, hit.sentences[-1].end
    article = hit.article
    return FoundPassage(
        article.id,
        article.title,
        article.outlet,
        article.url,
        article.published,
        start,
        end,
        article.text[start:end],
        round(hit.score, 6),
        tuple(map(headline, hit.also)),
    )
