"""Question -> ranked hits, by meaning and by keywords, and how near each sentence is to it.

Knows nothing of chat, of language models or of what will be said.
"""

import re
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import numpy as np

from index.errors import LibraryError
from index.library import copies
from index.library.library import Library
from index.splitting.unspaced import pairs
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
)

# Reciprocal rank fusion with the constant of its authors: Cormack, Clarke and Buettcher,
# "Reciprocal Rank Fusion outperforms Condorcet", SIGIR 2009.
_FUSION = 60
_CANDIDATES = (40, 160, 640)  # passages taken from each of the two searches, until there are enough
_DATED = 2.0  # what a ranking within the days asked about weighs against one over all days
_AMONG = 20_000  # passages of a span of days that are compared one by one
_LATEST_OF = 24  # hits among which the newer win when the latest is asked for
_LATELY = 10_000  # vectors of questions and sentences kept, 15 MB

# Words that say nothing about which article is meant. Kept short on purpose: BM25 already gives
# little weight to what is everywhere, this list only keeps the keyword query cheap.
_COMMON = frozenset(
    """a about according after all also an and any are as at be because been before being but by can
    could did do does for from had has have how i if in into is it its many me more most much must
    no not of on or other our please say says said should since so some tell than that the their
    them then there these they this those to up was we were what when where which while who whom
    whose why will with would you your""".split()
)


class Searcher:
    """Searches one library; `store` and `encoder` must be those it was made with."""

    def __init__(self, library: Library, store: PassageStore, encoder: Encoder) -> None:
        self._library = library
        self._store = store
        self._encoder = encoder
        self._lately: dict[str, Vectors] = {}
        self._alone = threading.Lock()
        # Both searches take about the same time, and neither holds Python's lock.
        self._background = ThreadPoolExecutor(2, "nearest")

    def close(self) -> None:
        """End the threads, once what they search for at this moment is found.

        Library, store and encoder belong to the caller and stay open.
        """
        self._background.shutdown()

    def newest(self, count: int) -> list[Hit]:
        """`count` passages of the newest articles, newest first, scored 0."""
        with self._library.snapshot():
            ids = self._library.newest_passages(count)
            held = self._library.passages(ids)
            hits = list(self._hits((held[id], 0.0) for id in ids))
            return self._with_copies(hits, copies.groups(self._library, ids))

    def search(self, query: Query) -> list[Hit]:
        """At most `query.count` hits, best first, merged by rank from both searches.

        Passages that are copies of one another are one hit, which names all their articles, also
        those that were not found. `Hit.score` is the fused score, of use for order only.
        """
        until = query.until
        vector = self._vectors([query.text])[0]
        words = keywords(query.text)
        wanted = _LATEST_OF if query.latest else query.count
        with self._library.snapshot():
            for candidates in _CANDIDATES:
                rankings = self._rankings(vector, words, self._bounds(until), candidates)
                weights = [1.0] * len(rankings)
                if query.about:
                    days = _until(query.about, until)
                    within = self._rankings(vector, words, days, candidates)
                    rankings += within
                    weights += [_DATED] * len(within)
                fused = fuse(rankings, weights)
                # The store may still hold vectors of passages that the library has let go.
                held = self._library.passages(fused)
                groups = copies.groups(self._library, held)
                best = once([held[id] for id in fused if id in held], groups)
                # A report that everybody printed may take all the places there are.
                if len(best) >= wanted or len(fused) < candidates:
                    break
            hits = list(self._hits((held[id], fused[id]) for id in best[:wanted]))
            if query.latest:
                hits = _newest_first(hits)
            return self._with_copies(hits[: query.count], groups, until)

    def _rankings(
        self, vector: Vectors, words: Sequence[str], when: Published | None, count: int
    ) -> list[list[str]]:
        """Passage ids by meaning and by keywords, best first, of articles published then."""
        among = self._library.passage_ids_published(when, _AMONG) if when else None
        try:
            by_meaning = self._background.submit(self._store.nearest, vector, count, among)
        except RuntimeError as error:  # the pool refuses work once it is shut down
            raise LibraryError("The library was closed: ask again.") from error
        by_words = self._library.keyword_search(words, count, when)
        return [[id for id, _ in by_meaning.result()], [id for id, _ in by_words]]

    def _bounds(self, until: date | None) -> Published | None:
        """None where nothing was published after `until`, so that nothing need be left out."""
        newest = self._library.newest() if until else None
        return Published(None, until) if until and newest and newest > until else None

    def _hits(self, best: Iterable[tuple[Passage, float]]) -> Iterator[Hit]:
        articles: dict[str, Article | None] = {}  # several passages may be of one article
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
        """The hits, each with the articles that print its passage too, whether found or not."""
        return [
            replace(hit, also=tuple(self._printing(hit, groups[hit.passage.id], until)))
            if hit.passage.id in groups
            else hit
            for hit in hits
        ]

    def _printing(self, hit: Hit, group: int, until: date | None) -> Iterator[Article]:
        for id in copies.articles(self._library, group, until):
            article = self._library.article(id) if id != hit.article.id else None
            if article is not None:
                yield article

    def likeness(self, question: str, sentences: Sequence[Sentence]) -> list[float]:
        """For each sentence, the cosine of its vector and the question's, from -1 to 1."""
        if not sentences:
            return []
        vectors = self._vectors([question, *(sentence.text for sentence in sentences)])
        scores: list[float] = np.matmul(vectors[1:], vectors[0]).tolist()
        return scores

    def _vectors(self, texts: Sequence[str]) -> Vectors:
        """Of each text, encoded only if it was not lately: the same sentences come up again."""
        with self._alone:
            new = [text for text in dict.fromkeys(texts) if text not in self._lately]
            self._lately |= zip(new, self._encoder.encode(new), strict=True)
            found: Vectors = np.stack([self._lately[text] for text in texts])
            while len(self._lately) > _LATELY:
                del self._lately[next(iter(self._lately))]
        return found


def keywords(question: str) -> list[str]:
    """The words of `question` that can tell one article from another, lower case, each once.

    Chinese and Japanese come as pairs of characters.
    """
    words = re.findall(r"\w+(?:['’]\w+)?", question.lower())
    bare = (re.sub(r"['’]s$", "", word) for word in words)
    parts = (part for word in bare for part in pairs(word))
    return list(dict.fromkeys(part for part in parts if part not in _COMMON))


def fuse(
    rankings: Sequence[Sequence[str]], weights: Sequence[float] | None = None
) -> dict[str, float]:
    """Reciprocal rank fusion: ids in order of their summed weight / (60 + rank), best first."""
    scores: dict[str, float] = {}
    for ranking, weight in zip(rankings, weights or [1.0] * len(rankings), strict=True):
        for rank, id in enumerate(ranking, start=1):
            scores[id] = scores.get(id, 0.0) + weight / (_FUSION + rank)
    return dict(sorted(scores.items(), key=lambda item: -item[1]))


def once(passages: Iterable[Passage], groups: Mapping[str, int]) -> list[str]:
    """Ids of the passages without copies of those before; `groups` has the group of those with any.

    Of copies the one is taken whose article is taken already: a report that two papers print is
    told from one of them, not one half from each.
    """
    copies: dict[int | str, list[Passage]] = {}
    for passage in passages:
        copies.setdefault(groups.get(passage.id, passage.id), []).append(passage)
    taken: set[str] = set()
    chosen: list[str] = []
    for alike in copies.values():
        one = next((passage for passage in alike if passage.article_id in taken), alike[0])
        taken.add(one.article_id)
        chosen.append(one.id)
    return chosen


def _newest_first(hits: Sequence[Hit]) -> list[Hit]:
    """Hits by rank and by age: each gives up places for being older."""
    by_day = sorted(hits, key=lambda hit: hit.article.published or date.min, reverse=True)
    days = {day: n for n, day in enumerate(dict.fromkeys(h.article.published for h in by_day))}
    order = {id(hit): rank + days[hit.article.published] for rank, hit in enumerate(hits)}
    return sorted(hits, key=lambda hit: order[id(hit)])


def _until(about: Published, until: date | None) -> Published:
    last = min(filter(None, (about.last, until)), default=None)
    return Published(about.first, last)
