"""Measures the check of claims: sentences of the corpus, changed so that they say something else.

A changed claim that is carried by its own sentence is let through; a claim that says the same in
other words and is not carried is lost. No model is asked. The sentences are not kept.
"""

import gzip
import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.answering.claim_check import carried
from evals import sets
from evals.run import Row
from training import injections

_EVERY = 2  # articles of the corpus, of which one sentence is taken
_SEED = 1
_LENGTH = range(60, 220)  # characters of a sentence that is taken
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def rows(corpus: Path, limit: int | None) -> list[Row]:
    """Return one row for each claim of at most `limit` articles: its kind, and whether carried.

    `kind` starts with "same" for a claim that says what its sentence says.
    """
    drawn = random.Random(_SEED)  # noqa: S311 - draws, no secrets
    taken = list(_sentences(corpus, drawn))[:limit]
    names = [name for _, sentence in taken for name in injections.names(sentence)]
    return [
        {
            "id": f"{article}-{kind}",
            "kind": kind,
            "carried": carried(claim, [sentence]),
            "held_out": sets.held_out(article),
        }
        for article, sentence in taken
        for kind, claim in _claims(sentence, names, drawn)
        if claim not in (None, sentence)
    ]


def summary(group: Sequence[Row]) -> dict[str, float]:
    """Return the share let through of the changed claims, by kind, and lost of the others."""
    same = [row for row in group if row["kind"].startswith("same")]
    changed = [row for row in group if not row["kind"].startswith("same")]
    kinds = sorted({row["kind"] for row in group})
    return {
        "changed claims let through": _share(changed),
        "same claims lost": round(1 - _share(same), 3),
        **{
            f"let through: {kind}": _share([row for row in group if row["kind"] == kind])
            for kind in kinds
        },
        "cases": len(group),
    }


def _claims(
    sentence: str, names: Sequence[str], drawn: random.Random
) -> Iterator[tuple[str, str | None]]:
    for kind, change in injections.CHANGES.items():
        yield kind, change(sentence, drawn)
    yield "name", injections.change_name(sentence, drawn, names)
    for keep in injections.KEEPS:
        yield f"same: {keep.__name__}", keep(sentence, drawn)
    first, comma, _ = sentence.partition(", ")
    if comma and len(first.split()) > 4:
        yield "same: first clause", first


def _sentences(corpus: Path, drawn: random.Random) -> Iterator[tuple[str, str]]:
    with gzip.open(corpus, "rt", encoding="utf-8") as file:
        for number, line in enumerate(file):
            if number % _EVERY:
                continue
            article = json.loads(line)
            text = " ".join(article["text"].split())
            fitting = [part for part in _SENTENCE_END.split(text) if len(part) in _LENGTH]
            if fitting:
                yield article["id"], drawn.choice(fitting)


def _share(group: Sequence[Row]) -> float:
    return round(sum(row["carried"] for row in group) / len(group), 3) if group else 0.0
