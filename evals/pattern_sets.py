"""Runs the sets whose questions bring their own patterns.

`news-a` was written by people who did not know the code and is not part of the project; `versions`
is the project's own: made-up news that differs by year, season, place, company, round, unit or
person only, and so are `yes-no`, news that denies much of what is asked, and `strangers`, whose
articles and questions were written by people who did not know the code either. `chats` are
follow-ups over the articles of `strangers` and `versions`, written the same way. `absent` questions
are right when refused.
"""

import re
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.memory.answer_json import answer_to_json
from bot.question.follow_ups import understood_turns
from bot.types import Answer, Turn
from evals import calibration, libraries, scoring, sets
from evals.run import Pipeline, Row

SETS = ("news-a", "versions", "yes-no", "strangers", "chats")
_ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class PatternCase:
    """One question, the chat before it, and the patterns of a right answer.

    An answer is right when one pattern of every member of `patterns` matches, and cites rightly
    when one of `sentences` stands in a cited sentence. `differs` names what tells the articles of
    the question's story apart, "" where the set does not say; `opposite` what an answer that
    says the opposite matches; `half` is "first" or "later" where the set says so.
    """

    id: str
    kind: str
    differs: str
    question: str
    asked_on: date | None
    history: tuple[Turn, ...]
    patterns: tuple[tuple[re.Pattern[str], ...], ...]
    sentences: tuple[str, ...]
    opposite: re.Pattern[str] | None = None
    half: str = ""

    @property
    def answerable(self) -> bool:
        """Whether the articles answer it."""
        return self.kind != _ABSENT

    @property
    def held_out(self) -> bool:
        """Whether the case is in the half that nothing is tuned on.

        An id is "n001", or "story-01": all questions of a story are in one half, so that no article
        is read for one half and asked about in the other.
        """
        if self.half:
            return self.half == "later"
        return sets.held_out(self.id.rpartition("-")[0] or self.id)


def cases(which: str) -> list[PatternCase]:
    """Return the questions of one of `SETS`. Raises SettingsError without the data."""
    own = {
        "versions": libraries.VERSIONS,
        "yes-no": libraries.YES_NO,
        "strangers": libraries.STRANGERS,
        "chats": libraries.CHATS,
    }
    file = own[which] / "questions.jsonl" if which in own else sets.folder() / "news_a.jsonl"
    lines = sets.json_lines(file)
    return [case(line) for line in lines]


def case(line: dict[str, Any]) -> PatternCase:
    """Return the case that a line of a set describes, its chat as if it had been asked here."""
    said = [Turn(turn["question"], turn["answer"]) for turn in line.get("history", ())]
    return PatternCase(
        id=line["id"],
        kind=line["kind"],
        differs=line.get("differs", ""),
        question=line["question"],
        asked_on=date.fromisoformat(line["asked_on"]) if line.get("asked_on") else None,
        history=tuple(understood_turns(said)),
        patterns=tuple(
            tuple(re.compile(pattern, re.IGNORECASE) for pattern in choices)
            for choices in line["answer"]
        ),
        sentences=tuple(line["sentence"]),
        opposite=re.compile(line["wrong"], re.IGNORECASE) if line.get("wrong") else None,
        half=line.get("half", ""),
    )


def rows(chosen: Iterable[PatternCase], pipeline: Pipeline) -> Iterator[Row]:
    """Ask each case in a chat of its own and yield the public record of its answer with a verdict.

    Earlier questions of the chat come with their right answers.
    """
    for each in chosen:
        yield verdict(each, pipeline.ask(each.question, each.history, asked_on=each.asked_on))


def verdict(asked: PatternCase, answer: Answer) -> Row:
    """Return the public record of `answer` with what is right about it."""
    answered = answer.outcome == "answered"
    right = answered and asked.answerable and scoring.matches(answer.text, asked.patterns)
    opposite = asked.opposite and bool(answered and asked.opposite.search(answer.text))
    cited = [citation.sentence for citation in answer.citations]
    return {
        "kind": asked.kind,
        "differs": asked.differs,
        "held_out": asked.held_out,
        "answerable": asked.answerable,
        "answered": answered,
        "right": right,
        **({} if opposite is None else {"opposite": opposite}),
        "cited": right and scoring.holds_one(cited, asked.sentences),
        **answer_to_json(answer, asked.id),
    }


def summary(found: Sequence[Row]) -> dict[str, float]:
    """Return the figures of a set of rows; a share that has no cases is left out.

    Those of the kinds, and of what differs, have a colon in their names.
    """
    asked = [row for row in found if row["answerable"]]
    absent = [row for row in found if not row["answerable"]]
    shares = {
        "right": [row["right"] for row in asked],
        "right and cited": [row["cited"] for row in asked],
        "follow-ups right": [row["right"] for row in asked if row["kind"] == "followup"],
        "wrongly refused": [not row["answered"] for row in asked],
        "refused": [not row["answered"] for row in absent],
        "asserts the opposite": [row["opposite"] for row in found if "opposite" in row],
    }
    for kind in sorted({row["kind"] for row in asked}):
        shares[f"right: {kind}"] = [row["right"] for row in asked if row["kind"] == kind]
    for other in sorted({row["differs"] for row in found} - {""}):
        shares[f"right: another {other}"] = [r["right"] for r in asked if r["differs"] == other]
        shares[f"refused: another {other}"] = [
            not row["answered"] for row in absent if row["differs"] == other
        ]
    figures = {name: statistics.fmean(values) for name, values in shares.items() if values}
    if pairs := confidences(found):
        figures["Brier score"] = calibration.brier(pairs)
        figures["calibration error"] = calibration.expected_calibration_error(pairs)
    figures["seconds (median)"] = statistics.median(row["timing"]["total_s"] for row in found)
    figures["cases"] = len(found)
    return {name: round(value, 3) for name, value in figures.items()}


def confidences(found: Iterable[Row]) -> list[calibration.Pair]:
    """Return how sure each answer that was given is said to be, and whether it is right.

    Empty where answers have no field `confidence`.
    """
    return [
        (row["confidence"], row["right"])
        for row in found
        if row["answered"] and row.get("confidence") is not None
    ]


def misses(found: Iterable[Row]) -> list[list[str]]:
    """Return a line for each miss of the tuning half: id, kind, what is wrong, question, answer.

    Single cases of the held-out half are not looked at.
    """
    told = ((row, _miss(row)) for row in found if not row["held_out"])
    return [
        [row["id"], row["kind"], what, row["question"], row["text"] if row["answered"] else "-"]
        for row, what in told
        if what
    ]


def _miss(row: Row) -> str:
    """Say what is wrong with an answer; "" for nothing."""
    if row.get("opposite"):
        return "the opposite"
    if not row["answerable"]:
        return "answered" if row["answered"] else ""
    if not row["answered"]:
        return "refused"
    if not row["right"]:
        return "wrong"
    return "" if row["cited"] else "other sentence"
