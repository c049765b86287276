"""Cuts an article into paragraphs and these where a cited sentence begins or ends (pure).

The pieces of all paragraphs, with the white space between paragraphs, are the article's text:
nothing of it is changed, left out or written as HTML here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.answering.citations import position
from bot.types import Answer
from index.types import Article

_BETWEEN = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Span:
    """A sentence to be shown, characters [start, end), under its number in the answer.

    Those in `words`, [start, end) of the article too, answer the question; (0, 0): none do.
    """

    number: int
    start: int
    end: int
    words: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a paragraph. `number` is that of the sentence that it is of, 0: of none that is
    cited. It `begins` that sentence, or `ends` it; it is `strong` where its words answer."""

    text: str
    number: int = 0
    begins: bool = False
    ends: bool = False
    strong: bool = False


def cited(answer: Answer, article: Article) -> list[Span]:
    """The sentences of `article` that `answer` cites and that are still in it, in reading order."""
    found = []
    for citation in answer.citations:
        start = position(citation, article) if citation.article_id == article.id else -1
        if start >= 0:
            first, last = citation.words or (0, 0)
            words = (start + first, start + last) if first < last else (0, 0)
            found.append(Span(citation.number, start, start + len(citation.sentence), words))
    return _apart(sorted(found, key=lambda span: span.start))


def paragraphs(text: str, spans: Sequence[Span]) -> list[list[Piece]]:
    """The paragraphs of `text` in pieces; `spans` are in reading order and do not overlap."""
    shown = []
    start = 0
    for gap in [*_BETWEEN.finditer(text), None]:
        end = gap.start() if gap else len(text)
        if start < end:
            shown.append(list(_pieces(text, start, end, spans)))
        start = gap.end() if gap else end
    return shown


def _pieces(text: str, start: int, end: int, spans: Sequence[Span]) -> Iterator[Piece]:
    edges = {start, end}
    for span in spans:
        edges |= {edge for edge in (span.start, span.end, *span.words) if start < edge < end}
    cuts = sorted(edges)
    for first, last in pairwise(cuts):
        own = next((s for s in spans if s.start <= first and last <= s.end), None)
        if own is None:
            yield Piece(text[first:last])
            continue
        strong = own.words[0] <= first and last <= own.words[1]
        begins, ends = first == own.start, last == own.end
        yield Piece(text[first:last], own.number, begins, ends, strong)


def _apart(spans: Sequence[Span]) -> list[Span]:
    """Those that begin behind the end of the one before: two numbers for one sentence are one."""
    kept: list[Span] = []
    for span in spans:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept
