"""The rows that training reads: questions over passages, and claims over sentences."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LABELS = ("entailment", "contradiction", "neutral")


@dataclass(frozen=True)
class Question:
    """One question over one passage. `answers` are character spans [start, end) of the passage.

    No answers means that the passage does not answer it, unless `spanless` is set: then it is
    answered by yes or no and has no words to point at. `heading` is read before the passage.
    """

    title: str
    question: str
    passage: str
    answers: tuple[tuple[int, int], ...]
    spanless: bool = False
    heading: str = ""


@dataclass(frozen=True)
class Claim:
    """One claim beside the sentences that may carry it; `label` is an index into LABELS."""

    evidence: str
    claim: str
    label: int


Row = Question | Claim


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def questions(folder: Path, name: str) -> list[Question]:
    """Read `NAME.jsonl.gz` of `folder` into questions, in the order of the file."""
    found = []
    for row in _lines(folder / f"{name}.jsonl.gz"):
        spans = [(a["answer_start"], a["answer_start"] + len(a["text"])) for a in row["answers"]]
        answers = () if row["is_impossible"] else tuple(spans)
        found.append(Question(row["title"], row["question"], row["context"], answers))
    return found


def claims(folder: Path, name: str) -> list[Claim]:
    """Read `NAME.jsonl.gz` of `folder` into claims, in the order of the file."""
    return [
        Claim(row["premise"], row["hypothesis"], LABELS.index(row["label"]))
        for row in _lines(folder / f"{name}.jsonl.gz")
    ]


def yes_no(folder: Path, name: str) -> list[tuple[Question, bool]]:
    """Read BoolQ rows of `folder`: questions without words to point at, and whether it is a yes."""
    return [
        (Question("", row["question"], row["passage"], (), spanless=True), row["answer"] == "yes")
        for row in _lines(folder / f"{name}.jsonl.gz")
    ]


def words(text: str) -> set[str]:
    """Return the words of four letters and more, in small letters."""
    return {word.lower() for word in re.findall(r"\w{4,}", text)}
