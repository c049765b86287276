"""What a person sees: in a terminal, and where there is none."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from rich.console import Console

from bot.terminal import console
from bot.types import Answer, Citation, Claim, Headline
from index.types import Failure, Report

ODD = r"He said [bold]no[/] to [link=x] and :smile: [1] \[sic] C:\[dim]\ "
PAGE = "https://example.org/[a]"
DAY = date(2025, 5, 16)

Shown = pytest.CaptureFixture[str]


class Clock:
    """Stands in for the module `time`: moves only when told."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(console, "time", clock)
    return clock


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """Both streams in one terminal of 100 columns."""
    screen = io.StringIO()
    for name in ("out", "err"):
        before: Console = getattr(console, name)
        assert before.soft_wrap
        drawn = Console(
            file=screen,
            force_terminal=True,
            width=100,
            highlight=False,
            soft_wrap=True,
            markup=False,
            emoji=False,
        )
        monkeypatch.setattr(console, name, drawn)
    return screen


def plain(screen: io.StringIO) -> str:
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", screen.getvalue())


def answered(sentence: str = ODD) -> Answer:
    citation = Citation(1, sentence, "a", ODD, "The [Post]", PAGE, DAY, 0, len(sentence))
    return Answer("Q?", "Q?", "answered", f"{sentence} [1].", (Claim(sentence, (1,)),), (citation,))


def not_found() -> Answer:
    headline = Headline("a", ODD, "The [Post]", PAGE, DAY)
    return Answer("Q?", "Q?", "not_found", "The articles don't say.", nearest=(headline,))


def test_an_answer_is_printed_as_it_is_with_marks_brackets_and_colons(capsys: Shown) -> None:
    console.show_answer(answered())
    shown = capsys.readouterr()
    assert shown.err == ""
    assert f"\n{ODD} [1].\n" in shown.out
    assert f"  [1] “{ODD}”\n" in shown.out
    assert f"{ODD}\n      The [Post], 16 May 2025 · {PAGE}\n" in shown.out


def test_nearest_headlines_are_printed_as_they_are(capsys: Shown) -> None:
    bare = Headline("b", "Ferry sank", "", "", None)
    console.show_answer(replace(not_found(), nearest=(*not_found().nearest, bare)))
    shown = capsys.readouterr().out
    assert f"  • {ODD} · The [Post], 16 May 2025 · {PAGE}\n  • Ferry sank\n" in shown


def test_a_long_sentence_is_not_broken_into_lines_where_there_is_no_terminal(capsys: Shown) -> None:
    long = "word " * 100 + "end."
    console.show_answer(answered(long))
    assert f"  [1] “{long}”\n" in capsys.readouterr().out


def test_a_terminal_shows_the_same_words(terminal: io.StringIO) -> None:
    console.show_answer(answered())
    console.show_answer(not_found())
    console.complain(ODD)
    text = plain(terminal)
    assert text.count(ODD) == 4  # text, quotation, its headline, nearest headline
    assert f"byline: {ODD.strip()}\n" in text


def test_a_complaint_is_one_line_whatever_it_holds(capsys: Shown) -> None:
    console.complain("Bad\nfile\t[red]\x1b[31m\x07x.txt[/]: \udcff rename it.")
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == "byline: Bad file [red]�[31m�x.txt[/]: � rename it.\n"


def test_a_report_counts_and_names_what_failed(capsys: Shown) -> None:
    failed = [Failure("/news/[a].txt", "is empty: delete it."), Failure("/b", "is binary.")]
    console.show_report(Report(added=1200, unchanged=3, failed=failed))
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.splitlines() == [
        "1,200 added, 0 changed, 0 removed, 3 unchanged, 2 failed",
        "  /news/[a].txt: is empty: delete it.",
        "  /b: is binary.",
    ]


def test_a_report_of_very_many_that_failed_is_short_and_hides_no_other(capsys: Shown) -> None:
    empty = [Failure(f"/news/{n}.txt", f"{n}.txt is empty: delete it.") for n in range(10_000)]
    other = Failure("/news/a.pdf", "a.pdf has a password: save it without.")
    odd = [Failure(f"/news/x.csv line {n}", "its date 2999-01-01 cannot be") for n in range(9)]
    console.show_report(Report(failed=[*empty, other], remarks=odd))
    assert capsys.readouterr().err.splitlines() == [
        "0 added, 0 changed, 0 removed, 0 unchanged, 10,001 failed",
        *(f"  /news/{n}.txt: {n}.txt is empty: delete it." for n in range(3)),
        "  and 9,997 more in /news for the same reason",
        "  /news/a.pdf: a.pdf has a password: save it without.",
        *(f"  note: /news/x.csv line {n}: its date 2999-01-01 cannot be" for n in range(3)),
        "  note: and 6 more in /news for the same reason",
    ]


def test_indexing_without_a_terminal_says_now_and_then_how_far_and_how_long(
    capsys: Shown, clock: Clock
) -> None:
    with console.index_progress() as show:
        clock.now += 60  # the encoder is loaded
        for done in range(5):
            show(done, 4, f"{done}.txt")
            clock.now += 6
    lines = capsys.readouterr().err.splitlines()
    assert lines == ["indexing: 50 %, 0.2 articles/s, about 12 s left"]


def test_what_is_quickly_done_says_nothing_on_the_way(capsys: Shown, clock: Clock) -> None:
    assert list(console.each(["a", "b"], "answering")) == ["a", "b"]
    with console.draft() as draft, console.busy("Loading"):
        draft("half an answer")
    assert capsys.readouterr() == ("", "")


def test_a_download_without_a_terminal_says_what_how_far_and_how_long(
    capsys: Shown, clock: Clock
) -> None:
    progress = console.DownloadProgress()
    clock.now += 1000
    progress.start("small from [the hub]", 4_000_000)
    for _ in range(4):
        clock.now += 11
        progress.advance(1_000_000)
    progress.say("[the hub] failed; trying the next source")
    progress.finish()
    lines = capsys.readouterr().err.splitlines()
    assert lines == [
        "small from [the hub], 4 MB",
        "small from [the hub]: 25 %, about 33 s left",
        "small from [the hub]: 50 %, about 22 s left",
        "small from [the hub]: 75 %, about 11 s left",
        "[the hub] failed; trying the next source",
    ]


def test_a_terminal_draws_bars_with_what_how_far_and_how_long(terminal: io.StringIO) -> None:
    progress = console.DownloadProgress()
    progress.start("small [x]", 4_000_000)
    progress.advance(1_000_000)
    progress.say("a word [y]")
    progress.finish()
    with console.index_progress() as show:
        show(1, 4, "[bold]a.txt")
    text = plain(terminal)
    assert "small [x]" in text
    assert "1.0/4.0 MB" in text
    assert "a word [y]" in text
    assert "indexing [bold]a.txt" in text
    assert "1/4" in text


def test_a_draft_is_drawn_on_the_error_stream_only_and_taken_away(
    terminal: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    stdout = io.StringIO()
    monkeypatch.setattr(console, "out", Console(file=stdout, force_terminal=True))
    with console.busy("Loading the models"):
        pass
    with console.draft() as draft:
        draft("Ukraine's team [1]")
    assert stdout.getvalue() == ""
    assert "Ukraine's team [1]" in plain(terminal)
    assert terminal.getvalue().endswith("\x1b[2K") or "\x1b[1A" in terminal.getvalue()


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_lines_from_a_pipe_are_taken_without_a_prompt_until_they_end(
    capsys: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "  Who? \n\n/quit")
    read: Callable[[], str | None] = console.ask_person
    assert [read(), read(), read(), read()] == ["Who?", "", "/quit", None]
    assert capsys.readouterr() == ("", "")


def test_a_table_is_aligned_and_printed_as_it_is(capsys: Shown) -> None:
    console.table([("NAME", "ABOUT"), ("a-long-name", "[x] small"), ("b", "c")])
    assert capsys.readouterr().out.splitlines() == [
        "NAME         ABOUT",
        "a-long-name  [x] small",
        "b            c",
    ]
