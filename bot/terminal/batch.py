"""Reads the questions of `byline ask --batch`: a file of JSON lines -> checked items.

A line is {"id", "question", "history": [{"question", "answer"}], "asked_on": "YYYY-MM-DD"}, the
last two optional.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.errors import QuestionError
from bot.question.follow_ups import understood_turns
from bot.question.typed import tidy
from bot.types import Turn

_EXPECTED = (
    'a line is {"id": "1", "question": "…"}, and may have "history": '
    '[{"question": "…", "answer": "…"}] and "asked_on": "YYYY-MM-DD"'
)


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the file; `asked_on` is the day of the question, if not today."""

    id: str
    question: str
    history: tuple[Turn, ...]
    asked_on: date | None


class _Turn(BaseModel):
    model_config = ConfigDict(extra="ignore")
    question: str
    answer: str


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)
    id: str
    question: str
    history: list[_Turn] | None = None
    asked_on: date | None = None


def read_questions(file: Path) -> list[Item]:
    """All items of a file. Raises QuestionError, which names the line that is wrong."""
    try:
        # Only "\n" ends a line: JSON may hold other separators, such as U+2028, as they are.
        lines = file.read_bytes().decode("utf-8-sig").split("\n")
    except (OSError, UnicodeError) as error:
        problem = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise QuestionError(
            f"{file} cannot be read ({problem}): name a file of JSON lines in UTF-8."
        ) from error
    if not any(map(str.strip, lines)):
        raise QuestionError(f"{file} holds no questions: {_EXPECTED}.")
    return [_item(file, number, line) for number, line in enumerate(lines, 1) if line.strip()]


def _item(file: Path, number: int, text: str) -> Item:
    try:
        line = _Line.model_validate_json(text)
        tidy(line.question)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "the line"
        raise QuestionError(
            f"{file}, line {number}: {where}: {first['msg']}. Correct it: {_EXPECTED}."
        ) from error
    except QuestionError as error:
        raise QuestionError(f"{file}, line {number}: {error}") from error
    said = [Turn(turn.question, turn.answer) for turn in line.history or ()]
    return Item(line.id, line.question, tuple(understood_turns(said)), line.asked_on)
