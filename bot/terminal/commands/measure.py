"""Commands that examine: `byline doctor`, `eval` and `bench`."""

from pathlib import Path
from typing import Annotated

import typer

from bot.errors import SettingsError
from bot.settings import load
from bot.terminal import console
from bot.terminal import doctor as checks
from bot.terminal.open_library import LibraryOption
from index.errors import install


def doctor(library: LibraryOption = None) -> None:
    """Check all that Byline needs. Says what to do about what is missing."""
    signs = {"good": "ok  ", "note": "note", "bad": "BAD "}
    results = list(checks.examine(load(library=library)))
    for check in results:
        remedy = f" -> {check.remedy}" if check.remedy else ""
        typer.echo(f"{signs[check.state]}  {check.name}: {check.seen}{remedy}")
    if any(check.state == "bad" for check in results):
        raise typer.Exit(2)


def evaluate(
    which: Annotated[str, typer.Argument(metavar="SET", help="The name of the set, or all.")],
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit", "--sample", help="At most so many cases.", show_default=False, min=1
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="Chooses the cases.")] = 1,
    pipeline: Annotated[
        str, typer.Option(help="byline, or plain: the baseline. all runs both.")
    ] = "byline",
    again: Annotated[
        bool,
        typer.Option(
            "--again",
            help="Keep what the model replies, and do not ask for it again: a change behind the "
            "model is measured in a tenth of the time. Seconds mean nothing then.",
        ),
    ] = False,
) -> None:
    """Measure answers on a set of questions. In a clone only; see evals/README.md."""
    try:
        from evals.measure import ALL, Asking, measure, series
    except ImportError as error:
        raise _cannot_measure("evals", error) from error
    asking = Asking(limit, seed, pipeline, again)
    file: Path = series(asking) if which == ALL else measure(which, asking)
    console.say(f"verdicts are in {file}")


def bench(
    parts: Annotated[list[str] | None, typer.Argument(metavar="[PART]...")] = None,
    *,
    limit: Annotated[
        int | None, typer.Option(help="At most so many questions in each part.", show_default=False)
    ] = None,
    sizes: Annotated[
        str | None,
        typer.Option(
            help="Passages of the libraries that search is measured on; 10000,100000 unless "
            "given, for the part scale 10000.",
            show_default=False,
        ),
    ] = None,
    minutes: Annotated[float, typer.Option(help="How long the part soak lasts.", min=1)] = 120,
    model: Annotated[
        str | None,
        typer.Option(help="Language model, in place of the setting's.", show_default=False),
    ] = None,
    tune: Annotated[
        bool, typer.Option("--tune", help="Find the fastest settings of llama.cpp here; keep them.")
    ] = False,
) -> None:
    """Measure speed. In a clone only; see bench/README.md."""
    try:
        from bench.run import run
    except ImportError as error:
        raise _cannot_measure("bench", error) from error
    given = sizes.split(",") if sizes is not None else []
    if not all(size.isdigit() and int(size) for size in given):
        raise SettingsError("--sizes takes numbers of passages, such as 10000,100000.")
    each = [int(size) for size in given] or None
    file = run(
        parts or [], load(model=model), limit=limit, sizes=each, tuning=tune, minutes=minutes
    )
    console.say(f"results are in {file}")


def _cannot_measure(folder: str, error: ImportError) -> SettingsError:
    """Say what is missing: the folder of a clone, or a library of the extra dev."""
    if error.name == folder:
        return SettingsError(f"Measuring needs a clone: the package has no {folder}/ folder.")
    return SettingsError(
        f"{folder}/ cannot be loaded ({error}): install what it needs by {install('dev')}."
    )
