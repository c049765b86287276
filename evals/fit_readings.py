"""Fits the weights of `bot.answering.readings`: `python -m evals.fit_readings`.

A logistic regression: does a question behind another one begin a topic, or go on with that of the
chat? Those that begin one are the questions of SETS, each behind three others of its set; those
that go on are the follow-ups of these sets, and the questions of `topics/vague.txt`, which name no
topic, behind others. Prints the weights, and for both halves the shares that are read as they are
meant, by the weights in the code and by those fitted. No language model.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from bot import assembly
from bot.answering import readings
from bot.answering.readings import Reading
from bot.answering.retrieval import Finder
from bot.models.onnx_reader import OnnxReader
from bot.settings import load
from bot.types import Turn
from evals import libraries, pattern_sets, topics
from evals.finding import Remembering, Room
from evals.pattern_sets import PatternCase

SETS = ("versions", "strangers", "news-a", "chats")
_BEHIND = (31, 53, 77)  # places after a question of those that it is asked behind
_CHATS = 24  # questions of a set behind which the vague ones are asked, each behind a quarter
_KEPT = 0.95  # of the questions that begin a topic are to be read so


@dataclass(frozen=True, slots=True)
class Asked:
    """The signs of a question that may be read both ways, and how it is meant."""

    set: str
    signs: list[float]
    begins: bool
    held_out: bool


def behind_others(cases: Sequence[PatternCase]) -> Iterator[tuple[str, Turn, date | None, bool]]:
    """Yield each question that stands alone, what it is asked behind, when, and its half."""
    for place, case in enumerate(cases):
        for step in _BEHIND:
            before = cases[(place * 7 + step) % len(cases)]
            if before is not case:
                yield case.question, _turn(before), case.asked_on, case.held_out


def vague(cases: Sequence[PatternCase]) -> Iterator[tuple[str, Turn, date | None, bool]]:
    """Yield each question that names no topic, likewise; the first half of them is for tuning."""
    lines = (libraries.TOPICS / "vague.txt").read_text("utf-8").splitlines()
    for place, case in enumerate(cases[::2][:_CHATS]):
        for number, line in enumerate(lines):
            if (place + number) % 4 == 0:
                yield line, _turn(case), case.asked_on, number >= len(lines) // 2


def _turn(case: PatternCase) -> Turn:
    return Turn(case.question, case.sentences[0])


class Asking:
    """Asks the questions of one set in one library."""

    def __init__(self, name: str, finder: Finder) -> None:
        self._name = name
        self._finder = finder

    def all(self) -> Iterator[Asked]:
        """Find evidence for both readings of all questions that have two."""
        if self._name == topics.ASKED:
            for case in topics.cases():
                begins = case.kind not in topics.LEANING
                yield from self._one(case.question, case.history, None, begins, topics.later(case))
            return
        cases = pattern_sets.cases(self._name)
        for case in cases:
            if case.history:
                yield from self._one(
                    case.question, case.history, case.asked_on, False, case.held_out
                )
        whole = [case for case in cases if case.answerable and not case.history]
        for begins, asked in ((True, behind_others(whole)), (False, vague(whole))):
            for question, before, day, held_out in asked:
                yield from self._one(question, [before], day, begins, held_out)

    def _one(
        self,
        question: str,
        history: Sequence[Turn],
        day: date | None,
        begins: bool,
        held_out: bool,
    ) -> Iterator[Asked]:
        asked = self._finder.understood(question, history, day)
        if asked.alone is None:
            return
        alone, on = (
            Reading(way, [self._finder.read(self._finder.find(part, day)) for part in way.each])
            for way in (asked.alone, asked)
        )
        if alone.evidence and on.evidence:
            yield Asked(self._name, readings.signs(alone, on), begins, held_out)


def fitted(rows: Sequence[Asked]) -> tuple[list[float], float]:
    """Return the weights in the order of `readings.WEIGHTS`, and the bias for _KEPT."""
    from sklearn.linear_model import LogisticRegression

    x, y = np.array([row.signs for row in rows]), np.array([row.begins for row in rows])
    # A question that begins a topic is asked behind three others.
    weight = np.where(y, 1 / len(_BEHIND), 1.0)
    weights = LogisticRegression(C=100.0).fit(x, y, sample_weight=weight).coef_[0]
    bias = -np.quantile((x @ weights)[y], 1 - _KEPT)
    return weights.tolist(), float(bias)


def as_meant(rows: Sequence[Asked], weights: Sequence[float], bias: float) -> str:
    """Return the shares that are read as they are meant, of both kinds."""
    said = []
    for begins, name in ((True, "begin a topic"), (False, "go on")):
        some = [row for row in rows if row.begins == begins]
        right = sum((np.dot(weights, row.signs) + bias > 0) == begins for row in some)
        said.append(f"{name} {right}/{len(some)}")
    return ", ".join(said)


def main() -> None:
    """Fit by the command line."""
    settings = load()
    encoder, reader = assembly.encoder(settings), OnnxReader.load(2)
    rows: list[Asked] = []
    for name in (topics.ASKED, *SETS):
        searcher = libraries.build(name, libraries.cache_of(settings), encoder)
        rows += Asking(name, Finder(searcher, Room(), Remembering(reader))).all()
    weights, bias = fitted([row for row in rows if not row.held_out])
    shown = np.round(weights, 2).tolist()
    print(dict(zip(readings.WEIGHTS, shown, strict=True)), "bias", round(bias, 1))
    in_code = list(readings.WEIGHTS.values()), readings.BIAS
    for title, (by, level) in {"in the code": in_code, "fitted": (weights, bias)}.items():
        for half in (False, True):
            part = "held out" if half else "tuned"
            some = [row for row in rows if row.held_out == half]
            print(f"{title}, {part}: {as_meant(some, by, level)}")
            for name in (topics.ASKED, *SETS):
                print(f"    {name}: {as_meant([r for r in some if r.set == name], by, level)}")


if __name__ == "__main__":
    main()
