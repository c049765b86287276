"""Look-alikes by a changed detail: another year, number or name in question or passage."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from training import injections
from training.rows import Question

_IN_BOTH = 1 / 3  # share of changed passages whose question changes too, and so is still answered


def changed_questions(questions: Sequence[Question], rng: random.Random) -> Iterator[Question]:
    """Ask for another year, number, name or the opposite, so that the passage no longer answers.

    Half of the time it is the passage that changes: a detail that it shares with the question is
    another one there. And a third of these change in both, and so are still answered, for the
    reader not to learn that odd names have no answer.
    """
    for row in questions:
        if not row.answers:
            continue
        if rng.random() < 0.5:
            asked = injections.change_detail(row.question, rng, injections.names(row.passage))
            if asked and not _same_meaning(row, asked):
                yield replace(row, question=asked, answers=())
        elif changed := _changed_passage(row, rng):
            yield changed


def _same_meaning(row: Question, asked: str) -> bool:
    """Tell whether a changed question names its own answer, and so is no fair look-alike."""
    return any(row.passage[a:b].lower() in asked.lower() for a, b in row.answers)


def _changed_passage(row: Question, rng: random.Random) -> Question | None:
    """Make a detail that question and passage share another one in the passage.

    None where they share no detail outside the answer.
    """
    others = injections.names(row.passage)
    shared = injections.shared_details(row.question, row.passage)
    answer = [row.passage[a:b] for a, b in row.answers]
    shared = [s for s in shared if not any(s in a or a in s for a in answer)]
    if not shared:
        return None
    old = rng.choice(shared)
    if old[0].isdigit():
        new = injections.other_number(old, rng)
    else:
        fit = [o for o in others if not set(o.split()) & set(old.split())]
        if not fit:
            return None
        new = rng.choice(fit)
    if rng.random() < _IN_BOTH:
        return _changed_in_both(row, old, new)
    return replace(row, passage=injections.rename(row.passage, old, new), answers=())


def _changed_in_both(row: Question, old: str, new: str) -> Question:
    """Rename in question and passage, but not in the first answer, which stays the answer."""
    start, end = row.answers[0]
    before = injections.rename(row.passage[:start], old, new)
    after = injections.rename(row.passage[end:], old, new)
    text = row.passage[start:end]
    asked = injections.rename(row.question, old, new)
    span = (len(before), len(before) + len(text))
    return Question(row.title, asked, before + text + after, (span,))
