"""Ranks the sentences of the hits: how likely each answers the question (pure).

Six signs and their weights, fitted together (`python -m evals.fit_ranking`). A sentence that
looks like the answer may stand in an article on another year or company, so half of the signs are
on the article.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from datetime import date
from math import log
from types import MappingProxyType

import numpy as np

from bot.answering.sentence_selection import byline, candidates, is_no_evidence
from bot.answering.told_times import of_sentence
from bot.language.dates_in_text import mentions
from bot.language.nationalities import as_countries
from bot.language.quantities import numbers
from bot.language.words import names, stems
from bot.question.question import Question, Wants
from bot.types import Words
from index.language_data.en.date_words import MONTH, TIME_WORDS, WEEKDAY
from index.types import Article, Hit, Sentence

WEIGHTS = {
    "likeness": 0.94,  # of the sentence and the question, -1 to 1
    "hit": 2.59,  # place of its hit in the search, 1 for the first to 0
    "kind": 1.41,  # 1 where it has a date for "when", a number for "how many", a name for "who"
    "read": 0.66,  # the reader's log-odds, less those of the surest sentence
    "words": 2.29,  # share of the question's words that its article has, 0 to 1
    "new": 0.68,  # place of its article's day among those of the hits, 1 for the newest to 0
}
"""Log-odds by sign. Conditional logit over the tuning halves of `versions` and `news-a`, 143
questions; see evals/LOG.md."""

_LEAST_READ = -10.0  # log-odds; what the reader is that unsure of is unlikely enough
# Log-odds for a likeness of 1, which stands in for the reader's where it has not read: with it one
# of the first six sentences is right for 0.82 of the tuning halves, without for 0.79.
_UNREAD = 5.0
# Not fitted: too few questions tell. A number of another time than the one asked about, or of a
# day that was told already where another is asked for, goes behind all others.
_OTHER_TIME_LOSS = 15.0
_TIME_BONUS = 0.5  # for one that tells of the time asked about, in an article of another time
_ANY_DAY = date(2000, 1, 1)  # for an article without a date: only days with their year are right

_TIME = re.compile(rf"\b(?:\d{{4}}|\d{{1,2}}(?:st|nd|rd|th)?|{MONTH}|{WEEKDAY}|{TIME_WORDS})\b")
_KINDS: tuple[tuple[Wants, Callable[[str], object]], ...] = (
    (Wants.TIME, _TIME.search),
    (Wants.NUMBER, numbers),
    (Wants.PERSON, names),
)


def scores(
    question: Question,
    hits: Sequence[Hit],
    likeness: Sequence[float],
    words: Mapping[Sentence, Words] = MappingProxyType({}),
) -> dict[Sentence, float]:
    """Return for each of `candidates(hits)` that is evidence how likely it answers `question`.

    The scores of one call compare with one another: log-odds up to a common constant. `likeness`
    has one figure a candidate, `words` the reader's best words of each, if one has read them.
    """
    found = signs(question, hits, likeness, words)
    weights = np.array(list(WEIGHTS.values()))
    articles = {hit.article.id: hit.article for hit in hits}
    return {
        sentence: float(weights @ row) + _by_time(sentence, articles[sentence.article_id], question)
        for sentence, row in found.items()
        if not is_no_evidence(sentence, articles[sentence.article_id])
    }


def signs(
    question: Question,
    hits: Sequence[Hit],
    likeness: Sequence[float],
    words: Mapping[Sentence, Words] = MappingProxyType({}),
) -> dict[Sentence, list[float]]:
    """Return for each of `candidates(hits)` the signs of `WEIGHTS`, in their order."""
    sentences = candidates(hits)
    articles = {hit.article.id: hit.article for hit in hits}
    places: dict[Sentence, int] = {}
    for place, hit in enumerate(hits):
        for sentence in hit.sentences:
            places.setdefault(sentence, place)
    nearest = max(likeness, default=0.0)
    surest = max((found.sure for found in words.values()), default=0.0)
    shares = _shares_of_words(question.whole, list(articles.values()))
    newness = _newness(list(articles.values()))

    def row(sentence: Sentence, near: float) -> list[float]:
        read = words[sentence].sure - surest if sentence in words else 0.0
        return [
            near,
            1 - places[sentence] / len(hits),
            1.0 if _of_kind(question, sentence.text) else 0.0,
            max(read, _LEAST_READ) if sentence in words else _UNREAD * (near - nearest),
            shares[sentence.article_id],
            newness[sentence.article_id],
        ]

    return {
        sentence: row(sentence, near) for sentence, near in zip(sentences, likeness, strict=True)
    }


def _shares_of_words(question: str, articles: Sequence[Article]) -> dict[str, float]:
    """The share of the question's words that each article has, by id; rare words count for more.

    Words of its outlet and day are an article's too: "in 2023" tells two of a series apart.
    """
    asked = as_countries(stems(question))
    has = {a.id: asked & as_countries(stems(f"{byline(a)} {a.title} {a.text}")) for a in articles}
    common = Counter(word for own in has.values() for word in own)
    weight = {word: log((len(has) + 1) / (common[word] + 0.5)) for word in asked}
    whole = sum(weight.values()) or 1.0
    return {article: sum(weight[word] for word in own) / whole for article, own in has.items()}


def _newness(articles: Sequence[Article]) -> dict[str, float]:
    """How new each article is among all, by id: 1 for the newest day, 0 for the oldest."""
    days = sorted({a.published for a in articles if a.published})
    last = len(days) - 1
    return {
        a.id: days.index(a.published) / last if a.published and last > 0 else 0.5 for a in articles
    }


def _of_kind(question: Question, sentence: str) -> bool:
    """Whether `sentence` has what `question` asks for: a date, a number, a name."""
    has = next((has for wanted, has in _KINDS if wanted & question.wants), None)
    return bool(has and has(sentence))


def _by_time(sentence: Sentence, article: Article, question: Question) -> float:
    """What speaks for a sentence by the times that it and the question speak of; below 0, against.

    Asked how many came on Sunday the model takes Friday's number, if it is offered.
    """
    if _of_days(sentence, article.published, question.told_days):
        return -_OTHER_TIME_LOSS
    times = of_sentence(sentence, article) if question.times else []
    if not times:
        return 0.0
    if not any(span.overlaps(asked) for span in times for asked in question.times):
        return -_OTHER_TIME_LOSS if Wants.AMOUNT in question.wants else 0.0
    day = article.published
    # An article of last year says that by each of its days.
    if day and any(asked.first <= day <= asked.last for asked in question.times):
        return 0.0
    return _TIME_BONUS


def _of_days(sentence: Sentence, published: date | None, days: Set[date]) -> bool:
    """Whether a sentence names one of `days`, such as "Friday" or "16 May" of an article."""
    named = mentions(sentence.text, published or _ANY_DAY) if days else []
    return any(m.span.first == m.span.last and m.span.first in days for m in named)
