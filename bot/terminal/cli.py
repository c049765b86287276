"""The command `byline`: its commands by name, and how it ends.

A mistake of the person or a fault of the machine ends as one line on stderr and exit code 2.
"""

import io
import logging
import sys
import warnings
from typing import Annotated

import typer
from typer.exceptions import TyperException

from bot.terminal import console
from bot.terminal.commands import (
    articles,
    ask_chat_telegram,
    backup,
    library,
    measure,
    models,
    serving,
)
from bot.version import VERSION
from index.errors import BylineError

app = typer.Typer(
    help="Answers questions about your news articles and shows the sentences it stands on.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
_models = typer.Typer(help="The model weights Byline knows.", rich_markup_mode=None)
_library = typer.Typer(help="Check, export and import the library.", rich_markup_mode=None)
_feedback = typer.Typer(help="What readers think of answers.", rich_markup_mode=None)

# In the order of `byline --help`.
app.command()(articles.index)
app.command()(articles.add)
app.command()(ask_chat_telegram.ask)
app.command()(ask_chat_telegram.chat)
app.command()(ask_chat_telegram.telegram)
app.command()(ask_chat_telegram.run)
app.command()(backup.backup)
app.command()(backup.restore)
app.command()(serving.serve)
app.command()(serving.mcp)
app.command()(measure.doctor)
app.command("eval")(measure.evaluate)
app.command()(measure.bench)
app.add_typer(_models, name="models")
_models.command("list")(models.list_models)
_models.command("fetch")(models.fetch_model)
_models.command("path")(models.path_of_model)
app.add_typer(_library, name="library")
_library.command("check")(library.check)
_library.command("export")(library.export)
_library.command("import")(library.import_)
app.add_typer(_feedback, name="feedback")
_feedback.command("export")(library.export_feedback)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"byline {VERSION}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _main(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version.", callback=_version, is_eager=True),
    ] = False,
) -> None:
    _help(context)


@_models.callback(invoke_without_command=True)
@_library.callback(invoke_without_command=True)
@_feedback.callback(invoke_without_command=True)
def _help(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def main() -> None:
    """Run the command that `sys.argv` names, and exit: 0, 2 for an error, 130 for Ctrl+C."""
    _prepare_streams()
    try:
        code = app(prog_name="byline", standalone_mode=False)
    except BylineError as error:
        _give_up(str(error))
    except TyperException as error:  # wrong arguments
        command = getattr(getattr(error, "ctx", None), "command_path", "byline")
        problem = error.format_message().rstrip(".")
        end = "" if problem.endswith("?") else "."  # it may end with "Did you mean 'ask'?"
        _give_up(f"{problem}{end} `{command} --help` shows what it takes.")
    except typer.Abort:
        sys.exit(130)
    except OSError as error:  # whatever the code did not foresee of disks and networks
        where = f"{error.filename}: " if error.filename else ""
        _give_up(
            f"{where}{error.strerror or error}. Check that the disk and the folder are there, "
            "writable and not full, or choose others."
        )
    sys.exit(code)


def _prepare_streams() -> None:
    # Libraries warn of what Byline reports itself; `bot.logs` switches their messages on again.
    logging.getLogger().addHandler(logging.NullHandler())
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):  # a terminal may send or show other than UTF-8
            stream.reconfigure(errors="replace")


def _give_up(line: str) -> None:
    console.complain(line)
    sys.exit(2)
