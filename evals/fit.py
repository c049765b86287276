"""Fits the weights of `bot.answering.confidence`: `python -m evals.fit RESULT.json ...`.

The results are those of `byline eval SET --pipeline open`, where whatever is written is answered,
right or not. Only their tuning halves are read. Prints the weights, and what a bar of the
log-odds at several heights gives: the share right of what can be answered, and the share refused of
what cannot.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bot.types import Witnesses

Row = dict[str, Any]
FEATURES = ("odds", "carried", "read", "agreement", "missing", "repeats")
BARS = (-1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5)


def tuning_rows(files: Sequence[Path]) -> list[Row]:
    """Read the rows of the tuning halves that have an answer with its witnesses."""
    rows = [row for file in files for row in json.loads(file.read_text("utf-8"))["rows"]]
    return [row for row in rows if not row["held_out"]]


def features(seen: Witnesses) -> list[float]:
    """Return what speaks for an answer as numbers, in the order of FEATURES; [] where not read."""
    if seen.carried is None or seen.read is None:
        return []
    return [seen.odds, seen.carried, seen.read, seen.agreement, seen.missing, float(seen.repeats)]


def _features(row: Row) -> list[float]:
    told = row["answered"] and row["witnesses"]
    return features(Witnesses(**row["witnesses"])) if told else []


def fitted(rows: Sequence[Row]) -> tuple[list[float], float]:
    """Return the weights in the order of FEATURES, and the bias, of a logistic regression."""
    from sklearn.linear_model import LogisticRegression

    seen = [(found, row["right"]) for row in rows if (found := _features(row))]
    x, y = np.array([f for f, _ in seen]), np.array([right for _, right in seen])
    model = LogisticRegression(C=1.0).fit(x, y)
    return [float(w) for w in model.coef_[0]], float(model.intercept_[0])


def at_bar(rows: Sequence[Row], weights: Sequence[float], bias: float, bar: float) -> list[float]:
    """Return the shares right and refused if answers from the log-odds `bar` on were given."""

    def given(row: Row) -> bool:
        found = _features(row)
        return bool(found and np.dot(weights, found) + bias >= bar)

    asked = [row["right"] and given(row) for row in rows if row["answerable"]]
    absent = [not given(row) for row in rows if not row["answerable"]]
    return [float(np.mean(asked)), float(np.mean(absent))]


def main() -> None:
    """Fit by the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+")
    files = parser.parse_args().files
    rows = tuning_rows(files)
    weights, bias = fitted(rows)
    print("bias", round(bias, 2), dict(zip(FEATURES, np.round(weights, 2).tolist(), strict=True)))
    for bar in BARS:
        print(
            f"from {bar:+.1f}: right {{:.3f}}, refused {{:.3f}}".format(
                *at_bar(rows, weights, bias, bar)
            )
        )
        for file in files:
            own = tuning_rows([file])
            shown = [f"{share:.3f}" for share in at_bar(own, weights, bias, bar)]
            print(f"    {file.name.split('-2')[0]}: {' / '.join(shown)}")


if __name__ == "__main__":
    main()
