"""Judges whether what a soak measured stayed flat after the first quarter of its time (pure)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from bench.figures import Row, median

FLAT_PERCENT = 5.0
SAMPLED = {
    "memory": "memory, RSS (MB)",
    "of its own": "memory of its own (MB)",
    "handles": "file handles",
    "threads": "threads",
}
"""The name of a figure in a sample -> what the table calls it."""

Timed = tuple[str, float, float]
"""What was asked, when the answer was there (seconds from the start), and how long it took."""


def verdicts(samples: Sequence[Row], answers: Iterable[Timed], whole_s: float) -> list[Row]:
    """Return a row for each figure: its median in the second and in the last quarter of `whole_s`.

    "flat" says whether they differ by at most `FLAT_PERCENT`. Answers are compared question by
    question, since questions take unequally long; a figure with too few values is not judged.
    """
    rows = []
    for name, label in SAMPLED.items():
        second, last = (
            median(sample[name] for sample in samples if start <= sample["s"] / whole_s < end)
            for start, end in ((0.25, 0.5), (0.75, 1.01))
        )
        rows.append(_row(label, second, last, _percent(second, last)))
    by_question: defaultdict[str, tuple[list[float], list[float]]]
    by_question = defaultdict(lambda: ([], []))
    for question, at_s, took_s in answers:
        if 0.25 <= at_s / whole_s < 0.5:
            by_question[question][0].append(took_s)
        elif at_s / whole_s >= 0.75:
            by_question[question][1].append(took_s)
    pairs = [(median(second), median(last)) for second, last in by_question.values()]
    both = [(second, last) for second, last in pairs if second and last]
    percent = median(_percent(second, last) for second, last in both)
    second, last = (median(values) for values in (zip(*both, strict=True) if both else ((), ())))
    row = _row("answer (s)", second, last, percent)
    return [*rows, {**row, "compared": f"{len(both)} questions"}]


def _percent(second: float | None, last: float | None) -> float | None:
    return 100 * (last - second) / second if second and last is not None else None


def _row(label: str, second: float | None, last: float | None, percent: float | None) -> Row:
    flat = None if percent is None else "yes" if abs(percent) <= FLAT_PERCENT else "NO"
    row: Row = {"what": label, "second quarter": second, "last quarter": last}
    return {**row, "change (%)": percent, "flat": flat, "compared": "medians"}
