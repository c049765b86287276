"""The fixed questions over the sample articles; neighbours are about different articles."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

_FILE = Path(__file__).parent / "questions.jsonl"


@dataclass(frozen=True, slots=True)
class Question:
    """A question that stands alone and one that follows it, with a pattern that an answer to each
    must match; `article` is the sample that holds both answers."""

    id: str
    article: str
    question: str
    gold: re.Pattern[str]
    follow_up: str
    follow_up_gold: re.Pattern[str]


def questions(limit: int | None = None) -> list[Question]:
    """The first `limit` questions, or all."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    return [_question(json.loads(line)) for line in lines][:limit]


def _question(line: dict[str, str]) -> Question:
    gold = re.compile(line["gold"], re.IGNORECASE)
    after = re.compile(line["follow_up_gold"], re.IGNORECASE)
    return Question(line["id"], line["article"], line["question"], gold, line["follow_up"], after)
