"""Searches a library by meaning and by keywords, and merges both rankings.

Knows nothing of chat or language models.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial

import numpy as np

from index.errors import LibraryError
from index.known_vectors import KnownVectors
from index.language_data.en.words import QUERY_WORDS
from index.library import duplicate_groups, letter_case, spelling
from index.library.library import Library
from index.splitting.languages_without_spaces import pairs
from index.types import (
    Article,
    Encoder,
    Hit,
    Passage,
    PassageStore,
    Published,
    Query,
    Sentence,
    Vectors,
    encode_questions,
)

# Reciprocal rank fusion with the constant of its authors: Cormack, Clarke and Buettcher,
# "Reciprocal Rank Fusion outperforms Condorcet", SIGIR 2009.
_FUSION = 60
_CANDIDATES = (40, 160, 640)  # passages taken from each search; more are taken until they suffice
_AMONG = 20_000  # most passages of a span of days that are compared one by one
_LATEST_OF = 24  # best hits that are reordered by date when the latest is asked for
_CASE_FROM = 30  # passages that tell how a word is written: most are always written one way
# Vectors that are kept: 15 MB in all.
_CACHED_QUESTIONS, _CACHED_SENTENCES = 1_000, 9_000


class Searcher:
    """Searches one library; `store` and `encoder` must be the ones it was made with."""

    def __init__(self, library: Library, store: PassageStore, encoder: Encoder) -> None:
        self._library = library
        self._store = store
        self._questions = KnownVectors(partial(encode_questions, encoder), _CACHED_QUESTIONS)
        self._sentences = KnownVectors(encoder.encode, _CACHED_SENTENCES)
        # Both searches take about the same time, and neither holds Python's lock.
        self._background = ThreadPoolExecutor(2, "nearest")

    def close(self) -> None:
        """End the threads, once what they search for at this moment is found.

        Library, store and encoder belong to the caller and stay open.
        """
        self._background.shutdown()

    def newest(self, count: int) -> list[Hit]:
        """Hits for `count` passages of the newest articles, newest first, with score 0."""
        with self._library.snapshot():
            ids = self._library.newest_passages(count)
            held = self._library.passages(ids)
            hits = list(self._hits((held[passage_id], 0.0) for passage_id in ids))
            return self._with_copies(hits, duplicate_groups.groups(self._library, ids))

    def holds(self, when: Published) -> bool:
        """Whether any article was published within `when`."""
        return bool(self._library.passage_ids_published(when, 1))

    def as_printed(self, question: str) -> str:
        """`question`, typed without capitals, with its names as articles write them."""
        texts_with = lru_cache(lambda word: self._library.texts_with(word, _CASE_FROM))
        return letter_case.recased(question, texts_with)

    def search(self, query: Query) -> list[Hit]:
        """Find at most `query.count` hits, best first, by fusing the ranks of both searches.

        Copies of one passage are one hit, whose `also` names the other articles, whether they were
        found or not. A name that no article has is searched for as articles spell it as well.
        `Hit.score` is the fused score; it is meaningful for ordering only. Raises LibraryError.
        """
        until = query.until
        spelt = self._spelt(query.text)
        vectors = self._questions.of(list(dict.fromkeys((query.text, spelt))))
        words = keywords(spelt)
        wanted = _LATEST_OF if query.latest else query.count
        with self._library.snapshot():
            for candidates in _CANDIDATES:
                rankings = self._rankings(vectors, words, self._bounds(until), candidates)
                if query.about:
                    # What is of those days stands in both, and articles of later days tell of them.
                    days = _until(query.about, until)
                    rankings += self._rankings(vectors, words, days, candidates)
                fused = fuse(rankings)
                # The store may still hold vectors of passages that the library has deleted.
                held = self._library.passages(fused)
                groups = duplicate_groups.groups(self._library, held)
                best = without_copies(
                    [held[passage_id] for passage_id in fused if passage_id in held], groups
                )
                # Copies of one report may fill the candidates, so more are taken then.
                if len(best) >= wanted or len(fused) < candidates:
                    break
            hits = list(self._hits((held[each], fused[each]) for each in best[:wanted]))
            if query.latest:
                hits = _newest_first(hits)
            return self._with_copies(hits[: query.count], groups, until)

    def _rankings(
        self, vectors: Vectors, words: Sequence[str], when: Published | None, count: int
    ) -> list[list[str]]:
        """Rankings of passage ids, by meaning for each of `vectors` and by keywords, best first.

        Each holds at most `count` ids, of articles published within `when`.
        """
        among = self._library.passage_ids_published(when, _AMONG) if when else None
        try:
            by_meaning = [
                self._background.submit(self._store.nearest, vector, count, among)
                for vector in vectors
            ]
        except RuntimeError as error:  # the pool refuses work once it is shut down
            raise LibraryError("The library was closed: ask again.") from error
        by_words = self._library.keyword_search(words, count, when)
        found = [*(future.result() for future in by_meaning), by_words]
        return [[each for each, _ in ranking] for ranking in found]

    def _spelt(self, question: str) -> str:
        """`question` with the names that no article has as articles spell those they may mean."""
        names = self._library.printed_names(spelling.may_be_names(question))
        return spelling.respelt(question, names) if names else question

    def _bounds(self, until: date | None) -> Published | None:
        """The span up to `until`, or None where nothing was published later."""
        newest = self._library.newest() if until else None
        return Published(None, until) if until and newest and newest > until else None

    def _hits(self, best: Iterable[tuple[Passage, float]]) -> Iterator[Hit]:
        articles: dict[str, Article | None] = {}  # several passages may belong to one article
        for passage, score in best:
            if passage.article_id not in articles:
                articles[passage.article_id] = self._library.article(passage.article_id)
            article = articles[passage.article_id]
            if article is not None:
                sentences = self._library.sentences(article, passage.first, passage.last)
                yield Hit(article, passage, tuple(sentences), score)

    def _with_copies(
        self, hits: Iterable[Hit], groups: Mapping[str, int], until: date | None = None
    ) -> list[Hit]:
        """The hits, each with the other articles that print its passage."""
        return [
            replace(hit, also=tuple(self._printing(hit, groups[hit.passage.id], until)))
            if hit.passage.id in groups
            else hit
            for hit in hits
        ]

    def _printing(self, hit: Hit, group: int, until: date | None) -> Iterator[Article]:
        for article_id in duplicate_groups.articles(self._library, group, until):
            if article_id != hit.article.id and (article := self._library.article(article_id)):
                yield article

    def likeness(self, question: str, sentences: Sequence[Sentence]) -> list[float]:
        """Cosine similarity of each sentence to `question`, from -1 to 1, shape (sentences,).

        Names are spelt as in articles, as for `search`.
        """
        if not sentences:
            return []
        (vector,) = self._questions.of([self._spelt(question)])
        texts = [sentence.text for sentence in sentences]
        scores: list[float] = np.matmul(self._sentences.of(texts), vector).tolist()
        return scores


def keywords(question: str) -> list[str]:
    """The words of `question` that tell articles apart: lower case, without repetition.

    Chinese and Japanese text is returned as pairs of characters.
    """
    words = re.findall(r"\w+(?:['’]\w+)?", question.lower())
    bare = (re.sub(r"['’]s$", "", word) for word in words)
    parts = (part for word in bare for part in pairs(word))
    return list(dict.fromkeys(part for part in parts if part not in QUERY_WORDS))


def fuse(rankings: Sequence[Sequence[str]]) -> dict[str, float]:
    """Reciprocal rank fusion: scores by id, the sum of 1 / (60 + rank), best first."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, passage_id in enumerate(ranking, start=1):
            scores[passage_id] = scores.get(passage_id, 0.0) + 1 / (_FUSION + rank)
    return dict(sorted(scores.items(), key=lambda item: -item[1]))


def without_copies(passages: Iterable[Passage], groups: Mapping[str, int]) -> list[str]:
    """Ids of `passages` in order, one of each group of copies; `groups` maps ids to groups.

    Of several copies, the one from an article that is already used is chosen, so that a report
    printed in two papers is quoted from one of them.
    """
    by_group: dict[int | str, list[Passage]] = {}
    for passage in passages:
        by_group.setdefault(groups.get(passage.id, passage.id), []).append(passage)
    used: set[str] = set()
    chosen: list[str] = []
    for group in by_group.values():
        one = next((passage for passage in group if passage.article_id in used), group[0])
        used.add(one.article_id)
        chosen.append(one.id)
    return chosen


def _newest_first(hits: Sequence[Hit]) -> list[Hit]:
    """Order hits by the sum of their rank and their rank by date."""
    by_day = sorted(hits, key=lambda hit: hit.article.published or date.min, reverse=True)
    days = {day: n for n, day in enumerate(dict.fromkeys(h.article.published for h in by_day))}
    order = {id(hit): rank + days[hit.article.published] for rank, hit in enumerate(hits)}
    return sorted(hits, key=lambda hit: order[id(hit)])


def _until(about: Published, until: date | None) -> Published:
    last = min(filter(None, (about.last, until)), default=None)
    return Published(about.first, last)
