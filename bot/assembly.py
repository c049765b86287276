"""Builds the rooms from the settings and passes them to each other: the only place that knows all.

Entry points (command line, Telegram, tests) take what they need from here, and take nothing they
do not need: listing models loads no model.
"""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from bot.answering import Answerer
from bot.catalog import load_catalog
from bot.settings import Settings
from bot.types import LanguageModel
from bot.weights import Weights
from index.encoder import SentenceEncoder
from index.errors import LibraryError
from index.library import Library
from index.search import Searcher
from index.store import ChromaStore
from index.sync import Progress, Report, find_files, quiet, sync

_WAIT_S = 10  # for another process that is indexing the same library


def weights(settings: Settings) -> Weights:
    """The models of the catalog and what of them is in the cache folder."""
    return Weights(load_catalog(), settings.cache)


def encoder(settings: Settings) -> SentenceEncoder:
    """The encoder that the settings name. Raises WeightsError or EncoderError."""
    place = weights(settings).resolve(settings.encoder, "encoder")
    return SentenceEncoder(place, name=settings.encoder)


def language_model(settings: Settings) -> LanguageModel:
    """The language model that the settings name. Raises WeightsError or ModelError."""
    from bot.llm import LlamaModel  # loading llama.cpp's library takes a second: only when needed

    place = weights(settings).resolve(settings.model, "language")
    return LlamaModel(
        Path(place),
        context_tokens=settings.context_tokens,
        threads=settings.threads,
        states=settings.cache / "states",
    )


class Shelf:
    """A library folder with its rooms open: articles in SQLite, vectors in Chroma."""

    def __init__(self, settings: Settings, encoder: SentenceEncoder, part: str = "index") -> None:
        """Raises LibraryError when the folder cannot be used or was made with another encoder."""
        self._folder = settings.library
        self.encoder = encoder
        place = self._folder / part
        _finish_switch(place)
        self.library = Library(place / "library.sqlite")
        made_with = self.library.encoder()
        if made_with not in (None, encoder.name):
            self.library.close()
            raise LibraryError(
                f"The library {self._folder} was made with the encoder {made_with}, and "
                f"{encoder.name} is set: set BYLINE_ENCODER={made_with}, or make the library anew "
                "with `byline index --rebuild`."
            )
        self._store = ChromaStore(place / "chroma")

    @property
    def searcher(self) -> Searcher:
        return Searcher(self.library, self._store, self.encoder)

    def index(self, paths: Iterable[Path], progress: Progress = quiet) -> Report:
        """Bring `paths` in, and remember them for the next re-index. With no paths, all known.

        Raises LibraryError when another process is indexing, UnreadableSourceError when one of
        `paths` does not exist or holds no articles.
        """
        given = [Path(os.path.normpath(path.absolute())) for path in paths]
        for path in given:
            find_files(path)
        with _writer(self._folder):
            self.library.set_encoder(self.encoder.name)
            self.library.add_roots(given)
            roots = given or self.library.roots()
            return sync(roots, self.library, self._store, self.encoder, progress)

    def close(self) -> None:
        self._store.close()
        self.library.close()


def rebuild(settings: Settings, progress: Progress = quiet) -> Report:
    """Make the library anew from the files it knows, then put it in the old one's place.

    The old library answers until the new one is whole, and stays if anything fails or a file
    cannot be read (then nothing it holds is lost). Raises what `Shelf` and `Shelf.index` raise.
    """
    old = Library(settings.library / "index" / "library.sqlite")
    roots = old.roots()
    old.close()
    if not roots:
        raise LibraryError("The library is empty: fill it with `byline index PATH`.")
    shutil.rmtree(settings.library / "index.new", ignore_errors=True)
    shelf = Shelf(settings, encoder(settings), part="index.new")
    try:
        report = shelf.index(roots, progress)
    finally:
        shelf.close()
    place = settings.library / "index"
    place.rename(settings.library / "index.old")
    (settings.library / "index.new").rename(place)
    shutil.rmtree(settings.library / "index.old")
    return report


def _finish_switch(place: Path) -> None:
    """Mend a rebuild that was cut off between its two renames."""
    old = place.with_name("index.old")
    if place.name == "index" and not place.exists() and old.exists():
        old.rename(place)


@contextmanager
def _writer(folder: Path) -> Iterator[None]:
    """One writer at a time, over all processes."""
    try:
        with FileLock(folder / "writer.lock", timeout=_WAIT_S):
            yield
    except Timeout as error:
        raise LibraryError(
            "Another Byline process is indexing this library: try again when it is done."
        ) from error


def answerer(settings: Settings, shelf: Shelf) -> Answerer:
    """An answerer over `shelf`, with the examples of its prompts read ahead."""
    built = Answerer(shelf.searcher, language_model(settings))
    built.warm_up()
    return built
