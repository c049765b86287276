"""Plays the corpus back by date to followers of 20 topics: what they are told, and what is left.

`followed/topics.jsonl` holds the topics, our words, and what was judged by reading headlines and
first sentences: ids of articles on the topic ("yes") and not ("no"). What was not judged counts as
not on it. No language model is asked.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import fmean

from bot.following.matcher import Likeness, Matcher
from evals.run import Row
from index.library import duplicate_groups
from index.library.arrivals import numbered_above
from index.library.library import Library
from index.types import Encoder

SET = "following"
_FILE = Path(__file__).parent / "followed" / "topics.jsonl"
_REMEMBERED = 30  # articles told of a topic that a new one is compared with


@dataclass(frozen=True, slots=True)
class FollowedTopic:
    """A topic, and the ids of the articles that were judged to be on it, and not."""

    id: str
    words: str
    held_out: bool
    yes: frozenset[str]
    no: frozenset[str]


def topics() -> list[FollowedTopic]:
    """Return the topics; every second is in the half that nothing was tuned on."""
    lines = map(json.loads, _FILE.read_text(encoding="utf-8").splitlines())
    return [
        FollowedTopic(
            line["id"],
            line["words"],
            line["held_out"],
            frozenset(line["yes"]),
            frozenset(line["no"]),
        )
        for line in lines
    ]


def rows(
    chosen: Sequence[FollowedTopic], library: Library, likeness: Likeness, encoder: Encoder
) -> Iterator[Row]:
    """Tell each topic's follower of the articles in the order of their days; yield what came."""
    matcher = Matcher(library, encoder, likeness)
    words = [topic.words for topic in chosen]
    vectors = matcher.vectors(words)
    articles = [article for _, article in numbered_above(library, 0, 1_000_000)]
    articles.sort(key=lambda article: (article.published or date.min, article.id))
    told: list[list[str]] = [[] for _ in chosen]
    silent: list[list[str]] = [[] for _ in chosen]
    for article in articles:
        for number, sentence in enumerate(matcher.tellings(article, words, vectors)):
            if sentence is None:
                continue
            known = matcher.is_repeated(article, told[number][-_REMEMBERED:])
            (silent if known else told)[number].append(article.id)
    for number, topic in enumerate(chosen):
        yield _row(topic, told[number], silent[number], library)


def summary(found: Sequence[Row]) -> dict[str, float]:
    """Return precision and recall over all articles together, and the mean of the topics'.

    Recall counts near copies that were left out as found: a follower was told what they say.
    """
    told = sum(row["told"] for row in found)
    on_topic = sum(row["wanted"] for row in found)
    return {
        "precision": round(sum(row["right"] for row in found) / max(told, 1), 3),
        "recall": round(sum(row["found"] for row in found) / max(on_topic, 1), 3),
        "precision, mean of topics": round(fmean(r["right"] / max(r["told"], 1) for r in found), 3),
        "recall, mean of topics": round(fmean(r["found"] / max(r["wanted"], 1) for r in found), 3),
        "told": told,
        "left out as told before": sum(row["silent"] for row in found),
        "copies told": sum(row["copies"] for row in found),
        "not judged": sum(row["not_judged"] for row in found),
        "cases": len(found),
    }


def _row(topic: FollowedTopic, told: Sequence[str], silent: Sequence[str], library: Library) -> Row:
    matched = {*told, *silent}
    return {
        "id": topic.id,
        "held_out": topic.held_out,
        "told": len(told),
        "right": len(topic.yes & set(told)),
        "wanted": len(topic.yes),
        "found": len(topic.yes & matched),
        "silent": len(silent),
        "copies": _copies(told, library),
        "not_judged": len(matched - topic.yes - topic.no),
        "wrong": sorted(set(told) - topic.yes),
        "missed": sorted(topic.yes - matched),
    }


def _copies(told: Iterable[str], library: Library) -> int:
    """Return how many articles were told that print a passage of one told before."""
    seen: set[int] = set()
    count = 0
    for article_id in told:
        ids = [passage.id for passage in library.passages_of(article_id)]
        own = set(duplicate_groups.groups(library, ids).values())
        count += bool(own & seen)
        seen |= own
    return count
