"""Question -> ranked hits, by meaning and by keywords, and how near each sentence is to it.

Knows nothing of chat, of language models or of what will be said.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from index.library import Library
from index.scripts import pairs
from index.types import Article, Encoder, Hit, Passage, PassageStore, Sentence

# Reciprocal rank fusion with the constant of its authors: Cormack, Clarke and Buettcher,
# "Reciprocal Rank Fusion outperforms Condorcet", SIGIR 2009.
_FUSION = 60
_CANDIDATES = 40  # passages taken from each of the two searches

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

    def search(self, question: str, count: int = 8) -> list[Hit]:
        """At most `count` hits, best first, merged by rank from both searches.

        `Hit.score` is the fused score: at most 2 / 61, when a passage is first in both.
        """
        vector = self._encoder.encode([question])[0]
        by_meaning = [id for id, _ in self._store.nearest(vector, _CANDIDATES)]
        with self._library.snapshot():
            found = self._library.keyword_search(keywords(question), _CANDIDATES)
            fused = fuse([by_meaning, [id for id, _ in found]])
            # The store may still hold vectors of passages that the library has let go.
            held = self._library.passages(fused)
            best = [(held[id], score) for id, score in fused.items() if id in held][:count]
            return list(self._hits(best))

    def _hits(self, best: Sequence[tuple[Passage, float]]) -> Iterator[Hit]:
        articles: dict[str, Article | None] = {}  # several passages may be of one article
        for passage, score in best:
            if passage.article_id not in articles:
                articles[passage.article_id] = self._library.article(passage.article_id)
            article = articles[passage.article_id]
            if article is not None:
                sentences = self._library.sentences(article, passage.first, passage.last)
                yield Hit(article, passage, tuple(sentences), score)

    def likeness(self, question: str, sentences: Sequence[Sentence]) -> list[float]:
        """For each sentence, the cosine of its vector and the question's, from -1 to 1."""
        if not sentences:
            return []
        vectors = self._encoder.encode([question, *(sentence.text for sentence in sentences)])
        scores: list[float] = np.matmul(vectors[1:], vectors[0]).tolist()
        return scores


def keywords(question: str) -> list[str]:
    """The words of `question` that can tell one article from another, lower case, each once.

    Chinese and Japanese come as pairs of characters.
    """
    words = re.findall(r"\w+(?:['’]\w+)?", question.lower())
    bare = (re.sub(r"['’]s$", "", word) for word in words)
    parts = (part for word in bare for part in pairs(word))
    return list(dict.fromkeys(part for part in parts if part not in _COMMON))


def fuse(rankings: Iterable[Sequence[str]]) -> dict[str, float]:
    """Reciprocal rank fusion: ids in order of their summed 1 / (60 + rank), best first."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, id in enumerate(ranking, start=1):
            scores[id] = scores.get(id, 0.0) + 1.0 / (_FUSION + rank)
    return dict(sorted(scores.items(), key=lambda item: -item[1]))
