"""How long answers take: cold, read ahead, as a follow-up, asked before; and what the floor is.

Every question is asked cold, then what follows it, then itself once more, over the sample articles.
A follow-up is asked as by a person, who has read the answer while the model read on, and at once.
"""

import re
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from bench.figures import Rates, Row, Section, median, p95, share
from bench.questions import Question
from bot.answering import Answerer
from bot.types import Answer, Turn

COLD, AHEAD, BEFORE = "cold", "read ahead", "asked before"
FOLLOW_UP, AT_ONCE = "follow-up", "follow-up at once"
MODES = (AHEAD, COLD, FOLLOW_UP, AT_ONCE, BEFORE)


def measure(
    new: Callable[[], AbstractContextManager[Answerer]], asked: Iterable[Question], rates: Rates
) -> Section:
    """The table of all modes. `new` opens an answerer that was asked nothing yet.

    Each question gets its own: what was read for the answer to another would be used again.
    """
    chosen = list(asked)
    details: list[Row] = []
    for question in chosen:
        with new() as answerer:
            answerer.warm_up()
            details += _chat(answerer, question)
        with new() as answerer:
            answerer.warm_up()
            details.append(_at_once(answerer, question))
    with new() as answerer:
        prepare(answerer)
        details += [
            {"mode": AHEAD, "id": q.id, **_row(answerer, q.question, q.gold)} for q in chosen
        ]
    for row in details:
        row["floor_s"] = rates.floor_s(row["read"], row["written"])
        row["bare_s"] = rates.bare_s(row["read"], row["written"])
    pause = median(row.get("pause_s") for row in details)
    notes = [f"The model is ready for a follow-up {pause:.1f} s after the answer."] if pause else []
    return Section("answers", summary(details), notes, details)


def prepare(answerer: Answerer) -> None:
    """Have it read ahead all that it would read while nobody asks."""
    answerer.warm_up()
    while answerer.read_ahead():
        pass


def summary(details: Sequence[Row]) -> list[Row]:
    """One row a mode that was measured: medians, and p95 of the whole answer."""
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


def _chat(answerer: Answerer, asked: Question) -> list[Row]:
    turns: list[Turn] = []
    cold = _row(answerer, asked.question, asked.gold, turns)
    began = time.perf_counter()
    answerer.read_ahead()  # one step: the preparing of a follow-up
    pause = time.perf_counter() - began
    after = _row(answerer, asked.follow_up, asked.follow_up_gold, list(turns))
    again = _row(answerer, asked.question, asked.gold)
    measured = ((COLD, cold), (FOLLOW_UP, after | {"pause_s": pause}), (BEFORE, again))
    return [{"mode": mode, "id": asked.id, **row} for mode, row in measured]


def _at_once(answerer: Answerer, asked: Question) -> Row:
    turn = answerer.ask(asked.question).turn
    after = _row(answerer, asked.follow_up, asked.follow_up_gold, [turn])
    return {"mode": AT_ONCE, "id": asked.id, **after}


def _row(
    answerer: Answerer,
    question: str,
    gold: re.Pattern[str],
    turns: list[Turn] | None = None,
) -> Row:
    """Ask, and measure; an answer is added to `turns`."""
    heard = _Heard()
    answer = answerer.ask(question, turns or (), on_evidence=heard.evidence)
    if turns is not None:
        turns.append(answer.turn)
    spent = answer.timing
    return {
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
    """When something that can be quoted was there, in seconds from the start."""

    began: float = field(default_factory=time.perf_counter)
    first: float | None = None

    def evidence(self, found: Sequence[object]) -> None:
        if self.first is None and found:
            self.first = time.perf_counter() - self.began


def is_right(answer: Answer, gold: re.Pattern[str]) -> bool:
    """Whether it was answered and the pattern stands in it."""
    return answer.outcome == "answered" and bool(gold.search(answer.text))


def words_a_citation(answer: Answer) -> float | None:
    """Words to read to check one citation, on average; None without citations."""
    if not answer.citations:
        return None
    return sum(len(c.sentence.split()) for c in answer.citations) / len(answer.citations)
