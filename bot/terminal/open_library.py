"""Opens what commands need: the library, and models over it.

Whatever can be refused at once is refused before seconds go into loading models.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated

import typer

from bot import assembly
from bot.answering.answerer import Answerer
from bot.settings import Settings
from bot.terminal import console
from index.errors import LibraryError
from index.folder.library_folder import LibraryFolder

LibraryOption = Annotated[
    Path | None, typer.Option("--library", help="Folder of the library.", show_default=False)
]
HOW_TO_FILL = "`byline index PATH`"


@contextmanager
def open_library(settings: Settings) -> Iterator[LibraryFolder]:
    """The library with its encoder. Raises BylineError, which names the remedy."""
    library_folder = assembly.open_library_folder(settings, assembly.encoder(settings))
    try:
        yield library_folder
    finally:
        library_folder.close()


@contextmanager
def open_answerer(settings: Settings) -> Iterator[tuple[Answerer, LibraryFolder]]:
    """An answerer over a library that has articles, and the library.

    Raises LibraryError for an empty library, else BylineError as the parts do.
    """
    _, articles = assembly.held(settings)
    if not articles:
        raise LibraryError(f"The library {settings.library} is empty: fill it by {HOW_TO_FILL}.")
    assembly.expect_weights(settings)
    with ExitStack() as stack:
        with console.busy("Loading the models"):
            library_folder = stack.enter_context(open_library(settings))
            answerer = assembly.answerer(settings, library_folder)
        yield answerer, library_folder
