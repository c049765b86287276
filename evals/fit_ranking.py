"""Fits the weights of `bot.answering.ranking`: `python -m evals.fit_ranking [--reader FOLDER]`.

A conditional logit over the tuning halves of `versions` and `news-a`: the chance that a sentence
is one of the right ones, among all sentences of the hits. Prints the weights and, for both halves,
the share of the questions of which a right sentence is among the first 1, 3 and 6, by the weights
in the code, by those fitted, and by the reader or likeness alone. No language model.
"""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot import assembly
from bot.answering import ranking
from bot.answering.retrieval import Finder
from bot.answering.sentence_selection import candidates
from bot.models.onnx_reader import OnnxReader
from bot.settings import load
from evals import libraries, pattern_sets, scoring
from evals.finding import Room

Floats = NDArray[np.float64]
SETS = ("versions", "news-a")
DEPTHS = (1, 3, 6)
_PENALTY = 0.3  # of squared weights


@dataclass(frozen=True)
class Asked:
    """The signs of all sentences found for one question [sentence, sign], and which are right."""

    case: str
    held_out: bool
    signs: Floats
    right: NDArray[np.bool_]


def asked(which: str, reader: OnnxReader, encoder: Any, cache: Path) -> list[Asked]:  # noqa: ANN401
    """Find the sentences for every answerable question of a set."""
    searcher = libraries.build(which, cache, encoder)
    finder = Finder(searcher, Room(), reader)
    found = []
    for case in pattern_sets.cases(which):
        if not case.answerable:
            continue
        for part in finder.understood(case.question, case.history, case.asked_on).each:
            read = finder.read(finder.find(part, case.asked_on))
            sentences = candidates(read.hits)
            near = [(a + b) / 2 for a, b in finder.likeness(part, sentences)]
            signs = ranking.signs(part, read.hits, near, read.words)
            right = [scoring.holds_one([s.text], case.sentences) for s in sentences]
            if sentences:
                rows = np.array([signs[s] for s in sentences])
                found.append(Asked(case.id, case.held_out, rows, np.array(right)))
    return found


def fitted(rows: Sequence[Asked]) -> Floats:
    """Return the weights, in the order of `ranking.WEIGHTS`."""
    from scipy.optimize import minimize

    scale = np.array([1.0, 1.0, 1.0, 0.1, 1.0, 1.0])  # the reader's log-odds go from -10 to 0
    known = [(row.signs * scale, row.right) for row in rows if row.right.any()]

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, slope = _PENALTY * float(weights @ weights), 2 * _PENALTY * weights
        for signs, is_right in known:
            logits = signs @ weights
            shares = np.exp(logits - logits.max())
            shares /= shares.sum()
            right = shares * is_right
            total -= float(np.log(right.sum() + 1e-12))
            slope = slope - (right / (right.sum() + 1e-12) - shares) @ signs
        return total, slope

    start = np.zeros(len(ranking.WEIGHTS))
    best: Floats = minimize(loss, start, jac=True, method="L-BFGS-B").x
    weights: Floats = best * scale
    return weights


def among_first(rows: Sequence[Asked], order: Callable[[Asked], Floats]) -> str:
    """Return the shares of questions with a right sentence among the first DEPTHS by `order`."""
    first: dict[str, int] = {}
    for row in rows:
        places = np.flatnonzero(row.right[np.argsort(-order(row), kind="stable")])
        place = int(places[0]) if len(places) else 999
        first[row.case] = min(place, first.get(row.case, 999))
    shares = [sum(p < depth for p in first.values()) / len(first) for depth in DEPTHS]
    return " ".join(f"{share:.3f}" for share in shares)


def main() -> None:
    """Fit by the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reader", type=Path, default=None, help="folder of another reader")
    folder = parser.parse_args().reader
    settings = load()
    encoder, reader = assembly.encoder(settings), OnnxReader.load(2, folder)
    found = {name: asked(name, reader, encoder, libraries.cache_of(settings)) for name in SETS}
    weights = fitted([row for rows in found.values() for row in rows if not row.held_out])
    print(dict(zip(ranking.WEIGHTS, weights.round(2).tolist(), strict=True)))
    in_code = np.array(list(ranking.WEIGHTS.values()))
    orders: dict[str, Callable[[Asked], Floats]] = {
        "in the code": lambda row: row.signs @ in_code,
        "fitted": lambda row: row.signs @ weights,
        "reader alone": lambda row: row.signs[:, 3],
        "likeness alone": lambda row: row.signs[:, 0],
    }
    for name, rows in found.items():
        for half in (False, True):
            some = [row for row in rows if row.held_out == half]
            for title, order in orders.items():
                part = "held out" if half else "tuned"
                print(f"{name} {part}, {title}: {among_first(some, order)}")


if __name__ == "__main__":
    main()
