"""One measurement: runs a set, prints its figures for both halves, keeps every row as JSON."""

import json
import subprocess
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot import assembly, console
from bot.answering import Answerer
from bot.errors import SettingsError
from bot.settings import load
from evals import cleaning, pages, run, sets
from evals.plain import PlainPipeline

_RESULTS = Path(__file__).parent / "results"
SETS = ("qa", "qa-absent", "citations", "followups", "pages", "cleaning")


def measure(which: str, *, limit: int | None, seed: int, pipeline: str) -> Path:
    """Run a set, print its figures on stdout, and return the file that keeps every verdict.

    Raises SettingsError for a set or pipeline that does not exist, or without the data.
    """
    if which not in SETS or pipeline not in ("byline", "plain"):
        raise SettingsError(
            f"There is no set {which} or no pipeline {pipeline}: choose one of "
            f"{', '.join(SETS)}, and byline or plain."
        )
    if which == "followups":
        rows, figures = _follow_ups(limit, seed)
    elif which == "pages":
        rows = pages.rows(sets.folder() / "pages", limit)
        figures = _halves(rows, pages.summary)
    elif which == "cleaning":
        rows = cleaning.rows(sets.folder().parent / "corpus" / "news-4000.jsonl.gz")
        figures = _halves(rows, cleaning.summary)
    else:
        rows, figures = _questions(which, limit, seed, pipeline)
    _print(figures)
    return _keep(f"{which}-{pipeline}", figures, rows)


def _questions(
    which: str, limit: int | None, seed: int, pipeline: str
) -> tuple[list[run.Row], dict[str, dict[str, float]]]:
    absent = which == "qa-absent"
    articles, cases = sets.citations() if which == "citations" else sets.qa()
    if absent:
        cases = [case for case in cases if case.answerable]
    settings = load()
    name = "citations" if which == "citations" else "qa"
    searcher = run.build(articles, settings.cache / "evals" / name, assembly.encoder(settings))
    search, model = run.Absent(searcher), assembly.language_model(settings)
    if pipeline == "plain":
        asked = run.Run(articles, search, PlainPipeline(search, model))
    else:
        answerer = Answerer(search, model)
        answerer.warm_up()
        asked = run.Run(articles, search, answerer)
    chosen = run.sample(cases, limit, seed)
    rows = [asked.row(case, absent=absent) for case in console.each(chosen, which)]
    return rows, _halves(rows, run.summary)


def _follow_ups(limit: int | None, seed: int) -> tuple[list[run.Row], dict[str, dict[str, float]]]:
    model = assembly.language_model(load())
    chosen = run.shuffled(sets.followups(), seed)[:limit]
    rows = list(run.follow_ups(console.each(chosen, "followups"), model))
    return rows, _halves(rows, run.follow_up_summary)


def _halves(rows: Sequence[run.Row], summary: run.Summary) -> dict[str, dict[str, float]]:
    halves = {
        "all": list(rows),
        "tuned half": [row for row in rows if not row["held_out"]],
        "held-out half": [row for row in rows if row["held_out"]],
    }
    return {name: summary(half) for name, half in halves.items() if half}


def _print(figures: dict[str, dict[str, float]]) -> None:
    names = list(dict.fromkeys(name for half in figures.values() for name in half))
    table = [["", *figures]]
    table += [[name, *(f"{half.get(name, '')}" for half in figures.values())] for name in names]
    console.table(table)


def _keep(name: str, figures: dict[str, dict[str, float]], rows: Iterable[run.Row]) -> Path:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607
        cwd=_RESULTS.parent,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    now = datetime.now(UTC)
    _RESULTS.mkdir(exist_ok=True)
    file = _RESULTS / f"{name}-{now:%Y%m%d-%H%M%S}.json"
    # Ids, verdicts and our own words only: questions and passages are not ours to copy.
    kept = [{k: v for k, v in row.items() if k not in _NOT_OURS} for row in rows]
    whole = {"commit": commit, "at": now.isoformat(timespec="seconds"), "figures": figures}
    file.write_text(json.dumps({**whole, "rows": kept}, indent=1), encoding="utf-8")
    return file


_NOT_OURS = {
    "question",
    "standalone_question",
    "text",
    "claims",
    "citations",
    "nearest",
    "gold",
} | {
    "rewrite",
    "ours",
}
