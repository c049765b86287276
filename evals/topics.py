"""Measures changes of topic: whole questions after one on something else, and true follow-ups.

`topics` asks every question alone and after its chat; `topics-found` only finds evidence for both,
without the language model. A question of another topic must be answered as well as alone; a
follow-up must go on leaning on what was asked.
"""

from collections.abc import Iterable, Iterator, Sequence
from statistics import fmean

from bot.answering.readings import Reading
from evals import libraries, pattern_sets, scoring, sets
from evals.finding import Finding, best
from evals.pattern_sets import PatternCase
from evals.run import Pipeline, Row

ASKED, FOUND = SETS = ("topics", "topics-found")
LEANING = ("followup", "correction")
_LATER = 40  # the questions from this number on were written after the last change


def cases() -> list[PatternCase]:
    """Return the questions."""
    return [
        pattern_sets.case(line) for line in sets.json_lines(libraries.TOPICS / "questions.jsonl")
    ]


def asked(chosen: Iterable[PatternCase], pipeline: Pipeline) -> Iterator[Row]:
    """Ask each question after its chat, and alone unless it is a follow-up; yield the verdicts."""
    for case in chosen:
        after = pattern_sets.verdict(case, pipeline.ask(case.question, case.history))
        row = {**after, "held_out": later(case), "first": after["right"]}
        if case.kind not in LEANING:
            row["alone"] = pattern_sets.verdict(case, pipeline.ask(case.question))["right"]
        yield row


def found(chosen: Iterable[PatternCase], finding: Finding) -> Iterator[Row]:
    """Find evidence for each question after its chat, and alone unless it is a follow-up."""
    for case in chosen:
        ways = finding.ways(case.question, case.history)
        right = [_holds(way, case) for way in ways]
        row: Row = {
            "id": case.id,
            "kind": case.kind,
            "held_out": later(case),
            "question": case.question,
            "standalone_question": ways[0].question.whole,
            "first": right[0],
            "tried": any(right),
        }
        if case.kind not in LEANING:
            row["alone"] = _holds(finding.ways(case.question)[0], case)
        yield row


def later(case: PatternCase) -> bool:
    """Return whether a question was written after the last change to how it is read."""
    return int(case.id.removeprefix("t")) >= _LATER


def _holds(way: Reading, case: PatternCase) -> bool:
    """Whether the sentence that most likely answers is a right one."""
    return scoring.holds_one([best(way.evidence)], case.sentences)


def summary(rows: Sequence[Row]) -> dict[str, float]:
    """Return the shares that are right alone and after another question, of all and of each kind.

    "of those right alone" is what the chat leaves of what is right without it; "in one of the ways"
    counts also the way that is tried when the likeliest is refused.
    """
    other = [row for row in rows if "alone" in row]
    leaning = [row for row in rows if "alone" not in row]
    shares = {
        "right alone": [row["alone"] for row in other],
        "right after another": [row["first"] for row in other],
        "of those right alone": [row["first"] for row in other if row["alone"]],
        "right after another, in one of the ways": [r["tried"] for r in other if "tried" in r],
        "follow-ups right": [row["first"] for row in leaning],
    }
    for kind in sorted({row["kind"] for row in rows}):
        of_kind = [row for row in rows if row["kind"] == kind]
        shares[f"{kind}: alone"] = [row["alone"] for row in of_kind if "alone" in row]
        shares[f"{kind}: in its chat"] = [row["first"] for row in of_kind]
    figures = {name: round(fmean(values), 3) for name, values in shares.items() if values}
    return {**figures, "cases": len(rows)}
