"""What lies beyond an answer: more of its articles, other articles, what a search alone finds.

All of it is quoted from the library; no model is asked, so it takes well under a second.
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import count

from bot.answering.citations import citation
from bot.answering.finder import Search
from bot.question.understand import wants_latest
from bot.types import Answer, Citation, Evidence
from index.library.library import Library
from index.types import Article, Hit, Query, Sentence

_SENTENCES = 6  # of the articles that an answer cites
_REACH = 20  # sentences before and after a cited one that are looked at
_ARTICLES = 5  # others that are named
_HITS = 24
_LEAST = 0.15  # likeness of a sentence that is shown


class MoreQuotations:
    """Looks further in one library."""

    def __init__(self, search: Search, library: Library) -> None:
        self._search = search
        self._library = library

    def detail(self, answer: Answer) -> list[Citation]:
        """The sentences of the cited articles that say most on the question beside the cited ones.

        In order of reading; [] when the articles are gone or say nothing more.
        """
        found = [
            (article, sentence)
            for article in self._cited(answer)
            for sentence in self._around(article, answer.citations)
        ]
        best = self._best(answer.standalone_question, found)[:_SENTENCES]
        chosen = {(item.article.id, item.sentence.number) for item in best}
        likeness = {(item.article.id, item.sentence.number): item for item in best}
        return _numbered(
            likeness[article.id, sentence.number]
            for article, sentence in found
            if (article.id, sentence.number) in chosen
        )

    def elsewhere(self, answer: Answer) -> list[Citation]:
        """The best sentence of each near article that the answer does not cite, best first."""
        known = {c.article_id for c in answer.citations}
        known |= {other.article_id for c in answer.citations for other in c.also}
        return self.found(answer.standalone_question, without=known)

    def found(self, question: str, *, without: Collection[str] = ()) -> list[Citation]:
        """The best sentence of each article near to `question` but those `without`, best first."""
        hits = self._search.search(Query(question, _HITS, latest=wants_latest(question)))
        near = [hit for hit in hits if hit.article.id not in without]
        found = {
            (sentence.article_id, sentence.number): (hit.article, sentence)
            for hit in near
            for sentence in hit.sentences
        }
        also = _others(near)
        best: dict[str, Evidence] = {}
        for item in self._best(question, list(found.values())):
            best.setdefault(item.article.id, _with(item, also.get(item.article.id, ())))
        return _numbered(list(best.values())[:_ARTICLES])

    def _cited(self, answer: Answer) -> list[Article]:
        ids = dict.fromkeys(c.article_id for c in answer.citations)
        return [article for id in ids if (article := self._library.article(id)) is not None]

    def _around(self, article: Article, cited: Sequence[Citation]) -> list[Sentence]:
        """The sentences near to those cited of an article, without these."""
        said = {c.sentence for c in cited}
        with self._library.snapshot():
            now = self._library.article(article.id)
            sentences = self._library.sentences(now) if now else []
        places = [s.number for s in sentences if s.text in said] or [0]
        return [
            sentence
            for sentence in sentences
            if sentence.text not in said
            and min(abs(sentence.number - place) for place in places) <= _REACH
        ]

    def _best(self, question: str, found: Sequence[tuple[Article, Sentence]]) -> list[Evidence]:
        """What was found, the likest first, each text once."""
        likeness = self._search.likeness(question, [sentence for _, sentence in found])
        items = [
            Evidence(0, sentence, article, likeness=like)
            for (article, sentence), like in zip(found, likeness, strict=True)
            if like >= _LEAST
        ]
        items.sort(key=lambda item: -item.likeness)
        return list({item.sentence.text: item for item in reversed(items)}.values())[::-1]


def _numbered(items: Iterable[Evidence]) -> list[Citation]:
    return list(map(citation, items, count(1)))


def _others(hits: Iterable[Hit]) -> dict[str, tuple[Article, ...]]:
    return {hit.article.id: hit.also for hit in hits}


def _with(item: Evidence, also: tuple[Article, ...]) -> Evidence:
    return Evidence(item.number, item.sentence, item.article, also, item.likeness)
