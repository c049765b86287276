"""What a page shows of the library: an article with its marked sentences, its story, the newest.

Blocking: call it from threads beside an event loop.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import pairwise

from bot.answering.citations import position
from bot.lookup import topic
from bot.lookup.story import Story, story
from bot.messenger.text import page_phrases, phrases
from bot.serving.page.highlights import Piece, Span, cited, paragraphs
from bot.types import Answer, Citation
from index.folder.library_folder import LibraryFolder
from index.splitting.guessed_language import guessed_language
from index.types import Article

_NEWEST = 8
_PLACE = re.compile(r"(\d{1,9})-(\d{1,9})")


class PageError(Exception):
    """What is asked for cannot be shown; `line` of the phrases says why."""

    def __init__(self, status: HTTPStatus, line: str) -> None:
        super().__init__(line)
        self.status = status
        self.line = line


@dataclass(frozen=True, slots=True)
class Shown:
    """An article as it is shown.

    Where the answer's article is gone, `article` is None. `missing` are cited sentences that are
    not in it any more, `before` and `after` by number the cited sentence to go to next.
    """

    article: Article | None
    paragraphs: list[list[Piece]]
    missing: tuple[Citation, ...] = ()
    before: Mapping[int, Citation] = field(default_factory=dict)
    after: Mapping[int, Citation] = field(default_factory=dict)
    language: str = ""


def article(
    library_folder: LibraryFolder, article_id: str, answer: Answer | None, asked: Mapping[str, str]
) -> Shown:
    """The article that is asked for, else the first that `answer` cites.

    Without an answer `asked` may name characters to be marked: {"at": "120-180"}. Raises PageError
    when there is no such article, LibraryError.
    """
    if asked.get("answer") and answer is None and not article_id:
        raise PageError(HTTPStatus.NOT_FOUND, phrases.NOT_KEPT)
    citations = answer.citations if answer else ()
    article_id = article_id or next((c.article_id for c in citations), "")
    held = library_folder.library.article(article_id)
    own = tuple(c for c in citations if c.article_id == article_id)
    if held is None and not own:
        raise PageError(HTTPStatus.NOT_FOUND, page_phrases.NO_ARTICLE)
    if held is None:
        return Shown(None, [], own)
    spans = cited(answer, held) if answer else _named(asked.get("at", ""), held)
    return Shown(
        held,
        paragraphs(held.text, spans),
        tuple(citation for citation in own if position(citation, held) < 0),
        {after.number: before for before, after in pairwise(citations)},
        {before.number: after for before, after in pairwise(citations)},
        guessed_language(held.text),
    )


def around(library_folder: LibraryFolder, article_id: str) -> Story:
    """The story of an article. Raises PageError when there is no such article, LibraryError."""
    held = library_folder.library.article(article_id)
    if held is None:
        raise PageError(HTTPStatus.NOT_FOUND, page_phrases.NO_ARTICLE)
    with library_folder.library.snapshot():
        return story(library_folder.searcher, held)


def newest(library_folder: LibraryFolder) -> list[Article]:
    """The eight newest articles. Raises LibraryError."""
    found = topic.finds(library_folder.searcher.newest(8 * _NEWEST))
    return [find.article for find in found][:_NEWEST]


def _named(place: str, held: Article) -> list[Span]:
    found = _PLACE.fullmatch(place)
    if found is None:
        return []
    start, end = int(found[1]), int(found[2])
    return [Span(1, start, end)] if start < end <= len(held.text) else []
