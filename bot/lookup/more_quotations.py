"""Finds quotations beyond an answer: in its articles, in others, or by search alone.

Everything is quoted from the library. No language model is asked, so it takes well under a second.
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import count

from bot.answering.citations import citation
from bot.answering.retrieval import Search
from bot.question.understand import wants_latest
from bot.types import Answer, Citation, Evidence
from index.library.library import Library
from index.types import Article, Hit, Query, Sentence

_SENTENCES = 6  # of the articles that an answer cites
_REACH = 20  # sentences before and after a cited one that are considered
_ARTICLES = 5  # of those that are not cited
_HITS = 24
_LEAST_LIKENESS = 0.15  # cosine similarity to the question of a sentence that is shown


class MoreQuotations:
    """Looks for quotations in one library."""

    def __init__(self, search: Search, library: Library) -> None:
        self._search = search
        self._library = library

    def detail(self, answer: Answer) -> list[Citation]:
        """At most six sentences of the cited articles that are nearest to the question.

        Those that the answer cites are left out. In reading order; [] when the articles are gone
        or say nothing more.
        """
        candidates = [
            (article, sentence)
            for article in self._cited(answer)
            for sentence in self._around(article, answer.citations)
        ]
        best = self._nearest(answer.standalone_question, candidates)[:_SENTENCES]
        chosen = {(item.article.id, item.sentence.number): item for item in best}
        return _numbered(
            chosen[article.id, sentence.number]
            for article, sentence in candidates
            if (article.id, sentence.number) in chosen
        )

    def elsewhere(self, answer: Answer) -> list[Citation]:
        """The nearest sentence of each of five articles that are not cited, best first."""
        cited = {c.article_id for c in answer.citations}
        cited |= {other.article_id for c in answer.citations for other in c.also}
        return self.found(answer.standalone_question, without=cited)

    def found(self, question: str, *, without: Collection[str] = ()) -> list[Citation]:
        """The nearest sentence of each of five articles, best first, `without` some by id."""
        hits = self._search.search(Query(question, _HITS, latest=wants_latest(question)))
        near = [hit for hit in hits if hit.article.id not in without]
        candidates = {
            (sentence.article_id, sentence.number): (hit.article, sentence)
            for hit in near
            for sentence in hit.sentences
        }
        also = _others(near)
        best: dict[str, Evidence] = {}
        for item in self._nearest(question, list(candidates.values())):
            best.setdefault(item.article.id, _with(item, also.get(item.article.id, ())))
        return _numbered(list(best.values())[:_ARTICLES])

    def _cited(self, answer: Answer) -> list[Article]:
        ids = dict.fromkeys(c.article_id for c in answer.citations)
        articles = map(self._library.article, ids)
        return [article for article in articles if article is not None]

    def _around(self, article: Article, cited: Sequence[Citation]) -> list[Sentence]:
        """The sentences of an article within `_REACH` of a cited one, without the cited ones."""
        known = {c.sentence for c in cited}
        with self._library.snapshot():
            now = self._library.article(article.id)
            sentences = self._library.sentences(now) if now else []
        numbers = [s.number for s in sentences if s.text in known] or [0]
        return [
            sentence
            for sentence in sentences
            if sentence.text not in known
            and min(abs(sentence.number - number) for number in numbers) <= _REACH
        ]

    def _nearest(
        self, question: str, candidates: Sequence[tuple[Article, Sentence]]
    ) -> list[Evidence]:
        """The candidates that are near enough to the question, best first, each text once."""
        likeness = self._search.likeness(question, [sentence for _, sentence in candidates])
        items = [
            Evidence(0, sentence, article, likeness=like)
            for (article, sentence), like in zip(candidates, likeness, strict=True)
            if like >= _LEAST_LIKENESS
        ]
        items.sort(key=lambda item: -item.likeness)
        return list({item.sentence.text: item for item in reversed(items)}.values())[::-1]


def _numbered(items: Iterable[Evidence]) -> list[Citation]:
    return list(map(citation, items, count(1)))


def _others(hits: Iterable[Hit]) -> dict[str, tuple[Article, ...]]:
    return {hit.article.id: hit.also for hit in hits}


def _with(item: Evidence, also: tuple[Article, ...]) -> Evidence:
    return Evidence(item.number, item.sentence, item.article, also, item.likeness)
