"""Reads the fixed questions over the samples; neighbouring ones are about different articles."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

_FILE = Path(__file__).parent / "questions.jsonl"


@dataclass(frozen=True, slots=True)
class Question:
    """A question and a follow-up, each with a pattern that a right answer matches.

    `article` names the sample that holds both answers.
    """

    id: str
    article: str
    question: str
    gold: re.Pattern[str]
    follow_up: str
    follow_up_gold: re.Pattern[str]


def questions(limit: int | None = None) -> list[Question]:
    """Return the first `limit` questions, or all."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    return [_question(json.loads(line)) for line in lines][:limit]


def _question(line: dict[str, str]) -> Question:
    gold = re.compile(line["gold"], re.IGNORECASE)
    after = re.compile(line["follow_up_gold"], re.IGNORECASE)
    return Question(line["id"], line["article"], line["question"], gold, line["follow_up"], after)
