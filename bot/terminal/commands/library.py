"""Commands on the library and on what is stored beside it: check, export, import; feedback."""

from pathlib import Path
from typing import Annotated

import typer

from bot import assembly
from bot.memory.feedback import FILE, as_jsonl
from bot.settings import load
from bot.terminal import chat_memory, console
from bot.terminal.open_library import LibraryOption, open_library
from index.errors import LibraryError
from index.folder import export as archives


def check(
    library: LibraryOption = None,
    repair: Annotated[bool, typer.Option("--repair", help="Repair what is wrong.")] = False,
) -> None:
    """Check that the library is whole. Lists the files that could not be read."""
    settings = load(library=library)
    findings, failures = assembly.inspect(settings, mark=repair)
    for finding in findings:
        typer.echo(f"{'BAD ' if finding.bad else 'ok  '}  {finding.name}: {finding.seen}")
    bad = any(finding.bad for finding in findings)
    if bad and repair:
        with console.index_progress() as progress, open_library(settings) as library_folder:
            report = library_folder.index([], progress, console.say)
        console.show_report(report)
        findings, failures = assembly.inspect(settings)
        left = [finding for finding in findings if finding.bad]
        if left:
            raise LibraryError(
                f"{left[0].name} could not be repaired ({left[0].seen}): make a new library with "
                "`byline index --rebuild`."
            )
        typer.echo("repaired: the library is whole now")
    for failure in failures:
        typer.echo(f"failed  {failure.source}: {failure.reason}")
    if bad and not repair:
        raise LibraryError(
            "The library is not whole: repair it by `byline library check --repair`."
        )


def export(
    file: Annotated[Path, typer.Argument(help="The archive to write.")],
    library: LibraryOption = None,
) -> None:
    """Write the library to one file, for another machine."""
    held = archives.export(load(library=library).library, file.absolute())
    size = file.stat().st_size / 1e6
    console.say(f"{held.articles:,} articles are in {file} ({size:,.1f} MB)")


def import_(
    file: Annotated[Path, typer.Argument(help="An archive that export wrote.")],
    library: LibraryOption = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace the library that is there.")
    ] = False,
) -> None:
    """Make an archive the library. `index --rollback` undoes it."""
    settings = load(library=library)
    place = assembly.vector_place(settings)
    held = archives.bring_in(settings.library, file.absolute(), replace=replace, place=place)
    console.say(f"{held.articles:,} articles are in {settings.library}")


def export_feedback(library: LibraryOption = None) -> None:
    """Print the rated answers with question and evidence, as JSON lines."""
    settings = load(library=library)
    if not settings.database_url and not (settings.library / FILE).exists():
        console.say("Nobody has rated an answer so far.")
        return
    with chat_memory.opened(settings) as memory:
        typer.echo(as_jsonl(memory.feedback.all()), nl=False)
