"""Chooses from the hits the numbered sentences that are put before the language model (pure).

Sentences, not passages: half the tokens to read, and a citation is one sentence from the start.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from datetime import date
from math import exp
from types import MappingProxyType

from bot.answering.told_times import of_sentence
from bot.language.dates_in_text import mentions
from bot.language.nationalities import as_countries
from bot.language.quantities import numbers
from bot.language.words import CALENDAR, names, stems
from bot.question.question import Question, Wants
from bot.types import Evidence, Words
from index.language_data.en.date_words import MONTH, TIME_WORDS, WEEKDAY
from index.types import Article, Hit, Sentence

# Six sentences hold 0.94 of the answers where eight hold 0.95, and are read in three quarters of
# the time (see evals/LOG.md).
MAX_SENTENCES = 6
# What a rank in the search adds to a sentence's own likeness, from the first hit to the last:
# enough to decide between like sentences of a good and a poor article.
_RANK_BONUS = 0.1
# For a sentence of the kind that is asked for: one with a date for "when", a number for "how many",
# a name for "who". Likeness alone passes over "It broke out on 15 April 2019".
_KIND_BONUS = 0.2
_TIME = re.compile(rf"\b(?:\d{{4}}|\d{{1,2}}(?:st|nd|rd|th)?|{MONTH}|{WEEKDAY}|{TIME_WORDS})\b")
_KINDS: tuple[tuple[Wants, Callable[[str], object]], ...] = (
    (Wants.TIME, _TIME.search),
    (Wants.NUMBER, numbers),
    (Wants.PERSON, names),
)

_NOTHING = Question("")
# A word that so few of the sentences have is telling; one sentence with it is always offered, if a
# word of the question is missing in the others.
_FEW = 3
# A sentence of another time than the one whose number is asked for goes behind all others, and so
# does one of a day that was told already where another is asked for.
_OTHER_TIME_LOSS = 3.0
_TIME_BONUS = 0.1  # for one that tells of the time asked about, in an article of another time
_ANY_DAY = date(2000, 1, 1)  # for an article without a date: only days with their year are right
# For a sentence that the reader holds to answer, times its probability.
_READ_BONUS = 1.5
_UNREAD = -20.0  # log-odds: behind all that the reader has read


def candidates(hits: Sequence[Hit]) -> list[Sentence]:
    """Return every sentence of the hits once, in order of the hits."""
    return list(dict.fromkeys(sentence for hit in hits for sentence in hit.sentences))


def whole(hit: Hit) -> list[Evidence]:
    """Return all sentences of a hit in reading order, numbered from 1, without their likeness."""
    return [
        Evidence(number, sentence, hit.article, hit.also)
        for number, sentence in enumerate(hit.sentences, start=1)
    ]


def select(
    hits: Sequence[Hit],
    likeness: Sequence[float],
    count_tokens: Callable[[str], int],
    *,
    max_tokens: int,
    max_sentences: int = MAX_SENTENCES,
    question: Question = _NOTHING,
    words: Mapping[Sentence, Words] = MappingProxyType({}),
) -> list[Evidence]:
    """Return the best sentences of `hits`, numbered from 1 in the order in which they are read.

    `likeness` scores `candidates(hits)`, -1 to 1. Articles come in order of their best sentence,
    sentences of one article in reading order. Together they have at most `max_tokens` tokens of
    the language model. `words` are those of each sentence that answer best, if a reader has
    read them.
    """

    def cost(sentence: Sentence) -> int:
        return count_tokens(sentence.text) + 8  # its number, and a share of its headline

    articles = {hit.article.id: hit.article for hit in hits}
    near = dict(zip(candidates(hits), likeness, strict=True))
    ranked = _ranked(hits, near, articles, question, words)
    chosen: list[Sentence] = []
    seen: set[str] = set()
    left = max_tokens
    for sentence in ranked:
        if cost(sentence) > left or sentence.text in seen:
            continue
        chosen.append(sentence)
        seen.add(sentence.text)  # agencies' sentences stand in many papers word for word
        left -= cost(sentence)
        if len(chosen) == max_sentences:
            telling = _telling(chosen, ranked, question.text)
            if telling and cost(telling) <= left + cost(sentence):
                chosen[-1] = telling
            break

    articles_in_order = dict.fromkeys(sentence.article_id for sentence in chosen)
    order = {article: index for index, article in enumerate(articles_in_order)}
    chosen.sort(key=lambda s: (order[s.article_id], s.number))
    also = {s: hit.also for hit in hits for s in hit.sentences}
    return [
        Evidence(number, sentence, articles[sentence.article_id], also[sentence], near[sentence])
        for number, sentence in enumerate(chosen, start=1)
    ]


def _ranked(
    hits: Sequence[Hit],
    near: Mapping[Sentence, float],
    articles: Mapping[str, Article],
    question: Question,
    words: Mapping[Sentence, Words],
) -> list[Sentence]:
    """The sentences of `near` whose articles are on the subject, best first."""
    on_subject = _on_subject(question.whole, list(articles.values()))
    rank: dict[Sentence, int] = {}
    for index, hit in enumerate(hits):
        for sentence in hit.sentences:
            rank.setdefault(sentence, index)

    def score(sentence: Sentence) -> float:
        first = 1 - rank[sentence] / len(hits)
        kind = _KIND_BONUS if of_kind(question, sentence.text) else 0.0
        article = articles[sentence.article_id]
        time = _of_the_time(sentence, article, question)
        if _of_days(sentence, article.published, question.told_days):
            time = -_OTHER_TIME_LOSS
        read = _READ_BONUS * share(words[sentence].sure) if sentence in words else 0.0
        return near[sentence] + _RANK_BONUS * first + kind + read + time

    fitting = [sentence for sentence in near if sentence.article_id in on_subject]
    return sorted(fitting, key=score, reverse=True)


def _telling(
    chosen: Sequence[Sentence], ranked: Sequence[Sentence], question: str
) -> Sentence | None:
    """The best sentence with a telling word of the question that none of `chosen` has.

    Asked where Modi was, the likest sentences are all of the landing that he watched.
    """
    said = {sentence: stems(sentence.text) for sentence in ranked}
    frequency = Counter(word for words in said.values() for word in words)
    missing = stems(question) - set[str]().union(*(said[sentence] for sentence in chosen))
    telling = {w for w in missing if frequency[w] <= _FEW and not w[0].isdigit()}
    return next((sentence for sentence in ranked if said[sentence] & telling), None)


def _of_days(sentence: Sentence, published: date | None, days: Set[date]) -> bool:
    """Whether a sentence names one of `days`, such as "Friday" or "16 May" of an article."""
    named = mentions(sentence.text, published or _ANY_DAY) if days else []
    return any(m.span.first == m.span.last and m.span.first in days for m in named)


def _of_the_time(sentence: Sentence, article: Article, question: Question) -> float:
    """What speaks for a sentence by the times that it and the question speak of; below 0, against.

    Asked how many came on Sunday the model takes Friday's number, if it is offered.
    """
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


def _on_subject(question: str, articles: Sequence[Article]) -> set[str]:
    """Ids of the articles that are on the subject of the question.

    They have at least half as many of its words as the best article, and one of its names where
    another article has one.

    In a small library every search finds something: asked what a drone raid had cost, the model
    gave the price of a moon lander, and the dead of an earthquake for those of a fire.
    """
    asked = as_countries(stems(question))
    named = as_countries(names(question, opening=True) - CALENDAR)
    words = {a.id: asked & as_countries(stems(f"{a.title} {a.text}")) for a in articles}
    best = max(map(len, words.values()), default=0)
    any_named = any(named & own for own in words.values())
    return {
        article
        for article, own in words.items()
        if 2 * len(own) >= best and (named & own or not any_named)
    }


def of_kind(question: Question, sentence: str) -> bool:
    """Return whether `sentence` has what `question` asks for: a date, a number, a name."""
    has = next((has for wanted, has in _KINDS if wanted & question.wants), None)
    return bool(has and has(sentence))


def share(log_odds: float) -> float:
    """Return log-odds as a probability, 0 to 1."""
    return 1 / (1 + exp(-max(-50.0, min(50.0, log_odds))))


def nearest_first(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return `evidence`, the sentence that most likely answers first.

    By the reader's words where it has read them, else by likeness to the question.
    """
    return sorted(evidence, key=lambda item: (-sure(item), -item.likeness))


def sure(item: Evidence) -> float:
    """Return how sure the reader is of a sentence, in log-odds; very unsure if it is not read."""
    return item.words.sure if item.words else _UNREAD


def byline(article: Article) -> str:
    """Return outlet and date, such as "Reuters, 16 May 2025"; "" when both are unknown."""
    day = article.published
    return ", ".join(filter(None, [article.outlet, f"{day:%-d %B %Y}" if day else ""]))
