"""Hits -> articles on a topic, each with the sentence that says most about it (pure).

Serves lists, timelines and inline results, which ask no language model.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.language.words import stems
from index.search import keywords
from index.splitting.languages_without_spaces import pairs
from index.types import Article, Hit, Sentence

_ALL_WORDS = 0.3  # added to the similarity of a sentence that has all words asked for
_ENDING_CHARS = 2  # of a long word that may be an ending


@dataclass(frozen=True, slots=True)
class Find:
    """An article and its sentences that were found; the articles in `also` print the same."""

    article: Article
    sentences: tuple[Sentence, ...]
    also: tuple[Article, ...] = ()


def finds(hits: Sequence[Hit]) -> list[Find]:
    """The articles of `hits`, each once, in the order of their best hit."""
    found: dict[str, Find] = {}
    for hit in hits:
        old = found.get(hit.article.id, Find(hit.article, ()))
        new = tuple(s for s in hit.sentences if s not in old.sentences)
        also = tuple(a for a in hit.also if a not in old.also)
        found[hit.article.id] = replace(
            old, sentences=(*old.sentences, *new), also=(*old.also, *also)
        )
    return list(found.values())


def on_topic(words: str, found: Sequence[Find]) -> list[Find]:
    """The finds with at least half as many of the words as the best has; [] when none has any.

    A search always finds something, which in a small library is often about something else.
    """
    shares = [share(words, f"{find.article.title} {find.article.text}") for find in found]
    best = max(shares, default=0.0)
    return [f for f, own in zip(found, shares, strict=True) if own and 2 * own >= best]


def share(words: str, text: str) -> float:
    """The share of `words` that `text` has, in any inflected form, from 0 to 1."""
    own = stems(text)
    forms = {part for word in re.findall(r"\w+", text.lower()) for part in pairs(word)}
    wanted = keywords(words)
    there = [word for word in wanted if word in forms or stems(word) & own or _begins(word, forms)]
    return len(there) / len(wanted) if wanted else 0.0


def telling(words: str, find: Find, likeness: Sequence[float]) -> Sentence:
    """The sentence of `find` that says most about `words`.

    `likeness` holds the cosine similarity of each of its sentences to the words.
    """

    def score(item: tuple[Sentence, float]) -> float:
        return item[1] + _ALL_WORDS * share(words, item[0].text)

    return max(zip(find.sentences, likeness, strict=True), key=score)[0]


def _begins(word: str, forms: set[str]) -> bool:
    """Whether one of `forms` begins like `word`, which may have another ending."""
    if len(word) < 3 * _ENDING_CHARS:
        return False
    beginning = word[:-_ENDING_CHARS]
    return any(form.startswith(beginning) for form in forms)
