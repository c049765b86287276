"""Builds the rooms from the settings and passes them to each other: the only place that knows all.

Entry points (command line, Telegram, tests) take what they need from here, and take nothing they
do not need: listing models loads no model.
"""

from collections.abc import Iterable
from contextlib import ExitStack, suppress
from dataclasses import replace
from os.path import normpath
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.answering.answerer import Answerer
from bot.models.catalog import load_catalog
from bot.models.tuning import Tuning, tuned_settings, usual
from bot.models.weights import Weights
from bot.settings import Settings
from bot.types import LanguageModel
from index.errors import LibraryError
from index.folder import check
from index.folder import rebuild as rebuilding
from index.folder.check import Finding
from index.folder.generation import open_encoder, vector_store
from index.folder.generations import Generations
from index.folder.library_folder import LibraryFolder
from index.folder.lock import Say, silent, write_lock
from index.library.library import Library
from index.syncing import sync
from index.syncing.files import find_files
from index.types import Encoder, Failure, PassageStore, Progress, Report, quiet


def weights(settings: Settings) -> Weights:
    """The models of the catalog and what of them is in the cache folder."""
    return Weights(load_catalog(), settings.cache)


def encoder(settings: Settings) -> Encoder:
    """The encoder that the settings name. Raises WeightsError or EncoderError."""
    place = weights(settings).resolve(settings.encoder, "encoder")
    return open_encoder(place, settings.encoder)


def language_model(settings: Settings, *, remember: bool = True) -> LanguageModel:
    """The language model that the settings name. Raises WeightsError or ModelError.

    With `remember` it knows, from the cache folder, what it read in earlier runs. What is at hand
    is looked at first, so without it answers depend on nothing but question and library.
    """
    from bot.models.llama import (
        LlamaModel,  # loading llama.cpp's library takes a second: only when needed
    )

    place = Path(weights(settings).resolve(settings.model, "language"))
    return LlamaModel(
        place,
        context_tokens=settings.context_tokens,
        gpu_layers=settings.gpu_layers,
        tuning=tuning(settings, place),
        states=settings.cache / "states" if remember else None,
    )


def tuning(settings: Settings, weights: Path) -> Tuning:
    """llama.cpp's settings for these weights: those that were tuned here, else the usual ones."""
    found = tuned_settings(settings.cache, weights) or usual()
    return replace(found, threads=settings.threads) if settings.threads else found


def open_library_folder(settings: Settings, encoder: Encoder) -> LibraryFolder:
    """Open the library that the settings name, for questions and indexing.

    Raises LibraryError when it cannot be used, or its encoder cannot be loaded.
    """
    return LibraryFolder(settings.library, encoder, lambda name: _encoder_named(settings, name))


def _encoder_named(settings: Settings, name: str) -> Encoder:
    return encoder(settings.model_copy(update={"encoder": name}))


def place(settings: Settings) -> Path:
    """The database of the library that is used at this moment; it may not exist yet."""
    return Generations(settings.library).current() / "library.sqlite"


def held(settings: Settings) -> tuple[list[Path], int]:
    """What the library was made from and how many articles it has, found without any model.

    Makes nothing where there is no library. Raises LibraryError when it cannot be read.
    """
    database = place(settings)
    if not database.exists():
        return [], 0
    library = Library(database)
    try:
        return library.roots(), library.summary().articles
    finally:
        library.close()


def rebuild(settings: Settings, progress: Progress = quiet, say: Say = silent) -> Report:
    """Make the library anew with the encoder that is set; raises what `rebuilding` raises."""
    if not held(settings)[0]:
        raise LibraryError("The library is empty: fill it with `byline index PATH`.")
    return rebuilding.rebuild(settings.library, encoder(settings), progress, say)


def inspect(settings: Settings, *, mark: bool = False) -> tuple[list[Finding], list[Failure]]:
    """What is to be said of the library, found without any model, and what could not be read.

    With `mark` the next indexing mends what is wrong. Raises LibraryError when it is empty, or
    another process is writing to it.
    """
    if not held(settings)[0]:
        raise LibraryError("The library is empty: fill it with `byline index PATH`.")
    with write_lock(settings.library), ExitStack() as stack:
        database = place(settings)
        library = Library(database)
        stack.callback(library.close)
        store: PassageStore | None = None
        with suppress(LibraryError):
            vectors = vector_store(database.parent / "chroma")
            stack.callback(vectors.close)
            store = vectors
        findings = check.inspect(library, store, mark=mark)
        if mark and any(found.bad for found in findings):
            library.begin([])  # what was cut off is made whole when it is opened
        return findings, library.failures()


def preview(settings: Settings, paths: Iterable[Path]) -> tuple[Report, str | None]:
    """What indexing would do, and why all would be made anew, if it would.

    Found without any model and without changing anything.
    """
    database = place(settings)
    given = [Path(normpath(path.absolute())) for path in paths]
    for path in given:
        find_files(path)
    with TemporaryDirectory() as empty:
        library = Library(database if database.exists() else Path(empty) / "library.sqlite")
        try:
            report = sync.preview(given or library.roots(), library, recipe=library.recipe())
            return report, rebuilding.reason_to_rebuild(library, settings.encoder)
        finally:
            library.close()


def answerer(settings: Settings, library_folder: LibraryFolder) -> Answerer:
    """An answerer over `library_folder`, with the examples of its prompts read ahead."""
    built = Answerer(
        library_folder.searcher, language_model(settings), read_ahead=settings.read_ahead
    )
    built.warm_up()
    return built
