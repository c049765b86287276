"""The command `byline`: reads arguments, opens what a command needs, prints what it gives.

Mistakes of the person or the machine end as one line on stderr and exit code 2.
"""

import errno
import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from bot import assembly, console
from bot import doctor as checks
from bot.answering import Answerer, tidy
from bot.batch import read_questions
from bot.record import to_record
from bot.sessions import Sessions
from bot.settings import Settings, load
from bot.types import Turn
from index.errors import BylineError, UnreadableSourceError
from index.sync import Report

app = typer.Typer(
    help="Answers questions about your news articles and shows the sentences it stands on.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
models = typer.Typer(help="The model weights Byline knows.", no_args_is_help=True)
app.add_typer(models, name="models")

LibraryOption = Annotated[
    Path | None, typer.Option("--library", help="Folder of the library.", show_default=False)
]
SAMPLES = Path(__file__).parent / "samples"
_CHAT_HERE = (
    "No TELEGRAM_BOT_TOKEN, so we chat here. For a Telegram bot write to @BotFather in Telegram, "
    "send /newbot, and put TELEGRAM_BOT_TOKEN=… into .env."
)


@app.command()
def index(
    paths: Annotated[list[Path] | None, typer.Argument(help="Files and folders.")] = None,
    library: LibraryOption = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Make the library anew from what it knows.")
    ] = False,
) -> None:
    """Bring articles in; without PATHS, look again at all that were brought in before."""
    settings = load(library=library)
    with console.index_progress() as progress:
        if rebuild:
            report = assembly.rebuild(settings, progress)
        else:
            with _shelf(settings) as shelf:
                if not paths and not shelf.library.roots():
                    raise UnreadableSourceError(
                        "The library is empty: name files or folders, `byline index PATH`."
                    )
                report = shelf.index(paths or [], progress)
    console.show_report(report)
    if report.failed and not _any_good(report):
        raise UnreadableSourceError("Nothing could be read; the reasons are above.")


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="What you want to know.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
    batch: Annotated[
        Path | None, typer.Option("--batch", help="Questions as JSON lines.", show_default=False)
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Answers as JSON lines.", show_default=False)
    ] = None,
    library: LibraryOption = None,
) -> None:
    """Answer one question, or with --batch a file of them."""
    if (batch is None) != (out is None):
        raise typer.BadParameter("--batch and --out go together.")
    if (question is None) == (batch is None):
        raise typer.BadParameter("Give a question, or --batch IN.jsonl --out OUT.jsonl.")
    settings = load(library=library)
    if batch is not None and out is not None:
        _ask_batch(settings, batch, out)
        return
    tidy(question or "")  # before the model is loaded
    with _open(settings) as (answerer, _), console.draft() as draft:
        answer = answerer.ask(question or "", on_text=draft)
    if as_json:
        print(json.dumps(to_record(answer), ensure_ascii=False))
    else:
        console.show_answer(answer)


@app.command()
def chat(library: LibraryOption = None) -> None:
    """Ask and ask on, here in the terminal."""
    settings = load(library=library)
    with _open(settings) as (answerer, _):
        _chat(answerer)


@app.command()
def telegram(library: LibraryOption = None) -> None:
    """Run the Telegram bot until it is stopped."""
    _telegram(load(library=library))


@app.command()
def run(library: LibraryOption = None) -> None:
    """Do all that is needed, then talk: on Telegram with a token, else in the terminal."""
    settings = load(library=library)
    weights = assembly.weights(settings)
    for choice in (settings.encoder, settings.model):
        if choice in weights.catalog.names() and weights.status(choice) != "ready":
            _fetch(settings, choice)
    with _shelf(settings) as shelf:
        if not shelf.library.roots():
            console.say(f"Indexing the sample articles into {settings.library}")
            with console.index_progress() as progress:
                report = shelf.index([SAMPLES], progress)
            console.show_report(report)
    if settings.telegram_bot_token:
        _telegram(settings)
        return
    console.say(_CHAT_HERE)
    with _open(settings) as (answerer, _):
        _chat(answerer)


@app.command()
def doctor(library: LibraryOption = None) -> None:
    """Check Python, compiler, memory, weights, library and token, and say what to do."""
    signs = {"good": "ok  ", "note": "note", "bad": "BAD "}
    results = list(checks.examine(load(library=library)))
    for check in results:
        remedy = f" -> {check.remedy}" if check.remedy else ""
        print(f"{signs[check.state]}  {check.name}: {check.seen}{remedy}")
    if any(check.state == "bad" for check in results):
        raise typer.Exit(2)


@models.command("list")
def models_list() -> None:
    """What there is, and what of it is on this machine."""
    weights = assembly.weights(load())
    rows = [("NAME", "KIND", "SIZE", "MEMORY", "LICENCE", "HERE", "ABOUT")]
    for name in weights.catalog.names():
        model = weights.catalog.get(name)
        size, memory = f"{model.size / 1e6:,.0f} MB", f"{model.memory_gb:g} GB"
        state = weights.status(name)
        rows.append((name, model.kind, size, memory, model.licence, state, model.about))
    console.table(rows)


@models.command("fetch")
def models_fetch(name: Annotated[str, typer.Argument(help="A name from the list.")]) -> None:
    """Bring a model to this machine, checked by its SHA-256."""
    _fetch(load(), name)


@models.command("path")
def models_path(name: Annotated[str, typer.Argument(help="A name from the list.")]) -> None:
    """Where a model is on this machine."""
    print(assembly.weights(load()).path(name))


def main() -> None:
    """Entry point: errors that we raise on purpose are one line and exit code 2."""
    logging.basicConfig(level=logging.WARNING)
    try:
        app()
    except BylineError as error:
        console.complain(str(error))
        sys.exit(2)
    except OSError as error:
        if error.errno not in (errno.EROFS, errno.EACCES, errno.ENOSPC, errno.EPERM):
            raise
        console.complain(
            f"{error.strerror}: {error.filename}. Free or choose another disk or folder."
        )
        sys.exit(2)


def _any_good(report: Report) -> bool:
    return bool(report.added or report.changed or report.unchanged or report.removed)


def _fetch(settings: Settings, name: str) -> None:
    progress = console.DownloadProgress()
    try:
        place = assembly.weights(settings).fetch(name, progress)
    finally:
        progress.finish()
    console.say(f"{name} is in {place}")


@contextmanager
def _shelf(settings: Settings) -> Iterator[assembly.Shelf]:
    shelf = assembly.Shelf(settings, assembly.encoder(settings))
    try:
        yield shelf
    finally:
        shelf.close()


@contextmanager
def _open(settings: Settings) -> Iterator[tuple[Answerer, assembly.Shelf]]:
    """An answerer over a library that has articles, and the library."""
    with _shelf(settings) as shelf:
        if not shelf.library.summary().articles:
            raise UnreadableSourceError(
                f"The library {settings.library} is empty: fill it with `byline index PATH`."
            )
        yield assembly.answerer(settings, shelf), shelf


def _ask_batch(settings: Settings, batch: Path, out: Path) -> None:
    questions = read_questions(batch)
    out.parent.mkdir(parents=True, exist_ok=True)
    with _open(settings) as (answerer, _), out.open("w", encoding="utf-8") as file:
        for item in console.each(questions, "answering"):
            answer = answerer.ask(item.question, item.history, asked_on=item.asked_on)
            file.write(json.dumps(to_record(answer, item.id), ensure_ascii=False) + "\n")
            file.flush()  # what is answered stays, whatever happens next


def _chat(answerer: Answerer) -> None:
    console.say("Type a question; /new starts over, /quit ends.")
    history: list[Turn] = []
    while (line := console.ask_person()) not in (None, "/quit", "/exit"):
        if line == "/new":
            history.clear()
            continue
        if not line:
            continue
        try:
            with console.draft() as draft:
                answer = answerer.ask(line, history, on_text=draft)
        except BylineError as error:
            console.complain(str(error))
            continue
        console.show_answer(answer)
        history.append(answer.turn)


def _telegram(settings: Settings) -> None:
    from bot import logs
    from bot.messenger import app as messenger

    token = settings.telegram_bot_token
    logs.configure([token.get_secret_value()] if token else [])
    messenger.check(settings)  # before seconds go into loading models
    with _open(settings) as (answerer, shelf):
        sessions = Sessions(settings.library / "sessions.sqlite")
        try:
            messenger.run(settings, answerer, shelf, sessions)
        finally:
            sessions.close()
