"""Groups of passages of which one answers a question and the others look as if they did.

A reader that has learned from single passages is as sure of a price in an article on another
company as of the right one. So it also learns to be surer of the right passage than of its rivals
(Clark and Gardner, 2018, "Simple and Effective Multi-Paragraph Reading Comprehension",
https://arxiv.org/abs/1710.10723).
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from training.changed_details import changed_passage
from training.newspaper import under_headings
from training.rows import Question, words

T = TypeVar("T")
Group = tuple[Question, ...]
"""One question over some passages; the first answers it, the others have no answer."""

_NEAR, _FAR = 30, 200  # passages of the same title, and of all, that are looked at


def rivals(questions: Sequence[Question], rng: random.Random, most: int) -> Iterator[Group]:
    """Yield at most `most` groups: a passage, its likest neighbours and strangers, as printed.

    A neighbour is of the same title, a stranger of any other one; both lack the answer. Rivals too
    are the passage with another detail than the one asked about and, where the question asks for
    the time of its heading, the passage under another day: the others are soon told apart.
    """
    asked = [row for row in questions if row.answers]
    of_title: dict[str, set[str]] = defaultdict(set)
    for row in questions:
        of_title[row.title].add(row.passage)
    for row in rng.sample(asked, min(most, len(asked))):
        near = sorted(of_title[row.title] - {row.passage})
        far = [o for o in _some(questions, _FAR, rng) if o.title != row.title]
        titles = {other.passage: other.title for other in far}
        found = [
            *_likest(row, _some(near, _NEAR, rng), 2),
            *_likest(row, sorted(titles), 1),
        ]
        group = (
            row,
            *(
                replace(row, title=titles.get(passage, row.title), passage=passage, answers=())
                for passage in found
            ),
        )
        if changed := changed_passage(row, rng):
            group = (*group, changed)
        printed = under_headings(group, rng)
        if len(printed) > 1:
            yield printed


def _likest(row: Question, passages: Sequence[str], count: int) -> list[str]:
    """The passages with most words of the question that lack its answers, the likest first."""
    asked = words(row.question)
    texts = [row.passage[a:b].lower() for a, b in row.answers]
    fit = [p for p in passages if not any(text in p.lower() for text in texts)]
    return sorted(fit, key=lambda p: -len(asked & words(p)))[:count]


def _some(given: Sequence[T], most: int, rng: random.Random) -> list[T]:
    return rng.sample(list(given), min(most, len(given)))
