"""Finds whom "he", "she", "it" or "they" stands for in a sentence of an article (pure).

Whom the sentence or the one before it is about is taken: its first subject. Right for most
sentences of news, so a phrase that is found so must not be all that speaks for an answer.
"""

from functools import lru_cache

from bot.language.assertions import Assertion, assertions
from bot.language.noun_phrase_match import Phrase
from bot.types import Evidence
from index.splitting.sentences import split
from index.types import Article, Sentence

_BACK = 3  # sentences


def resolved(one: Phrase, clause: Assertion, item: Evidence) -> Phrase:
    """Return the phrase that the pronoun `one` of a clause stands for; itself if none is found.

    What is no pronoun is returned as it is, and so is one behind its verb: that may be anybody.
    """
    if not one.is_pronoun or one.at > clause.at:
        return one
    own = _first_subject(assertions(item.sentence.text), before=one.at)
    if own:
        return own
    for earlier in _earlier(item)[-_BACK:][::-1]:
        found = _first_subject(assertions(earlier.text), before=len(earlier.text))
        if found:
            return found
    return one


def before(item: Evidence) -> str:
    """Return the sentence before that of `item`; "" for the first."""
    earlier = _earlier(item)
    return earlier[-1].text if earlier else ""


@lru_cache(maxsize=16)
def sentences_of(article: Article) -> tuple[Sentence, ...]:
    """Split an article once, though each of its sentences and clauses is asked for them."""
    return tuple(split(article))


def _earlier(item: Evidence) -> tuple[Sentence, ...]:
    """The sentences before that of `item`."""
    sentences = sentences_of(item.article)
    at = next((n for n, s in enumerate(sentences) if s.start == item.sentence.start), 0)
    return sentences[:at]


def _first_subject(said: list[Assertion], before: int) -> Phrase | None:
    found = [
        each
        for clause in said
        for each in (*clause.doers, *clause.undergoers)
        if not each.is_pronoun and each.at < before and each.at < clause.at and not each.beside
    ]
    return min(found, key=lambda each: each.at, default=None)
