"""Commands that add articles: `byline index`, `byline add`.

The first sentence of a command's docstring stands in the list of commands.
"""

from contextlib import ExitStack, closing
from pathlib import Path
from typing import Annotated

import typer

from bot import assembly
from bot.adding.gatherer import Gatherer, sources_file
from bot.adding.remote_places import COPIED, copy_all
from bot.errors import SettingsError
from bot.settings import Settings, load
from bot.terminal import console
from bot.terminal.open_library import HOW_TO_FILL, LibraryOption, open_library
from index.cloud.places import is_address
from index.errors import BylineError, LibraryError, RemoteError, UnreadableSourceError
from index.folder import rebuild as rebuilding
from index.syncing.files import find_files
from index.types import Failure, Progress, Report
from index.web.connection import parsed


def index(
    paths: Annotated[
        list[str] | None,
        typer.Argument(help="Files, folders and addresses such as s3://bucket/folder."),
    ] = None,
    library: LibraryOption = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Make a new library from the files it knows.")
    ] = False,
    rollback: Annotated[
        bool, typer.Option("--rollback", help="Go back to before the last rebuild or import.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen, change nothing.")
    ] = False,
    *,
    ray: Annotated[
        str | None,
        typer.Option(
            "--ray",
            metavar="ADDRESS",
            help="Let a Ray cluster do the work: HOST:PORT, auto, or local.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Add articles. Without PATHS, read again all that were added before."""
    settings = load(library=library)
    if (rebuild or rollback) and paths:
        raise UnreadableSourceError(
            "--rebuild and --rollback take no paths: they are about the files that the library "
            f"knows. Add others with {HOW_TO_FILL}."
        )
    if rebuild + rollback + dry_run > 1:
        raise SettingsError("--rebuild, --rollback and --dry-run do not go together: give one.")
    if rollback:
        rebuilding.go_back(settings.library, settings.encoder, console.say)
        console.say(f"Back to {assembly.held(settings)[1]:,} articles; once more undoes that.")
        return
    addresses = [each for each in paths or [] if is_address(each)]
    given = [Path(each) for each in paths or [] if not is_address(each)]
    if dry_run and addresses:
        raise RemoteError(addresses[0], "is known once it is copied: leave out --dry-run.")
    _expect_articles(settings, given, addresses)
    if dry_run:
        _show_preview(settings, given)
        return
    failed = _copy(settings, addresses)
    if addresses:
        given.append(settings.library / COPIED)
    with console.index_progress() as progress:
        if rebuild:
            report = assembly.rebuild(settings, progress, console.say, ray)
        else:
            report = _index(settings, given, ray, progress)
    report.failed[:0] = failed
    _show(report)


def _copy(settings: Settings, addresses: list[str]) -> list[Failure]:
    if not addresses:
        return []
    with console.index_progress("copying", "files") as progress:
        return copy_all(addresses, settings.library / COPIED, progress)


def _index(settings: Settings, paths: list[Path], ray: str | None, progress: Progress) -> Report:
    encoder = assembly.encoder(settings)
    with ExitStack() as stack:
        # First, so that a cluster which is not there is told before anything is opened.
        work = stack.enter_context(assembly.ray_work(settings, ray, encoder)) if ray else None
        library_folder = stack.enter_context(
            closing(assembly.open_library_folder(settings, encoder))
        )
        if paths:
            return library_folder.index(paths, progress, console.say, work)
        return Gatherer(settings, library_folder).reindex(progress, console.say, work)


def _show_preview(settings: Settings, paths: list[Path]) -> None:
    report, reason = assembly.preview(settings, paths)
    console.say("Nothing was changed. This would happen:")
    console.show_report(report)
    if reason:
        console.say(f"  note: the library would be rebuilt, for {reason}")


def _show(report: Report) -> None:
    if report.failed and not _any_good(report):
        if len(report.failed) > 1:
            console.show_report(report)
            raise UnreadableSourceError(
                "Nothing could be read, for the reasons above: correct that or name other files."
            )
        raise UnreadableSourceError(f"{report.failed[0].source}: {report.failed[0].reason}")
    console.show_report(report)


def add(
    urls: Annotated[list[str], typer.Argument(help="Addresses of pages.", metavar="URL...")],
    library: LibraryOption = None,
) -> None:
    """Fetch pages of the web and add them as articles."""
    settings = load(library=library)
    for url in urls:
        parsed(url)  # before seconds go into loading the encoder
    failed: list[str] = []
    with open_library(settings) as library_folder:
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
        line = f"{len(failed):,} of {len(urls):,} pages were not added: see above."
        raise UnreadableSourceError(failed[0] if len(urls) == 1 else line)


def _expect_articles(settings: Settings, paths: list[Path], addresses: list[str]) -> None:
    """Raise LibraryError or UnreadableSourceError when there is nothing to index."""
    for path in paths:
        find_files(path.absolute())
    if (
        not paths
        and not addresses
        and not assembly.held(settings)[0]
        and not sources_file(settings).exists()
    ):
        raise LibraryError(
            f"The library {settings.library} is empty: name files or folders, {HOW_TO_FILL}."
        )


def _any_good(report: Report) -> bool:
    return bool(report.added or report.changed or report.unchanged or report.removed)
