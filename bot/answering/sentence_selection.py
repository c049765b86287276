"""Chooses from the hits the numbered sentences that are put before the language model (pure).

Sentences, not passages: half the tokens to read, and a citation is one sentence from the start.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from math import exp

from bot.answering.model_markup import is_for_a_model
from bot.types import Evidence
from index.types import Article, Hit, Sentence

# Six sentences hold 0.94 of the answers where eight hold 0.95, and are read in three quarters of
# the time (see evals/LOG.md).
MAX_SENTENCES = 6
# A sentence that is so much less likely than the best, in log-odds, is not offered: of the tuning
# halves the right one is lost to it for none of 143 questions, and five are read instead of six.
_TOO_UNLIKELY = 3.5
_REPEATED = 3  # times: furniture such as "Advertisement", see evals/LOG.md
_TELLS_NOTHING = re.compile(r"[?？:：][\"'”’»)\]]*$")
_UNREAD = -20.0  # log-odds: behind all that the reader has read


def candidates(hits: Sequence[Hit]) -> list[Sentence]:
    """Return every sentence of the hits once, in order of the hits."""
    return list(dict.fromkeys(sentence for hit in hits for sentence in hit.sentences))


def is_no_evidence(sentence: Sentence, article: Article) -> bool:
    """Return whether a sentence asks, announces, is repeated in its article, or is planted there.

    A question answers none, and an article may be stuffed with them to be found. What ends in a
    colon ("The mayor wrote on Monday:") leaves it to the next sentence to tell. No news says the
    same sentence three times. What is planted is meant for a model.
    """
    return (
        _TELLS_NOTHING.search(sentence.text) is not None
        or article.text.count(sentence.text) >= _REPEATED
        or is_for_a_model(sentence, article)
    )


def whole(hit: Hit) -> list[Evidence]:
    """Return the sentences of a hit that are evidence, in reading order, without their score."""
    telling = (s for s in hit.sentences if not is_no_evidence(s, hit.article))
    return [
        Evidence(number, sentence, hit.article, hit.also)
        for number, sentence in enumerate(telling, start=1)
    ]


def select(
    hits: Sequence[Hit],
    scores: Mapping[Sentence, float],
    count_tokens: Callable[[str], int],
    *,
    max_tokens: int,
    max_sentences: int = MAX_SENTENCES,
) -> list[Evidence]:
    """Return the best sentences of `hits`, numbered from 1 in the order in which they are read.

    `scores` has one for each of `candidates(hits)`, in log-odds up to a constant; what is far less
    likely than the best is left out. Articles come in order of their best sentence, sentences of
    one article in reading order. Together they have at most `max_tokens` tokens of the language
    model.
    """

    def cost(sentence: Sentence) -> int:
        return count_tokens(sentence.text) + 8  # its number, and a share of its headline

    chosen: list[Sentence] = []
    seen: set[str] = set()
    left = max_tokens
    least = max(scores.values(), default=0.0) - _TOO_UNLIKELY
    for sentence in sorted(scores, key=lambda each: -scores[each]):
        if len(chosen) == max_sentences or scores[sentence] < least:
            break
        if cost(sentence) > left or sentence.text in seen:
            continue
        chosen.append(sentence)
        seen.add(sentence.text)  # agencies' sentences stand in many papers word for word
        left -= cost(sentence)

    articles_in_order = dict.fromkeys(sentence.article_id for sentence in chosen)
    order = {article: index for index, article in enumerate(articles_in_order)}
    chosen.sort(key=lambda s: (order[s.article_id], s.number))
    articles = {hit.article.id: hit.article for hit in hits}
    also = {s: hit.also for hit in hits for s in hit.sentences}
    return [
        Evidence(number, s, articles[s.article_id], also[s], score=scores[s])
        for number, s in enumerate(chosen, start=1)
    ]


def share(log_odds: float) -> float:
    """Return log-odds as a probability, 0 to 1."""
    return 1 / (1 + exp(-max(-50.0, min(50.0, log_odds))))


def best_first(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return `evidence`, the sentence that most likely answers first."""
    return sorted(evidence, key=lambda item: -item.score)


def sure(item: Evidence) -> float:
    """Return how sure the reader is of a sentence, in log-odds; very unsure if it is not read."""
    return item.words.sure if item.words else _UNREAD


def byline(article: Article) -> str:
    """Return outlet and date, such as "Reuters, 16 May 2025"; "" when both are unknown."""
    day = article.published
    return ", ".join(filter(None, [article.outlet, f"{day:%-d %B %Y}" if day else ""]))
