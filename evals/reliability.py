"""Draws how far stated confidence can be believed: `python -m evals.reliability RESULT.json ...`.

The results are those of `byline eval`, best with `--pipeline open`, where unsure answers are given
too. All halves are drawn together. Writes evals/reliability.png.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from evals import calibration, pattern_sets

mpl.use("Agg")
FILE = Path(__file__).with_name("reliability.png")
_OURS, _LINE = "#1f5f99", "#b9c4cf"


def draw(pairs: Sequence[calibration.Pair], title: str, file: Path) -> None:
    """Draw the share right over the stated confidence, and how many answers each point stands for.

    An answer's point would lie on the diagonal if its confidence were the share right.
    """
    points = [
        (each.confidence, each.right, each.count)
        for each in calibration.reliability(pairs)
        if each.confidence is not None and each.right is not None
    ]
    figure = Figure(figsize=(5, 4.6), layout="constrained")
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color=_LINE)
    axes.plot([x for x, _, _ in points], [y for _, y, _ in points], "o-", color=_OURS)
    for x, y, count in points:
        axes.annotate(str(count), (x, y), textcoords="offset points", xytext=(6, -10))
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.set_xlabel("stated confidence")
    axes.set_ylabel("share right")
    axes.set_title(title)
    figure.savefig(file, dpi=130)


def main() -> None:
    """Draw by the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("results", type=Path, nargs="+")
    files: list[Path] = parser.parse_args().results
    rows = [row for file in files for row in json.loads(file.read_text("utf-8"))["rows"]]
    pairs = pattern_sets.confidences(rows)
    names = " and ".join(sorted({file.name.split("-2")[0] for file in files}))
    error = calibration.expected_calibration_error(pairs)
    draw(pairs, f"{names}: {len(pairs)} answers, calibration error {error:.2f}", FILE)
    print(FILE)


if __name__ == "__main__":
    main()
