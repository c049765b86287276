"""Finds the story that an article is part of: other articles, and what happened by date.

No language model is asked, so it takes well under a second.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.retrieval import Search
from bot.lookup import topic
from bot.lookup.timeline import Event, timeline
from index.types import Article, Query, Sentence

_HITS = 40
_OTHERS = 6
_EVENTS = 8


@dataclass(frozen=True, slots=True)
class Story:
    """At most six other articles, each with the sentence of it that says most, the nearest first.

    `copies` are articles that print a passage of the article in nearly the same words, `events` at
    most eight things that happened, by date.
    """

    others: tuple[tuple[Article, Sentence], ...]
    copies: tuple[Article, ...]
    events: tuple[Event, ...]


def story(search: Search, article: Article) -> Story:
    """The story of `article`, by its title. Raises LibraryError."""
    words = article.title or article.text[:200]
    found = topic.finds(search.search(Query(words, _HITS)))
    same = {
        each.id: each
        for find in found
        if article in (printed := (find.article, *find.also))
        for each in printed
        if each.id != article.id
    }
    # The article itself has all words of its title: half of them make another one of its story.
    near = topic.on_topic(words, found)
    told = list(zip(near, _telling(search, words, near), strict=True))
    known = {article.id, *same}
    others = [(find.article, told_by) for find, told_by in told if find.article.id not in known]
    events = timeline(told, _EVENTS)
    return Story(tuple(others[:_OTHERS]), tuple(same.values())[:_OTHERS], tuple(events))


def _telling(search: Search, words: str, finds: Sequence[topic.Find]) -> list[Sentence]:
    # In one batch: the encoder takes it far faster than one sentence after the other.
    likeness = search.likeness(words, [s for find in finds for s in find.sentences])
    said = []
    for find in finds:
        own, likeness = likeness[: len(find.sentences)], likeness[len(find.sentences) :]
        said.append(topic.telling(words, find, own))
    return said
