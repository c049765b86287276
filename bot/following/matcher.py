"""Looks articles of a library up for topics and briefings; asks no language model.

Blocking: call it from threads beside the event loop.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

import numpy as np

from bot.following import matching
from bot.following.stories import Story, stories
from bot.lookup.topic import Find, telling
from index.library import duplicate_groups
from index.library.arrivals import last_number, numbered_above, with_vectors
from index.library.library import Library
from index.types import Article, Encoder, Passage, Sentence, Vectors, encode_questions

Likeness = Callable[[str, Sequence[Sentence]], list[float]]
"""Gives the likeness of words and each sentence, as `Searcher.likeness`."""

_LATEST = 400  # articles of which a briefing is made at most
_SHORTEST = 5  # words of a sentence that says something


class Matcher:
    """Matches the articles of one library, which `encoder` encoded."""

    def __init__(self, library: Library, encoder: Encoder, likeness: Likeness) -> None:
        self._library = library
        self._encoder = encoder
        self._likeness = likeness

    def last_number(self) -> int:
        """The number of the article that came in last."""
        return last_number(self._library)

    def arrived(self, number: int, count: int) -> list[tuple[int, Article]]:
        """At most `count` articles that came in after the one of this number, with theirs."""
        return numbered_above(self._library, number, count)

    def vectors(self, topics: Sequence[str]) -> Vectors:
        """The vectors of topics, shape (topics, dimensions)."""
        return encode_questions(self._encoder, topics)

    def tellings(
        self, article: Article, topics: Sequence[str], vectors: Vectors
    ) -> list[Sentence | None]:
        """For each topic the sentence of `article` that tells most of it; None: it is not on it.

        `vectors` are those of the topics, shape (topics, dimensions).
        """
        parts = with_vectors(self._library, article.id)
        if not parts or not topics:
            return [None] * len(topics)
        likeness = vectors @ np.stack([vector for _, vector in parts]).T
        beginning = parts[0][0].text
        found: list[Sentence | None] = []
        for words, scores in zip(topics, likeness, strict=True):
            best = int(np.argmax(scores))
            nearness = matching.nearness(words, float(scores[best]), beginning)
            near = nearness >= matching.ON_TOPIC_FROM
            found.append(self._telling(words, article, parts[best][0]) if near else None)
        return found

    def is_repeated(self, article: Article, told: Iterable[str]) -> bool:
        """Whether `article` prints or tells again what the articles with the ids `told` did."""
        parts = with_vectors(self._library, article.id)
        others: list[tuple[Article, Vectors]] = []
        passages: list[str] = [passage.id for passage, _ in parts]
        groups = set(duplicate_groups.groups(self._library, passages).values())
        for article_id in told:
            other = self._library.article(article_id)
            beginning = with_vectors(self._library, article_id)[:1]
            if other is None or not beginning or other.id == article.id:
                continue
            own = [each.id for each in self._library.passages_of(other.id)]
            if groups & set(duplicate_groups.groups(self._library, own).values()):
                return True
            others.append((other, beginning[0][1]))
        return bool(parts) and matching.is_repeated(article, parts[0][1], others)

    def stories(self, today: date, without: Iterable[str], most: int) -> list[Story]:
        """The stories of `today` and the day before, without the articles with these ids.

        Nor what tells the same as one of them, which another outlet printed later. And of the next
        day: articles are dated where the bot is, `today` is where the reader is.
        """
        known, a_day = set(without), timedelta(days=1)
        fresh = [
            (article, with_vectors(self._library, article.id)[:1])
            for article in self._library.latest(_LATEST)
            if article.published and abs(article.published - today) <= a_day
        ]
        all_begun = [(article, parts[0][1]) for article, parts in fresh if parts]
        told = [each for each in all_begun if each[0].id in known]
        begun = [
            (article, beginning)
            for article, beginning in all_begun
            if article.id not in known and not matching.is_repeated(article, beginning, told)
        ]
        beginnings = np.stack([v for _, v in begun]) if begun else np.empty((0, 1), np.float32)
        return stories([article for article, _ in begun], beginnings, most)

    def opening(self, article: Article) -> Sentence | None:
        """The sentence of an article's beginning that is most like its headline."""
        passages = self._library.passages_of(article.id)[:1]
        sentences = [
            sentence
            for passage in passages
            for sentence in self._library.sentences(article, passage.first, passage.last)
        ]
        whole = [s for s in sentences if len(s.text.split()) >= _SHORTEST] or sentences
        if not whole:
            return None
        scores = self._likeness(article.title or whole[0].text, whole)
        return whole[int(np.argmax(scores))]

    def _telling(self, words: str, article: Article, passage: Passage) -> Sentence | None:
        sentences = self._library.sentences(article, passage.first, passage.last)
        whole = [s for s in sentences if len(s.text.split()) >= _SHORTEST] or sentences
        find = Find(article, tuple(whole))
        return telling(words, find, self._likeness(words, whole)) if whole else None
