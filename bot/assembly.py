"""Builds the parts from the settings and connects them: the only module that knows all of them.

Entry points take from here what they need and nothing else: listing models loads no model.
"""

from collections.abc import Iterable
from contextlib import ExitStack, closing, nullcontext
from dataclasses import replace
from functools import partial
from os.path import normpath
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bot.answering.answerer import Answerer
from bot.models import speech_to_text
from bot.models.catalog import load_catalog
from bot.models.llama_settings import Tuning, tuned_settings, usual
from bot.models.weights import Weights
from bot.settings import Settings, load
from bot.types import LanguageModel, Reader
from index.errors import LibraryError
from index.folder import check
from index.folder import rebuild as rebuilding
from index.folder.check import Finding
from index.folder.generations import Generations
from index.folder.library_folder import LibraryFolder
from index.folder.lock import Say, silent, write_lock
from index.folder.open_generation import open_encoder
from index.folder.vector_places import IN_FOLDER, OnServer, VectorPlace
from index.library.library import Library
from index.syncing import sync
from index.syncing.files import find_files
from index.types import Encoder, Failure, PassageStore, Progress, Report, quiet

if TYPE_CHECKING:
    from bot.models.server_model import ServerModel
    from index.syncing.ray_work import RayWork


def weights(settings: Settings) -> Weights:
    """The models of the catalog, and their files in the cache folder."""
    return Weights(load_catalog(), settings.cache)


def encoder(settings: Settings) -> Encoder:
    """The encoder that the settings name. Raises WeightsError or EncoderError."""
    model = weights(settings).resolve(settings.encoder, "encoder")
    return open_encoder(model, settings.encoder)


def language_model(settings: Settings, *, remember: bool = True) -> LanguageModel:
    """The language model that the settings name. Raises WeightsError or ModelError.

    With `remember` it loads from the cache folder what it read in earlier runs. What was read is
    tried first for an answer, so without it answers depend on question and library alone. Where
    servers are set, it is theirs.
    """
    if settings.model_url:
        return _model_on_servers(settings)
    from bot.models.llama import (
        LlamaModel,  # loading llama.cpp takes a second
    )

    path = Path(weights(settings).resolve(settings.model, "language"))
    return LlamaModel(
        path,
        context_tokens=settings.context_tokens,
        gpu_layers=settings.gpu_layers,
        tuning=tuning(settings, path),
        states=settings.cache / "states" if remember else None,
    )


def _model_on_servers(settings: Settings) -> "ServerModel":
    # Only where it is used: what speaks HTTP takes a while to load.
    from bot.models.server_connection import Patience, ServerConnection
    from bot.models.server_model import ServerModel

    patience = Patience(first_s=settings.model_timeout)
    connection = ServerConnection(settings.model_url, settings.model_secret, patience)
    return ServerModel(connection, settings.model_name, context_tokens=settings.context_tokens)


def model_on_servers(settings: Settings) -> tuple[str, list[str]]:
    """Ask the model servers: the name of the model there, and what is wrong with some of them.

    Raises ModelError when none can be used.
    """
    with closing(_model_on_servers(settings)) as model:
        return model.name, model.failures()


def check_vector_server(settings: Settings) -> None:
    """Ask the Chroma server that is set whether it can be used. Raises LibraryError if not."""
    place = vector_place(settings)
    if isinstance(place, OnServer):
        place.check()


def expect_weights(settings: Settings) -> None:
    """Check that the language model's weights are here, if it is to run here.

    Raises WeightsError.
    """
    if not settings.model_url:
        weights(settings).resolve(settings.model, "language")


def recogniser(settings: Settings) -> speech_to_text.Recogniser | None:
    """What understands voice messages, not loaded yet; None where the settings name no model.

    Raises WeightsError or SettingsError.
    """
    if not settings.voice_model:
        return None
    model = Path(weights(settings).resolve(settings.voice_model, "speech"))
    return speech_to_text.recogniser(model, settings.threads)


def reader(settings: Settings) -> Reader:
    """The reader that came with Byline. Raises WeightsError."""
    from bot.models.onnx_reader import OnnxReader  # loading ONNX Runtime takes a while

    return OnnxReader.load(settings.threads or usual().threads)


def tuning(settings: Settings, weights: Path) -> Tuning:
    """llama.cpp's settings for these weights: those tuned on this machine, else the usual ones."""
    found = tuned_settings(settings.cache, weights) or usual()
    if settings.flash_attention is not None:
        found = replace(found, flash_attention=settings.flash_attention)
    return replace(found, threads=settings.threads) if settings.threads else found


def open_library_folder(settings: Settings, encoder: Encoder) -> LibraryFolder:
    """Open the library that the settings name, for questions and indexing.

    Raises LibraryError when it cannot be used, or its encoder cannot be loaded.
    """
    return LibraryFolder(
        settings.library,
        encoder,
        lambda name: _encoder_named(settings, name),
        vector_place(settings),
    )


def vector_place(settings: Settings) -> VectorPlace:
    """Where vectors are kept: beside the library, or on the server that is set.

    Raises SettingsError when the file of its token cannot be read. Connects to nothing yet.
    """
    if settings.chroma_url is None:
        return IN_FOLDER
    return OnServer(settings.chroma_url, settings.chroma_secret)


def _encoder_named(settings: Settings, name: str) -> Encoder:
    return encoder(settings.model_copy(update={"encoder": name}))


def database_path(settings: Settings) -> Path:
    """The database of the library that is in use; it may not exist yet."""
    return Generations(settings.library).current() / "library.sqlite"


def held(settings: Settings) -> tuple[list[Path], int]:
    """The library's roots and its number of articles, without loading a model.

    Creates nothing if there is no library. Raises LibraryError when it cannot be read.
    """
    database = database_path(settings)
    if not database.exists():
        return [], 0
    library = Library(database)
    try:
        return library.roots(), library.summary().articles
    finally:
        library.close()


def ray_work(settings: Settings, address: str, encoder: Encoder) -> "RayWork":
    """Work on the Ray cluster at `address`, with the encoder that is set. Raises ClusterError."""
    from index.syncing.ray_work import RayWork

    return RayWork(address, partial(_encoder_there, settings.encoder, settings.cache), encoder)


def _encoder_there(name: str, cache: Path) -> Encoder:
    """Open the encoder on a machine of a cluster, from this cache or that machine's own."""
    return encoder(load(encoder=name, cache=cache if cache.is_dir() else None))


def rebuild(
    settings: Settings, progress: Progress = quiet, say: Say = silent, ray: str | None = None
) -> Report:
    """Rebuild the library with the encoder that is set, on the Ray cluster at `ray` if given.

    Raises LibraryError and ClusterError.
    """
    if not held(settings)[0]:
        raise LibraryError("The library is empty: fill it with `byline index PATH`.")
    place = vector_place(settings)
    opened = encoder(settings)
    with ray_work(settings, ray, opened) if ray else nullcontext() as work:
        return rebuilding.rebuild(settings.library, opened, progress, say, place, work=work)


def inspect(settings: Settings, *, mark: bool = False) -> tuple[list[Finding], list[Failure]]:
    """Check the library without loading a model: the findings, and the recorded failures.

    With `mark` the next indexing repairs what is wrong. Raises LibraryError when it is empty or
    another process is writing to it.
    """
    if not held(settings)[0]:
        raise LibraryError("The library is empty: fill it with `byline index PATH`.")
    with write_lock(settings.library), ExitStack() as stack:
        database = database_path(settings)
        library = Library(database)
        stack.callback(library.close)
        store: PassageStore | None = None
        try:
            store = vector_place(settings).open(database.parent)
            stack.callback(store.close)
        except LibraryError:
            if settings.chroma_url:
                raise  # a server that is away is no damage
        findings = check.inspect(library, store, mark=mark)
        if mark and any(found.bad for found in findings):
            library.begin([])  # an unfinished library is repaired when it is opened
        return findings, library.failures()


def preview(settings: Settings, paths: Iterable[Path]) -> tuple[Report, str | None]:
    """What indexing would do, and the reason why it would rebuild the library, or None.

    Loads no model and changes nothing.
    """
    database = database_path(settings)
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
    """An answerer over `library_folder` whose model has read the examples of its prompts."""
    built = Answerer(
        library_folder.searcher,
        language_model(settings),
        reader(settings),
        read_ahead=0 if settings.model_url else settings.read_ahead,
    )
    built.warm_up()
    return built
