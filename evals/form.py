"""Tells how many answers of runs are well formed, and what is wrong with the others.

    python -m evals.form RESULTS.json ...
    python -m evals.form --show 3 RESULTS.json ...

RESULTS.json are files that `byline eval` wrote. No model is asked. Of a held-out half only the
verdicts are kept, which `byline eval` writes into each row as `form`; older files have none there.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from bot.terminal import console
from evals.form_signs import SIGNS, Told
from evals.form_words import ENGLISH

Row = dict[str, Any]

FIELD = "form"
WELL_FORMED = "well formed"
KINDS = (*SIGNS, *ENGLISH)
"""The kinds of bad form."""


def faults(told: Told) -> list[str]:
    """Return the kinds of bad form in an answer, in the order of `KINDS`; [] for none."""
    rules = {**SIGNS, **(ENGLISH if told.english else {})}
    return [kind for kind, rule in rules.items() if rule(told)]


def judged(row: Row) -> list[str] | None:
    """Return the kinds of bad form of a row's answer; None where there is no answer to judge.

    What a row says of itself goes before: it may be kept without its texts.
    """
    if FIELD in row:
        return list(row[FIELD])
    return faults(told(row)) if row.get("outcome") == "answered" and row.get("text") else None


def told(row: Row) -> Told:
    """Return the answer of a row of results, with all its texts."""
    sentences = {citation["number"]: citation["sentence"] for citation in row["citations"]}
    return Told(
        question=row["question"],
        text=row["text"],
        claims=tuple(claim["text"] for claim in row["claims"]),
        cited=tuple(
            tuple(sentences[number] for number in claim["citations"]) for claim in row["claims"]
        ),
        leaves_out=bool(row.get("unanswered")),
    )


def judge(rows: Iterable[Row]) -> None:
    """Write into each row with an answer what is badly formed in it."""
    for row in rows:
        found = judged(row)
        if found is not None:
            row[FIELD] = found


def figures(rows: Iterable[Row]) -> dict[str, float]:
    """Return the share of well-formed answers; nothing where there are none."""
    found = [kinds for row in rows if (kinds := judged(row)) is not None]
    return {WELL_FORMED: round(sum(not kinds for kinds in found) / len(found), 3)} if found else {}


def table(files: Sequence[tuple[str, Sequence[Row]]]) -> list[list[str]]:
    """Return a table: a column a file, with its answers, and a line a kind of bad form.

    "12 (5)": of all answers, and of those of the held-out half.
    """
    columns = [_Column(rows) for _, rows in files]
    found = [kind for kind in KINDS if any(column.count(kind) != "-" for column in columns)]
    return [
        ["", *(name for name, _ in files)],
        ["answers", *(column.answers for column in columns)],
        [WELL_FORMED, *(column.share for column in columns)],
        *([kind, *(column.count(kind) for column in columns)] for kind in found),
    ]


def bad(rows: Iterable[Row], most: int) -> list[list[str]]:
    """Return at most `most` badly formed answers of each kind: kind, id, question, answer.

    Single answers of the held-out half are not looked at.
    """
    seen: Counter[str] = Counter()
    found = []
    for row in rows:
        for kind in judged(row) or () if not row.get("held_out") else ():
            seen[kind] += 1
            if seen[kind] <= most:
                found.append([kind, row["id"], row["question"], row["text"]])
    return sorted(found, key=lambda line: KINDS.index(line[0]))


class _Column:
    """The answers of one file."""

    def __init__(self, rows: Iterable[Row]) -> None:
        judgements = [
            (kinds, bool(row.get("held_out"))) for row in rows if (kinds := judged(row)) is not None
        ]
        self._all = [kinds for kinds, _ in judgements]
        self._held_out = [kinds for kinds, held_out in judgements if held_out]

    @property
    def answers(self) -> str:
        """How many were judged."""
        return f"{len(self._all)} ({len(self._held_out)})"

    @property
    def share(self) -> str:
        """The share of well-formed ones."""
        return f"{_share(self._all)} ({_share(self._held_out)})"

    def count(self, kind: str) -> str:
        """How many have a fault of this kind; "-" for none."""
        count = sum(kind in kinds for kinds in self._all)
        return f"{count} ({sum(kind in kinds for kinds in self._held_out)})" if count else "-"


def _share(found: Sequence[Sequence[str]]) -> str:
    return f"{sum(not kinds for kinds in found) / len(found):.3f}" if found else "-"


def main() -> None:
    """Print the table of the files that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("results", nargs="+", type=Path)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="N answers of each kind")
    given = parser.parse_args()
    files = [(file.stem, _rows(file)) for file in given.results]
    console.table(table(files))
    if given.show:
        shown = bad((row for _, rows in files for row in rows), given.show)
        console.table([["tuning half", "", "question", "answer"], *shown])


def _rows(file: Path) -> list[Row]:
    rows: list[Row] = json.loads(file.read_text(encoding="utf-8"))["rows"]
    return rows


if __name__ == "__main__":
    main()
