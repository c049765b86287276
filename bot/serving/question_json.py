"""The question that a program asks, checked, and the answer that it gets, as they stand in JSON.

Knows no protocol.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from bot.question.follow_ups import understood_turns
from bot.question.typed import MAX_QUESTION_CHARS, tidy
from bot.serving.model_line import Job
from bot.types import NOT_FOUND, Answer, Turn

_MOST_TURNS = 20
_MOST_CHARS = 4000  # of an earlier answer
_MARK = re.compile(r"\s*\[\d+\]")


class EarlierTurn(BaseModel):
    """A question that was asked before, and the `text` of its answer; its [1] marks do no harm."""

    model_config = ConfigDict(extra="forbid")
    question: str = Field(min_length=1, max_length=MAX_QUESTION_CHARS)
    answer: str = Field(default="", max_length=_MOST_CHARS)


class Question(BaseModel):
    """A question, and what was asked before it, the oldest first."""

    model_config = ConfigDict(extra="forbid")
    question: str = Field(min_length=1, max_length=MAX_QUESTION_CHARS)
    history: list[EarlierTurn] = Field(default=[], max_length=_MOST_TURNS)
    asked_on: date | None = Field(
        default=None,
        description='The day of "today": articles published later are not looked at. Today when '
        "left out.",
    )
    id: str = Field(default="", max_length=200, description="Comes back with the answer.")

    def job(self) -> Job:
        """The job of answering it. Raises QuestionError when it holds no words."""
        return Job(tidy(self.question), _turns(self.history), self.asked_on)


@dataclass(frozen=True, slots=True)
class AnswerJson(Answer):
    """An answer as `byline ask --json` prints it."""

    id: str = ""


def _turns(history: Sequence[EarlierTurn]) -> list[Turn]:
    said = [Turn(tidy(turn.question), _without_marks(turn.answer)) for turn in history]
    return understood_turns(said)


def _without_marks(answer: str) -> str:
    text = _MARK.sub("", answer).strip()
    return "" if text == NOT_FOUND else text
