"""Wraps matplotlib: draws the tables of a run as PNG files."""

from collections.abc import Callable
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bench.figures import Section, median
from bench.flatness import FLAT_PERCENT, SAMPLED

mpl.use("Agg")
_OURS, _OTHER, _LINE = "#1f5f99", "#b9c4cf", "#c8502d"


def draw(sections: list[Section], folder: Path) -> list[Path]:
    """Draw the tables that have a picture and rows; returns the files, overwritten by each run."""
    drawn: list[Path] = []
    for section in sections:
        picture = _PICTURES.get(section.name)
        if picture and section.rows:
            figure = Figure(figsize=(7, 3.6), layout="constrained")
            picture(section, figure.subplots())
            file = folder / f"{section.name}.png"
            figure.savefig(file, dpi=130)
            drawn.append(file)
    return drawn


def _answers(section: Section, axes: Axes) -> None:
    """Draw seconds to the quotation, the first word and the end, with the floor as a mark."""
    modes = [row["mode"] for row in section.rows]
    steps = (("quotation (s)", "#9cc3e4"), ("first word (s)", "#5b97cb"), ("answer (s)", _OURS))
    for place, (step, colour) in enumerate(steps):
        at = [n + (place - 1) * 0.27 for n in range(len(modes))]
        axes.bar(at, [row[step] or 0 for row in section.rows], 0.25, label=step, color=colour)
    ends = [n + 0.27 for n in range(len(modes))]
    floors = [row["floor (s)"] or 0 for row in section.rows]
    axes.scatter(ends, floors, marker="_", s=300, color=_LINE, label="floor", zorder=3)
    axes.set_xticks(range(len(modes)), modes)
    axes.set_ylabel("seconds, median")
    axes.set_title("From the question to its answer")
    axes.legend(frameon=False)


def _peers(section: Section, axes: Axes) -> None:
    names = [row["pipeline"] for row in section.rows]
    seconds = [row["answer (s)"] or 0 for row in section.rows]
    colours = [_OURS, *[_OTHER] * (len(names) - 1)]
    bars = axes.barh(names, seconds, color=colours)
    axes.bar_label(
        bars,
        [
            f" {row['right']:.0%} right, {row['words a citation'] or 0:.0f} words a citation"
            for row in section.rows
        ],
    )
    axes.set_xlim(0, max([*seconds, 0.1]) * 1.6)
    axes.invert_yaxis()
    axes.set_xlabel("seconds an answer, median; same weights, same machine, same run")
    axes.set_title("Beside others")


def _retrieval(section: Section, axes: Axes) -> None:
    sizes = [row["passages"] for row in section.rows]
    for name, colour in (("p95 (ms)", _OURS), ("p50 (ms)", _OTHER)):
        axes.plot(sizes, [row[name] for row in section.rows], "o-", color=colour, label=name)
    axes.set_xscale("log")
    axes.set_ylim(bottom=0)
    axes.set_xlabel("passages")
    axes.set_ylabel("milliseconds")
    axes.set_title("Retrieval as the library grows")
    axes.legend(frameon=False)


def _soak(section: Section, axes: Axes) -> None:
    """Draw each figure as a share of what it was in the second quarter of the time."""
    samples = section.details
    minutes = [sample["s"] / 60 for sample in samples]
    axes.axhspan(100 - FLAT_PERCENT, 100 + FLAT_PERCENT, color="#eef2f6")
    for (name, label), colour in zip(
        SAMPLED.items(), (_OURS, "#5b97cb", _LINE, _OTHER), strict=True
    ):
        quarter = [s[name] for s in samples if 0.25 <= s["s"] / samples[-1]["s"] < 0.5]
        usual = median(quarter)
        if usual:
            axes.plot(
                minutes, [100 * (s[name] or 0) / usual for s in samples], color=colour, label=label
            )
    axes.axvline(minutes[-1] / 4, color=_OTHER, linestyle=":")
    axes.set_xlabel("minutes")
    axes.set_ylabel("% of the second quarter")
    axes.set_title("Left alone")
    seconds = axes.twinx()
    answers = [(m, s["answer (s)"]) for m, s in zip(minutes, samples, strict=True) if s["answers"]]
    seconds.plot(*zip(*answers, strict=True), ".", color="#7a8896", markersize=3)
    seconds.set_ylim(bottom=0)
    seconds.set_ylabel("· seconds of an answer")
    axes.legend(frameon=False)


_PICTURES: dict[str, Callable[[Section, Axes], None]] = {
    "answers": _answers,
    "peers": _peers,
    "retrieval": _retrieval,
    "soak": _soak,
}
