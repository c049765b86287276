"""Runs `byline eval`: one set with its figures for both halves, or all sets beside the baseline.

Every verdict is kept as JSON in `results/`; the table of the last whole run is in README.md.
"""

import json
import subprocess
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from bot import assembly
from bot.answering.answerer import Answerer
from bot.answering.retrieval import Search
from bot.errors import SettingsError
from bot.settings import load
from bot.terminal import console
from bot.types import LanguageModel
from evals import (
    attacks,
    calibration,
    claims,
    cleaning,
    drafts,
    finding,
    following,
    form,
    languages,
    libraries,
    news,
    pages,
    pattern_sets,
    run,
    sets,
    topics,
)
from evals.plain import PlainPipeline
from evals.remembered_replies import Remembered
from index.library.library import Library

_RESULTS = Path(__file__).parent / "results"
PIPELINES = ("byline", "open", "plain")
_ASKED_OF_ARTICLES = (*news.SETS, *pattern_sets.SETS)
SETS = (
    "qa",
    "qa-absent",
    "citations",
    "followups",
    *_ASKED_OF_ARTICLES,
    "pages",
    "cleaning",
    "claims",
    drafts.SET,
    *topics.SETS,
    languages.SET,
    following.SET,
    "attacks",
)
ALL = "all"
# How many cases of each set Byline and the baseline are asked in a whole run. The baseline takes
# twice as long. None means all; without a second number there is no baseline.
_SERIES: dict[str, tuple[int | None, int] | tuple[int | None]] = {
    "news": (None, 25),
    "news-corpus": (None, 20),
    "news-a": (None, 25),
    "versions": (None, 30),
    "yes-no": (None, 20),
    "strangers": (None, 20),
    "chats": (None, 20),
    "qa": (120, 30),
    "qa-absent": (40, 20),
    "citations": (200, 20),  # with 40 answerable cases precision varies by 0.15 between draws
    "followups": (None,),
    "pages": (None,),
    "cleaning": (None,),
    "claims": (None,),
    drafts.SET: (None,),
    "topics-found": (None,),
    following.SET: (None,),
}

Figures = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Asking:
    """How sets are asked: at most `limit` cases, chosen by `seed`, by one of PIPELINES.

    With `again` what the language model replied in earlier runs is not asked for again.
    Raises SettingsError for another pipeline.
    """

    limit: int | None
    seed: int
    pipeline: str = "byline"
    again: bool = False

    def __post_init__(self) -> None:
        if self.pipeline not in PIPELINES:
            raise SettingsError(
                f"There is no pipeline {self.pipeline}: choose one of {', '.join(PIPELINES)}."
            )

    def model(self) -> LanguageModel:
        """Load the language model of the settings, without what it read in earlier runs."""
        model = assembly.language_model(load(), remember=False)
        return Remembered(model, self.replies) if self.again else model

    @property
    def replies(self) -> Path | None:
        """Where the replies of earlier runs are, if they count."""
        return load().cache / "evals" / "replies.sqlite" if self.again else None


def measure(which: str, asking: Asking) -> Path:
    """Run a set, print its figures on stdout, and return the file of its verdicts.

    Raises SettingsError for a set that does not exist, or without the data.
    """
    if which not in SETS:
        raise SettingsError(
            f"There is no set {which}: choose one of {', '.join(SETS)}, or {ALL} for all of them."
        )
    rows, figures = _measured(which, asking)
    _print(figures)
    if which in pattern_sets.SETS:
        _print_cases(rows)
    return _keep(which, asking.pipeline, figures, rows)


def series(asking: Asking) -> Path:
    """Run all sets with Byline and the baseline, and print a table of each.

    "0.80 (0.81)" is the figure of all cases, and of the held-out half. Returns the folder of the
    verdicts. Raises SettingsError without the data.
    """
    for which, (cases, *baseline) in _SERIES.items():
        rows, ours = _measured(which, _at_most(cases, asking))
        _keep(which, "byline", ours, rows)
        plain: Figures = {}
        for plain_cases in baseline:
            by_baseline = replace(_at_most(plain_cases, asking), pipeline="plain")
            rows, plain = _measured(which, by_baseline)
            _keep(which, "plain", plain, rows)
        console.table([["set", "cases", "figure", "Byline", "plain"], *_lines(which, ours, plain)])
    return _RESULTS


def _at_most(cases: int | None, asking: Asking) -> Asking:
    numbers = [number for number in (cases, asking.limit) if number is not None]
    return replace(asking, limit=min(numbers, default=None))


def _lines(which: str, ours: Figures, plain: Figures) -> list[list[str]]:
    """Return a line a figure of one set, without the figures by kind of question."""
    size = next(name for name in ("cases", "articles", "pages") if name in ours["all"])
    cases = " / ".join(f"{figures['all'][size]:g}" for figures in (ours, plain) if figures)
    names = [name for name in ours["all"] if name != size and ": " not in name]
    return [[which, cases, name, _both(ours, name), _both(plain, name)] for name in names]


def _both(figures: Figures, name: str) -> str:
    """Return "0.80 (0.81)": the figure of all cases, and of the held-out half."""
    whole, held_out = (figures.get(half, {}).get(name) for half in ("all", "held-out half"))
    if whole is None:
        return "-"
    return f"{whole:g}" if held_out is None else f"{whole:g} ({held_out:g})"


def _measured(which: str, asking: Asking) -> tuple[list[run.Row], Figures]:
    if which == "attacks":
        return attacks.measured(asking.limit, asking.seed, asking.replies)
    if which in _ASKED_OF_ARTICLES:
        return _news(which, asking)
    if which in topics.SETS:
        return _topics(which, asking)
    if which in _WITHOUT_MODEL:
        return _WITHOUT_MODEL[which](asking.limit, asking.seed)
    return _questions(which, asking)


def _pages(limit: int | None, seed: int) -> tuple[list[run.Row], Figures]:
    rows = pages.rows(sets.folder() / "pages", limit)
    return rows, _halves(rows, pages.summary)


def _cleaning(limit: int | None, seed: int) -> tuple[list[run.Row], Figures]:
    rows = cleaning.rows(sets.corpus())
    return rows, cleaning.figures(rows)


def _claims(limit: int | None, seed: int) -> tuple[list[run.Row], Figures]:
    rows = claims.rows(sets.corpus(), limit)
    return rows, _halves(rows, claims.summary)


def _drafts(limit: int | None, seed: int) -> tuple[list[run.Row], Figures]:
    rows = drafts.rows(limit)
    return rows, _halves(rows, drafts.summary)


def _topics(which: str, asking: Asking) -> tuple[list[run.Row], Figures]:
    settings = load()
    cache, encoder = libraries.cache_of(settings), assembly.encoder(settings)
    searcher = libraries.build(which, cache, encoder)
    cases = console.each(topics.cases()[: asking.limit], which)
    if which == topics.ASKED:
        rows = list(topics.asked(cases, _pipeline(asking.pipeline, searcher, asking.model())))
    else:
        rows = list(topics.found(cases, finding.Finding(searcher, assembly.reader(settings))))
    return rows, _halves(rows, topics.summary)


def _languages(limit: int | None, seed: int) -> tuple[list[run.Row], Figures]:
    settings = load()
    encoder, reader = assembly.encoder(settings), assembly.reader(settings)
    rows: list[run.Row] = []
    for code, told in console.each(list(languages.stories().items()), languages.SET):
        searcher = languages.build(code, told, libraries.cache_of(settings), encoder)
        rows += languages.asked(told, finding.Finding(searcher, reader))
    return rows, languages.summary(rows)


def _following(limit: int | None, seed: int) -> tuple[list[run.Row], Figures]:
    settings = load()
    encoder = assembly.encoder(settings)
    cache = libraries.cache_of(settings)
    searcher = libraries.build("news-corpus", cache, encoder)
    chosen = following.topics()[:limit]
    with closing(Library(cache / "news-corpus" / "library.sqlite")) as library:
        rows = list(following.rows(chosen, library, searcher.likeness, encoder))
    return rows, _halves(rows, following.summary)


def _questions(which: str, asking: Asking) -> tuple[list[run.Row], Figures]:
    absent = which == "qa-absent"
    articles, cases = sets.citations() if which == "citations" else sets.qa()
    if absent:
        cases = [case for case in cases if case.answerable]
    settings = load()
    name = "citations" if which == "citations" else "qa"
    cache, encoder = libraries.cache_of(settings), assembly.encoder(settings)
    searcher = run.build(articles, cache / name, encoder)
    search = run.Watched(searcher)
    asked = run.Run(articles, search, _pipeline(asking.pipeline, search, asking.model()))
    chosen = run.sample(cases, asking.limit, asking.seed)
    rows = [asked.row(case, absent=absent) for case in console.each(chosen, which)]
    return rows, _halves(rows, run.summary)


def _news(which: str, asking: Asking) -> tuple[list[run.Row], Figures]:
    settings = load()
    cache, encoder = libraries.cache_of(settings), assembly.encoder(settings)
    search = run.Watched(libraries.build(which, cache, encoder))
    asked = _pipeline(asking.pipeline, search, asking.model())
    if which in pattern_sets.SETS:
        cases = run.sample(pattern_sets.cases(which), asking.limit, asking.seed)
        rows = list(pattern_sets.rows(console.each(cases, which), asked))
        return rows, _halves(rows, pattern_sets.summary)
    chosen = news.sample(news.chats(which), asking.limit, asking.seed)
    # One step, which prepares a follow-up, as the bot does while a person reads the answer.
    meanwhile = asked.read_ahead if isinstance(asked, Answerer) else lambda: False
    rows = news.rows(console.each(chosen, which), asked, search, meanwhile)
    return rows, _halves(rows, news.summary)


def _pipeline(name: str, search: Search, model: LanguageModel) -> run.Pipeline:
    if name == "plain":
        return PlainPipeline(search, model)
    reader = assembly.reader(load())
    # "open" answers whatever it can: the threshold is chosen from its rows.
    answerer = (
        Answerer(search, model, reader)
        if name == "byline"
        else Answerer(search, model, reader, stated_from=float("-inf"))
    )
    answerer.warm_up()
    return answerer


def _follow_ups(limit: int | None, seed: int) -> tuple[list[run.Row], Figures]:
    chosen = run.shuffled(sets.followups(), seed)[:limit]
    rows = list(run.follow_up_rows(console.each(chosen, "followups")))
    return rows, _halves(rows, run.follow_up_summary)


_WITHOUT_MODEL: dict[str, Callable[[int | None, int], tuple[list[run.Row], Figures]]] = {
    "followups": _follow_ups,
    "pages": _pages,
    "cleaning": _cleaning,
    "claims": _claims,
    drafts.SET: _drafts,
    languages.SET: _languages,
    following.SET: _following,
}


def _halves(rows: Sequence[run.Row], summary: run.Summary) -> Figures:
    form.judge(rows)
    halves = {
        "all": list(rows),
        "tuned half": [row for row in rows if not row["held_out"]],
        "held-out half": [row for row in rows if row["held_out"]],
    }
    return {name: summary(half) | form.figures(half) for name, half in halves.items() if half}


def _print(figures: Figures) -> None:
    names = list(dict.fromkeys(name for half in figures.values() for name in half))
    table = [["", *figures]]
    table += [[name, *(f"{half.get(name, '')}" for half in figures.values())] for name in names]
    console.table(table)


def _print_cases(rows: Sequence[run.Row]) -> None:
    """Print what the tuning half misses, and how far confidence can be believed in both halves."""
    missed = pattern_sets.misses(rows)
    if missed:
        console.table([["tuning half", "kind", "", "question", "answer"], *missed])
    if pairs := pattern_sets.confidences(rows):
        bins = [
            [f"{b.low:.1f}-{b.high:.1f}", f"{b.count}", f"{b.confidence:.2f}", f"{b.right:.2f}"]
            for b in calibration.reliability(pairs)
            if b.count
        ]
        console.table([["confidence", "answers", "mean", "right"], *bins])


def _keep(which: str, pipeline: str, figures: Figures, rows: Iterable[run.Row]) -> Path:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607
        cwd=_RESULTS.parent,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    now = datetime.now(UTC)
    _RESULTS.mkdir(exist_ok=True)
    file = _RESULTS / f"{which}-{pipeline}-{now:%Y%m%d-%H%M%S}.json"
    kept = [{k: v for k, v in row.items() if k not in _hidden(which, row)} for row in rows]
    whole = {"commit": commit, "at": now.isoformat(timespec="seconds"), "figures": figures}
    file.write_text(json.dumps({**whole, "rows": kept}, indent=1), encoding="utf-8")
    return file


def _hidden(which: str, row: run.Row) -> set[str]:
    """Return the fields of a row that are not kept.

    Only ids and verdicts are kept where questions and passages are not ours to copy, and of single
    cases that nobody should look at.
    """
    unseen = which in pattern_sets.SETS and row["held_out"]
    ours = which in ("news", "versions", "attacks", "yes-no", "strangers", "chats", following.SET)
    return set() if ours and not unseen else _NOT_OURS


_NOT_OURS = {
    "question",
    "earlier",
    "unanswered",
    "standalone_question",
    "text",
    "claims",
    "citations",
    "nearest",
    "evidence",
    "gold",
    "rewrite",
    "ours",
}
