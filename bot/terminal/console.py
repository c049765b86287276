"""Wraps rich: shows progress, answers with sources and a chat in a terminal, in English.

Progress, drafts and errors go to stderr, so that stdout holds only what a program may read. Texts
are shown as they are: rich interprets neither [marks] nor :names: in an article.
"""

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from rich.live import Live
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.text import Text

from bot.adding.adding_result import Added
from bot.adding.failure_groups import group_failures
from bot.messenger.text import reports, title_outlet_date
from bot.types import Answer, Citation, Headline
from index.types import Failure, Report

Item = TypeVar("Item")

out = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)
err = Console(stderr=True, highlight=False, soft_wrap=True, markup=False, emoji=False)

_LINE_EVERY_S = 10.0  # where there is no terminal to draw a bar on


class DownloadProgress:
    """Shows the progress of a download; `bot.models.weights` calls it."""

    def __init__(self) -> None:
        self._bar: Progress | None = None
        self._lines = _Lines()
        self._label, self._total, self._done = "", 0, 0

    def start(self, label: str, total: int) -> None:
        """Begin a file of `total` bytes."""
        self.finish()
        self._label, self._total, self._done = label, total, 0
        self._lines = _Lines()
        if err.is_terminal:
            self._bar = _progress(DownloadColumn(), TransferSpeedColumn())
            self._bar.add_task(label, total=total)
            self._bar.start()
        else:
            say(f"{label}, {total / 1e6:,.0f} MB")
            self._lines.maybe(label, 0, total)

    def advance(self, count: int) -> None:
        """Add `count` bytes that have arrived."""
        self._done += count
        if self._bar:
            self._bar.advance(self._bar.task_ids[0], count)
        else:
            self._lines.maybe(self._label, self._done, self._total)

    def say(self, line: str) -> None:
        """Show a line for the person."""
        say(line)

    def finish(self) -> None:
        """Take the bar away."""
        if self._bar:
            self._bar.stop()
            self._bar = None


@contextmanager
def index_progress(
    what: str = "indexing", items: str = "articles"
) -> Iterator[Callable[[int, int, str], None]]:
    """Gives a callback for `index.syncing.sync`: it shows what is done, how fast and how long yet.

    `what` names the work, `items` what is counted.
    """
    if not err.is_terminal:
        lines = _Lines(items)
        yield lambda done, total, file: lines.maybe(what, done, total)
        return
    with _progress(MofNCompleteColumn(), TextColumn("{task.fields[rate]}")) as bar:
        task = bar.add_task(what, total=None, rate="")
        started = time.monotonic()

        def show(done: int, total: int, file: str) -> None:
            rate = f"{done / max(time.monotonic() - started, 1e-3):.1f}/s"
            bar.update(
                task, completed=done, total=total, description=f"{what} {file[:40]}", rate=rate
            )

        yield show


def each(items: Sequence[Item], what: str) -> Iterator[Item]:
    """Yield `items` one by one and show the progress; `what` names the work."""
    with index_progress(what, "") as show:
        for done, item in enumerate(items):
            show(done, len(items), "")
            yield item
        show(len(items), len(items), "")


@contextmanager
def busy(what: str) -> Iterator[None]:
    """Show in a terminal that something takes a few seconds."""
    if not err.is_terminal:
        yield
        return
    with err.status(Text(f"{what} …", style="dim")):
        yield


def say(line: str) -> None:
    """Print one line for the person, on stderr."""
    err.print(_visible(line))


def complain(line: str) -> None:
    """Print an error on stderr, on one line."""
    err.print(Text.assemble(("byline:", "bold red"), " ", _visible(" ".join(line.split()))))


def show_report(report: Report) -> None:
    """Print what an index run did, and what it could not read."""
    moved = f"{report.moved:,} moved, " if report.moved else ""
    say(
        f"{report.added:,} added, {report.changed:,} changed, {moved}{report.removed:,} removed, "
        f"{report.unchanged:,} unchanged, {len(report.failed):,} failed"
    )
    show_failures(report.failed)
    show_failures(report.remarks, "note: ")


def show_failures(failures: Iterable[Failure], mark: str = "") -> None:
    """Print failures with their reasons; of many that are alike, the first few."""
    for kind in group_failures(failures):
        for failure in kind.shown:
            say(f"  {mark}{failure.source}: {failure.reason}")
        if kind.more:
            say(f"  {mark}and {kind.more:,} more in {kind.folder} for the same reason")


def show_added(added: Added) -> None:
    """Print what became of a page that was added, and what was understood of it."""
    say(reports.added_heading(added))
    for paragraph in reports.added_details(added):
        for line in paragraph:
            say(f"  {line}")


def show_answer(answer: Answer) -> None:
    """Print an answer, then each source: its sentence, title, outlet, date and address."""
    out.print(f"\n{answer.text}\n")
    for citation in answer.citations:
        out.print(f"  [{citation.number}] “{citation.sentence}”")
        out.print(f"      {citation.title}")
        if where := " · ".join(
            filter(None, [_source(citation), title_outlet_date.also_in(citation.also)])
        ):
            out.print(Text(f"      {where}", style="dim"))
    if answer.nearest:
        out.print("Nearest headlines:")
        for headline in answer.nearest:
            where = f" · {source}" if (source := _source(headline)) else ""
            out.print(Text.assemble(f"  • {headline.title}", (where, "dim")))
    out.print()


@contextmanager
def draft() -> Iterator[Callable[[str], None]]:
    """Show an answer while it is being written, and take it away at the end."""
    if not err.is_terminal:
        yield lambda text: None
        return
    with Live(Text("…", style="dim"), console=err, transient=True, refresh_per_second=8) as live:
        yield lambda text: live.update(Text(text, style="dim"))


def ask_person() -> str | None:
    """Read the person's next line; None at the end of input. A pipe gets no prompt."""
    prompt = "› " if sys.stdin.isatty() and out.is_terminal else ""
    try:
        return input(prompt).strip()
    except (EOFError, KeyboardInterrupt):
        if prompt:
            out.print()
        return None


def table(rows: Sequence[Sequence[str]]) -> None:
    """Print rows on stdout with aligned columns, all but the last padded."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]) - 1)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        out.print("  ".join([*cells, row[-1]]))


def _visible(line: str) -> str:
    """Replace control characters, which file names may hold."""
    return "".join(char if char.isprintable() else "�" for char in line)


class _Lines:
    """Progress for logs: a line every ten seconds, with the rate where items are counted."""

    def __init__(self, items: str = "") -> None:
        self._items = items
        self._start: float | None = None
        self._last = 0.0

    def maybe(self, what: str, done: int, total: int) -> None:
        now = time.monotonic()
        if not total:  # it is still being found out how much there is to do
            return
        if self._start is None:  # the rate must not count what was loaded before the first item
            self._start = self._last = now
        if done < total and now - self._last >= _LINE_EVERY_S:
            self._last = now
            left = (now - self._start) * (total - done) / done if done else None
            rate = f", {done / (now - self._start):.1f} {self._items}/s" if self._items else ""
            time_left = "" if left is None else f", about {left:.0f} s left"
            say(f"{what}: {100 * done // total} %{rate}{time_left}")


def _progress(*columns: ProgressColumn) -> Progress:
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        *columns,
        TimeRemainingColumn(),
        console=err,
    )


def _source(item: Citation | Headline) -> str:
    return " · ".join(filter(None, [title_outlet_date.outlet_and_date(item), item.url]))
