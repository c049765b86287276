"""The command `byline`: reads arguments, opens what a command needs, prints what it gives.

Mistakes of the person or the machine end as one line on stderr and exit code 2.
"""

import io
import json
import logging
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from bot import assembly
from bot.adding.catch_up import catching_up
from bot.adding.gatherer import Gatherer, sources_file
from bot.answering.answerer import Answerer, tidy
from bot.errors import QuestionError, SettingsError
from bot.memory import memory
from bot.memory.answer_json import answer_to_json
from bot.memory.feedback import FILE, Feedback, as_jsonl
from bot.settings import Settings, load
from bot.terminal import console
from bot.terminal import doctor as checks
from bot.terminal.batch import read_questions
from bot.types import Turn
from index.errors import BylineError, LibraryError, UnreadableSourceError
from index.folder import export
from index.folder import rebuild as rebuilding
from index.folder.library_folder import LibraryFolder
from index.syncing.files import find_files
from index.types import Report
from index.web.connection import parsed

app = typer.Typer(
    help="Answers questions about your news articles and shows the sentences it stands on.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
models = typer.Typer(help="The model weights Byline knows.", rich_markup_mode=None)
app.add_typer(models, name="models")
libraries = typer.Typer(help="Check, export and import the library.", rich_markup_mode=None)
app.add_typer(libraries, name="library")
feedback = typer.Typer(help="What readers think of answers.", rich_markup_mode=None)
app.add_typer(feedback, name="feedback")

LibraryOption = Annotated[
    Path | None, typer.Option("--library", help="Folder of the library.", show_default=False)
]
SAMPLES = Path(__file__).parents[1] / "samples"
_HOW_TO_FILL = "`byline index PATH`"
_CHAT_HERE = (
    "No TELEGRAM_BOT_TOKEN, so we chat here. For a Telegram bot write to @BotFather in Telegram, "
    "send /newbot, and put TELEGRAM_BOT_TOKEN=… into .env."
)


@app.callback(invoke_without_command=True)
@models.callback(invoke_without_command=True)
@libraries.callback(invoke_without_command=True)
@feedback.callback(invoke_without_command=True)
def _help(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        print(context.get_help())


# The first sentence of a command's docstring stands in the list of commands, if it is short.


@app.command()
def index(
    paths: Annotated[list[Path] | None, typer.Argument(help="Files and folders.")] = None,
    library: LibraryOption = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Make the library anew from what it knows.")
    ] = False,
    rollback: Annotated[
        bool, typer.Option("--rollback", help="Go back to before it was last made anew.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen, change nothing.")
    ] = False,
) -> None:
    """Bring articles in. Without PATHS, look again at all that were brought in before."""
    settings = load(library=library)
    if (rebuild or rollback) and paths:
        raise UnreadableSourceError(
            "--rebuild and --rollback take no paths: they are about the files that the library "
            f"knows. Bring others in with {_HOW_TO_FILL}."
        )
    if rebuild + rollback + dry_run > 1:
        raise SettingsError("--rebuild, --rollback and --dry-run do not go together: give one.")
    if rollback:
        rebuilding.go_back(settings.library, settings.encoder, console.say)
        console.say(f"Back to {assembly.held(settings)[1]:,} articles; once more undoes that.")
        return
    _expect_something(settings, paths or [])
    if dry_run:
        report, anew = assembly.preview(settings, paths or [])
        console.say("Nothing was changed. This would happen:")
        console.show_report(report)
        if anew:
            console.say(f"  note: all would be made anew, for {anew}")
        return
    with console.index_progress() as progress:
        if rebuild:
            report = assembly.rebuild(settings, progress, console.say)
        else:
            with _library_folder(settings) as library_folder:
                if paths:
                    report = library_folder.index(paths, progress, console.say)
                else:
                    report = Gatherer(settings, library_folder).reindex(progress, console.say)
    if report.failed and not _any_good(report):
        if len(report.failed) > 1:
            console.show_report(report)
            raise UnreadableSourceError(
                "Nothing could be read, for the reasons above: mend that or name other files."
            )
        raise UnreadableSourceError(f"{report.failed[0].source}: {report.failed[0].reason}")
    console.show_report(report)


@app.command()
def add(
    urls: Annotated[list[str], typer.Argument(help="Addresses of pages.", metavar="URL...")],
    library: LibraryOption = None,
) -> None:
    """Fetch pages of the web and bring them in as articles."""
    settings = load(library=library)
    for url in urls:
        parsed(url)  # before seconds go into loading the encoder
    failed: list[str] = []
    with _library_folder(settings) as library_folder:
        gatherer = Gatherer(settings, library_folder)
        for url in urls:
            try:
                with console.busy(f"Fetching {url}"):
                    added = gatherer.add_url(url)
            except BylineError as error:
                failed.append(str(error))
                if len(urls) > 1:
                    console.complain(failed[-1])
            else:
                console.show_added(added)
    if failed:
        line = f"{len(failed):,} of {len(urls):,} pages were not brought in: see above."
        raise UnreadableSourceError(failed[0] if len(urls) == 1 else line)


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
    """Answer one question, or with --batch a file."""
    if (batch is None) != (out is None):
        raise QuestionError("--batch and --out go together: --batch IN.jsonl --out OUT.jsonl.")
    if (question is None) == (batch is None):
        raise QuestionError("Give either a question, or --batch IN.jsonl --out OUT.jsonl.")
    settings = load(library=library)
    if batch is not None and out is not None:
        _ask_batch(settings, batch, out)
        return
    asked = tidy(_utf8(question or ""))  # before the model is loaded
    with _open(settings) as (answerer, _), console.draft() as draft:
        answer = answerer.ask(asked, on_text=draft)
    if as_json:
        print(json.dumps(answer_to_json(answer), ensure_ascii=False))
    else:
        console.show_answer(answer)


@app.command()
def chat(library: LibraryOption = None) -> None:
    """Ask and ask on, here in the terminal."""
    with (
        _open(load(library=library)) as (answerer, library_folder),
        catching_up(library_folder, console.say),
    ):
        _chat(answerer)


@app.command()
def telegram(library: LibraryOption = None) -> None:
    """Run the Telegram bot until it is stopped."""
    _telegram(load(library=library))


@app.command()
def run(library: LibraryOption = None) -> None:
    """Do all that is needed, then talk. On Telegram with a token, else in the terminal."""
    settings = load(library=library)
    weights = assembly.weights(settings)
    for choice in (settings.encoder, settings.model):
        if choice in weights.catalog.names() and weights.status(choice) != "ready":
            _fetch(settings, choice)
    roots, _ = assembly.held(settings)
    if not roots:
        console.say(f"Indexing the sample articles into {settings.library}")
        with _library_folder(settings) as library_folder, console.index_progress() as progress:
            report = library_folder.index([SAMPLES], progress)
        console.show_report(report)
    if settings.telegram_bot_token:
        _telegram(settings)
        return
    console.say(_CHAT_HERE)
    with _open(settings) as (answerer, library_folder), catching_up(library_folder, console.say):
        _chat(answerer)


@app.command()
def doctor(library: LibraryOption = None) -> None:
    """Check all that Byline needs. Says what to do about what is missing."""
    signs = {"good": "ok  ", "note": "note", "bad": "BAD "}
    results = list(checks.examine(load(library=library)))
    for check in results:
        remedy = f" -> {check.remedy}" if check.remedy else ""
        print(f"{signs[check.state]}  {check.name}: {check.seen}{remedy}")
    if any(check.state == "bad" for check in results):
        raise typer.Exit(2)


@app.command("eval")
def evaluate(
    which: Annotated[str, typer.Argument(metavar="SET", help="The name of the set, or all.")],
    limit: Annotated[
        int | None, typer.Option(help="At most so many cases.", show_default=False, min=1)
    ] = None,
    seed: Annotated[int, typer.Option(help="Chooses them.")] = 1,
    pipeline: Annotated[
        str, typer.Option(help="byline, or plain: the baseline. all runs both.")
    ] = "byline",
) -> None:
    """Measure answers on a set of questions. In a clone only; see evals/README.md."""
    try:
        from evals.measure import ALL, measure, series
    except ImportError as error:
        raise SettingsError("Measuring needs a clone: the package has no evals/ folder.") from error
    if which == ALL:
        kept = series(limit=limit, seed=seed)
    else:
        kept = measure(which, limit=limit, seed=seed, pipeline=pipeline)
    console.say(f"one verdict a case: {kept}")


@libraries.command("check")
def library_check(
    library: LibraryOption = None,
    repair: Annotated[bool, typer.Option("--repair", help="Mend what is wrong.")] = False,
) -> None:
    """Look whether the library is whole, and list the files that could not be read."""
    settings = load(library=library)
    findings, failures = assembly.inspect(settings, mark=repair)
    for found in findings:
        print(f"{'BAD ' if found.bad else 'ok  '}  {found.name}: {found.seen}")
    bad = any(found.bad for found in findings)
    if bad and repair:
        with console.index_progress() as progress, _library_folder(settings) as library_folder:
            report = library_folder.index([], progress, console.say)
        console.show_report(report)
        findings, failures = assembly.inspect(settings)
        left = [found for found in findings if found.bad]
        if left:
            raise LibraryError(
                f"{left[0].name} could not be mended ({left[0].seen}): make the library anew with "
                "`byline index --rebuild`."
            )
        print("mended: all of it is whole now")
    for failure in failures:
        print(f"failed  {failure.source}: {failure.reason}")
    if bad and not repair:
        raise LibraryError("The library is not whole: mend it by `byline library check --repair`.")


@libraries.command("export")
def library_export(
    file: Annotated[Path, typer.Argument(help="The archive to write.")],
    library: LibraryOption = None,
) -> None:
    """Write the library to one file, to carry it to another machine."""
    held = export.export(load(library=library).library, file.absolute())
    size = file.stat().st_size / 1e6
    console.say(f"{held.articles:,} articles are in {file} ({size:,.1f} MB)")


@libraries.command("import")
def library_import(
    file: Annotated[Path, typer.Argument(help="An archive that export wrote.")],
    library: LibraryOption = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Also where there is a library already.")
    ] = False,
) -> None:
    """Make an archive the library. The one before can be gone back to."""
    settings = load(library=library)
    held = export.bring_in(settings.library, file.absolute(), replace=replace)
    console.say(f"{held.articles:,} articles are in {settings.library}")


@app.command()
def bench(
    parts: Annotated[list[str] | None, typer.Argument(metavar="[PART]...")] = None,
    limit: Annotated[
        int | None, typer.Option(help="At most so many questions a part.", show_default=False)
    ] = None,
    sizes: Annotated[
        str, typer.Option(help="Passages of the libraries that retrieval is measured over.")
    ] = "10000,100000",
    tune: Annotated[
        bool, typer.Option("--tune", help="Find the fastest settings of llama.cpp here; keep them.")
    ] = False,
) -> None:
    """Measure speed. In a clone only; see bench/README.md."""
    try:
        from bench.run import run as measure
    except ImportError as error:
        raise SettingsError(
            f"Measuring needs a clone, and what `make test` installs ({error})."
        ) from error
    if not all(size.isdigit() and int(size) for size in sizes.split(",")):
        raise SettingsError("--sizes takes numbers of passages, such as 10000,100000.")
    each = [int(size) for size in sizes.split(",")]
    file = measure(parts or [], load(), limit=limit, sizes=each, tuning=tune)
    console.say(f"kept in {file}")


@models.command("list")
def models_list() -> None:
    """What there is, and what of it is here."""
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
    """Bring a model here, checked by its SHA-256."""
    _fetch(load(), name)


@models.command("path")
def models_path(name: Annotated[str, typer.Argument(help="A name from the list.")]) -> None:
    """Where a model is on this machine."""
    print(assembly.weights(load()).path(name))


@feedback.command("export")
def feedback_export(library: LibraryOption = None) -> None:
    """Print what was rated, with question, evidence and answer, as JSON lines."""
    file = load(library=library).library / FILE
    if not file.exists():
        console.say("Nobody has rated an answer so far.")
        return
    with closing(Feedback(file)) as kept:
        print(as_jsonl(kept.all()), end="")


def main() -> None:
    """Entry point: mistakes and errors that we raise on purpose are one line and exit code 2."""
    _prepare_streams()
    try:
        code = app(prog_name="byline", standalone_mode=False)
    except BylineError as error:
        _give_up(str(error))
    except TyperException as error:  # the arguments
        command = getattr(getattr(error, "ctx", None), "command_path", "byline")
        _give_up(f"{error.format_message().rstrip('.')}: `{command} --help` shows what it takes.")
    except typer.Abort:
        sys.exit(130)
    except OSError as error:  # whatever the rooms did not foresee is still the machine's
        where = f"{error.filename}: " if error.filename else ""
        _give_up(
            f"{where}{error.strerror or error}. Check that the disk and the folder are there, "
            "writable and not full, or choose others."
        )
    sys.exit(code)


def _prepare_streams() -> None:
    # Vendor libraries complain of what we report ourselves; `bot.logs` lets them speak again.
    logging.getLogger().addHandler(logging.NullHandler())
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):  # what a terminal sends or shows may be no UTF-8
            stream.reconfigure(errors="replace")


def _give_up(line: str) -> None:
    console.complain(line)
    sys.exit(2)


def _utf8(argument: str) -> str:
    """`argument` without the lone surrogates that stand for bytes which are no UTF-8."""
    return os.fsencode(argument).decode("utf-8", "replace")


def _any_good(report: Report) -> bool:
    return bool(report.added or report.changed or report.unchanged or report.removed)


def _fetch(settings: Settings, name: str) -> None:
    progress = console.DownloadProgress()
    try:
        place = assembly.weights(settings).fetch(name, progress)
    finally:
        progress.finish()
    console.say(f"{name} is in {place}")


def _expect_something(settings: Settings, paths: list[Path]) -> None:
    """Whether there is anything to index is seen before seconds go into loading the encoder."""
    for path in paths:
        find_files(path.absolute())
    if not paths and not assembly.held(settings)[0] and not sources_file(settings).exists():
        raise LibraryError(
            f"The library {settings.library} is empty: name files or folders, {_HOW_TO_FILL}."
        )


@contextmanager
def _library_folder(settings: Settings) -> Iterator[LibraryFolder]:
    library_folder = assembly.open_library_folder(settings, assembly.encoder(settings))
    try:
        yield library_folder
    finally:
        library_folder.close()


@contextmanager
def _open(settings: Settings) -> Iterator[tuple[Answerer, LibraryFolder]]:
    """An answerer over a library that has articles, and the library.

    What can be refused at once is, before seconds go into loading models.
    """
    _, articles = assembly.held(settings)
    if not articles:
        raise LibraryError(f"The library {settings.library} is empty: fill it by {_HOW_TO_FILL}.")
    assembly.weights(settings).resolve(settings.model, "language")
    with ExitStack() as stack:
        with console.busy("Loading the models"):
            library_folder = stack.enter_context(_library_folder(settings))
            answerer = assembly.answerer(settings, library_folder)
        yield answerer, library_folder


def _ask_batch(settings: Settings, batch: Path, out: Path) -> None:
    questions = read_questions(batch)
    if out.exists() and out.samefile(batch):
        raise QuestionError(f"{out} holds the questions: name another file with --out.")
    with _writing(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        out.open("a").close()  # can be written? Emptied only when there is something to write
    with _open(settings) as (answerer, _), _writing(out), out.open("w", encoding="utf-8") as file:
        for item in console.each(questions, "answering"):
            answer = answerer.ask(item.question, item.history, asked_on=item.asked_on)
            file.write(json.dumps(answer_to_json(answer, item.id), ensure_ascii=False) + "\n")
            file.flush()  # what is answered stays, whatever happens next


@contextmanager
def _writing(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise QuestionError(
            f"{out} cannot be written ({error.strerror}): name a file with --out in a folder that "
            "is writable, on a disk that is not full."
        ) from error


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

    secrets = (settings.telegram_bot_token, settings.webhook_secret)
    logs.configure([secret.get_secret_value() for secret in secrets if secret])
    messenger.check(settings)  # before seconds go into loading models
    with (
        _open(settings) as (answerer, library_folder),
        memory.opened(settings.library) as kept,
        catching_up(library_folder, console.say),
    ):
        messenger.run(settings, answerer, library_folder, kept)
