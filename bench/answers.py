"""How long answers take: cold, read ahead, as a follow-up, asked before; and what the floor is.

Every question is asked cold, then what follows it, then itself once more, over the sample articles.
A follow-up is asked as by a person, who has read the answer while the model read on, and at once.
The floor is by rates of the bare model that are taken in between: a machine's speed drifts.
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
    """The table of all modes. `new` opens an answerer that was asked nothing yet and finds nothing
    that `ready`, which reads all passages ahead, keeps; `rated` takes the rates of the bare model.
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


def _all_modes(
    new: Callable[[], AbstractContextManager[Answerer]], ready: Answerer, asked: Question
) -> Iterator[Row]:
    """One row a mode. But for `ready`, which has read all passages ahead, each question gets an
    answerer of its own: what was read for the answer to another would be used again."""
    with new() as answerer:
        answerer.warm_up()
        turns: list[Turn] = []
        yield _row(COLD, answerer, asked, turns)
        began = time.perf_counter()
        answerer.read_ahead()  # one step: the preparing of a follow-up
        pause = time.perf_counter() - began
        yield _row(FOLLOW_UP, answerer, asked, turns) | {"pause_s": pause}
        yield _row(BEFORE, answerer, asked)
    with new() as answerer:
        answerer.warm_up()
        yield _row(AT_ONCE, answerer, asked, [answerer.ask(asked.question).turn])
    yield _row(AHEAD, ready, asked)


def _row(mode: str, answerer: Answerer, asked: Question, turns: list[Turn] | None = None) -> Row:
    """Ask, and measure: the question, or behind `turns` what follows it. The turn is added."""
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
