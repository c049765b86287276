"""Measures how long answers take: cold, read ahead, as a follow-up, asked before; and the floor.

Each question is asked cold, then its follow-up, then the question once more, over the sample
articles. A follow-up is asked once after the model has read ahead (as while a person reads the
answer) and once immediately. The floor uses rates of the bare model that are measured between the
answers, because the speed of a machine drifts.
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from bench.figures import Rates, Row, Section, mean, median, p95, share
from bench.questions import Question
from bot.answering.answerer import Answerer
from bot.types import Answer, Turn

COLD, AHEAD, BEFORE = "cold", "read ahead", "asked before"
FOLLOW_UP, AT_ONCE = "follow-up", "follow-up at once"
MODES = (AHEAD, COLD, FOLLOW_UP, AT_ONCE, BEFORE)
_BETWEEN_RATES = 10  # questions in each mode, a minute or two


def measure(
    new: Callable[[], AbstractContextManager[Answerer]],
    ready: Answerer,
    asked: Sequence[Question],
    rated: Callable[[], Rates],
) -> Section:
    """Measure all modes and return their table.

    `new` opens an answerer with an empty cache, `ready` is one that reads all passages ahead;
    `rated` measures the rates of the bare model.
    """
    details: list[Row] = []
    prepare(ready)
    taken = [rated()]
    for start in range(0, len(asked), _BETWEEN_RATES):
        rows = [
            row
            for question in asked[start : start + _BETWEEN_RATES]
            for row in _all_modes(new, ready, question)
        ]
        taken.append(rated())
        rates = mean(taken[-2:])
        for row in rows:
            row["floor_s"] = rates.floor_s(row["read"], row["written"])
            row["bare_s"] = rates.bare_s(row["read"], row["written"])
        details += rows
    notes = [
        f"The bare model read {_range(r.reading for r in taken)} and wrote "
        f"{_range(r.writing for r in taken)} tokens/s meanwhile."
    ]
    if pause := median(row.get("pause_s") for row in details):
        notes.append(f"The model is ready for a follow-up {pause:.1f} s after the answer.")
    return Section("answers", summary(details), notes, details)


def _range(values: Iterable[float]) -> str:
    least, *_, most = sorted(values)
    return f"{least:.0f} to {most:.0f}"


def prepare(answerer: Answerer) -> None:
    """Make `answerer` read ahead everything that it would read while nobody asks."""
    answerer.warm_up()
    while answerer.read_ahead():
        pass


def summary(details: Sequence[Row]) -> list[Row]:
    """Return one row a measured mode: medians in seconds and tokens, and p95 of the answer."""
    rows: list[Row] = []
    for mode in MODES:
        of_mode = [row for row in details if row["mode"] == mode]
        if not of_mode:
            continue
        floors = [row["total_s"] / row["floor_s"] for row in of_mode if row["floor_s"]]
        bare = [row["total_s"] / row["bare_s"] for row in of_mode if row["bare_s"]]
        rows.append(
            {
                "mode": mode,
                "questions": len(of_mode),
                "quotation (s)": median(row["quotation_s"] for row in of_mode),
                "first word (s)": median(row["first_s"] for row in of_mode),
                "answer (s)": median(row["total_s"] for row in of_mode),
                "p95 (s)": p95(row["total_s"] for row in of_mode),
                "prompt tokens": median(row["prompt"] for row in of_mode),
                "read": median(row["read"] for row in of_mode),
                "reused": median(row["reused"] for row in of_mode),
                "written": median(row["written"] for row in of_mode),
                "floor (s)": median(row["floor_s"] for row in of_mode),
                "x floor": median(floors),
                "x bare": median(bare),
                "right": share([row["right"] for row in of_mode]),
                "words a citation": median(row["words"] for row in of_mode),
            }
        )
    return rows


def _all_modes(
    new: Callable[[], AbstractContextManager[Answerer]], ready: Answerer, asked: Question
) -> Iterator[Row]:
    """Ask one question in every mode.

    Each question gets an answerer of its own, except `ready`: otherwise the cache would hold what
    was read for another question.
    """
    with new() as answerer:
        answerer.warm_up()
        turns: list[Turn] = []
        yield _row(COLD, answerer, asked, turns)
        began = time.perf_counter()
        answerer.read_ahead()  # one step: it prepares a follow-up
        pause = time.perf_counter() - began
        yield _row(FOLLOW_UP, answerer, asked, turns) | {"pause_s": pause}
        yield _row(BEFORE, answerer, asked)
    with new() as answerer:
        answerer.warm_up()
        yield _row(AT_ONCE, answerer, asked, [answerer.ask(asked.question).turn])
    yield _row(AHEAD, ready, asked)


def _row(mode: str, answerer: Answerer, asked: Question, turns: list[Turn] | None = None) -> Row:
    """Ask the question, or its follow-up if there are `turns`, and measure; adds the turn."""
    question, gold = asked.question, asked.gold
    if turns:
        question, gold = asked.follow_up, asked.follow_up_gold
    heard = _Heard()
    answer = answerer.ask(question, turns or (), on_evidence=heard.evidence)
    if turns is not None:
        turns.append(answer.turn)
    spent = answer.timing
    return {
        "mode": mode,
        "id": asked.id,
        "quotation_s": heard.first if heard.first is not None else spent.retrieve_s,
        "retrieve_s": spent.retrieve_s,
        "first_s": spent.first_token_s,
        "total_s": spent.total_s,
        "prompt": spent.prompt_tokens,
        "read": spent.prompt_tokens - spent.cached_tokens,
        "reused": spent.cached_tokens,
        "written": spent.answer_tokens,
        "right": is_right(answer, gold),
        "words": words_a_citation(answer),
    }


@dataclass
class _Heard:
    """Notes when the first sentence that can be quoted was found, in seconds from the start."""

    began: float = field(default_factory=time.perf_counter)
    first: float | None = None

    def evidence(self, found: Sequence[object]) -> None:
        if self.first is None and found:
            self.first = time.perf_counter() - self.began


def is_right(answer: Answer, gold: re.Pattern[str]) -> bool:
    """Tell whether `answer` answers and matches the pattern `gold`."""
    return answer.outcome == "answered" and bool(gold.search(answer.text))


def words_a_citation(answer: Answer) -> float | None:
    """Return the mean number of words of a citation; None without citations."""
    if not answer.citations:
        return None
    return sum(len(c.sentence.split()) for c in answer.citations) / len(answer.citations)
