"""Builds the rooms from the settings and passes them to each other: the only place that knows all.

Entry points (command line, Telegram, tests) take what they need from here, and take nothing they
do not need: listing models loads no model.
"""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from filelock import FileLock, Timeout

from bot.answering import Answerer
from bot.catalog import load_catalog
from bot.settings import Settings
from bot.tuning import Tuning, tuned_settings, usual
from bot.types import LanguageModel
from bot.weights import Weights
from index.errors import LibraryError
from index.files import find_files
from index.library import Library
from index.search import Searcher
from index.sync import remove, sync
from index.types import Encoder, Failure, Progress, Report, quiet

_WAIT_S = 10  # for another process that is indexing the same library


def weights(settings: Settings) -> Weights:
    """The models of the catalog and what of them is in the cache folder."""
    return Weights(load_catalog(), settings.cache)


def encoder(settings: Settings) -> Encoder:
    """The encoder that the settings name. Raises WeightsError or EncoderError."""
    place = weights(settings).resolve(settings.encoder, "encoder")
    from index.encoder import SentenceEncoder  # PyTorch takes seconds to import: only when needed

    return SentenceEncoder(place, name=settings.encoder)


def language_model(settings: Settings) -> LanguageModel:
    """The language model that the settings name. Raises WeightsError or ModelError."""
    from bot.llm import LlamaModel  # loading llama.cpp's library takes a second: only when needed

    place = Path(weights(settings).resolve(settings.model, "language"))
    return LlamaModel(
        place,
        context_tokens=settings.context_tokens,
        tuning=tuning(settings, place),
        states=settings.cache / "states",
    )


def tuning(settings: Settings, weights: Path) -> Tuning:
    """llama.cpp's settings for these weights: those that were tuned here, else the usual ones."""
    found = tuned_settings(settings.cache, weights) or usual()
    return replace(found, threads=settings.threads) if settings.threads else found


class Shelf:
    """A library folder with its rooms open: articles in SQLite, vectors in Chroma."""

    def __init__(self, settings: Settings, encoder: Encoder, part: str = "index") -> None:
        """Raises LibraryError when the folder cannot be used or was made with another encoder."""
        self._folder = settings.library
        self._place = self._folder / part
        self.encoder = encoder
        if part == "index":
            _finish_switch(self._folder)
        self.library = Library(self._place / "library.sqlite")
        try:
            _expect_encoder(self.library, encoder, self._folder)
            from index.store import ChromaStore  # as above: half a second

            self._store = ChromaStore(self._place / "chroma")
        except LibraryError:
            self.library.close()
            raise
        self._opened = self._place.stat().st_ino

    @property
    def searcher(self) -> Searcher:
        return Searcher(self.library, self._store, self.encoder)

    def index(self, paths: Iterable[Path], progress: Progress = quiet) -> Report:
        """Bring `paths` in, and remember them for the next re-index. With no paths, all known.

        Raises LibraryError when another process is indexing or has rebuilt the library since it
        was opened, UnreadableSourceError when one of `paths` does not exist or holds no articles.
        """
        given = [Path(os.path.normpath(path.absolute())) for path in paths]
        for path in given:
            find_files(path)
        with self._writing():
            self.library.set_encoder(self.encoder.name)
            new = set(given) - set(self.library.roots())
            # Remembered first, so that a sync which is cut off is completed by the next one.
            self.library.add_roots(new)
            try:
                return self._sync(given or self.library.roots(), progress)
            finally:
                held = self.library.article_files()
                self.library.forget_roots(
                    path for path in new if not path.is_dir() and str(path) not in held
                )

    def remove(self, files: Iterable[Path]) -> None:
        """Take out the articles of `files`, which are gone. Raises LibraryError as `index` does."""
        with self._writing():
            remove(files, self.library, self._store)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with _writer(self._folder):
            if not self._place.exists() or self._place.stat().st_ino != self._opened:
                raise LibraryError(
                    "The library was made anew since this program opened it: start it again."
                )
            yield

    def fill(self, old: Library, progress: Progress = quiet) -> Report:
        """Bring in all that `old` was made from, articles keeping their ids: links to them last.

        Raises LibraryError when an article of `old` cannot be read any more.
        """
        self.library.set_encoder(self.encoder.name)
        self.library.add_roots(old.roots())
        self.library.keep_numbers(old.numbers())
        ids = old.article_ids()
        report = self._sync(old.roots(), progress, ids)
        for file, _ in ids.keys() - self.library.article_ids().keys():
            for failure in report.failed:
                if _concerns(failure, file):
                    raise LibraryError(
                        f"The library stays as it was, for articles of {file} cannot be read any "
                        f"more ({failure.reason}): mend or delete that file and rebuild again."
                    )
        return report

    def _sync(
        self, roots: list[Path], progress: Progress, ids: dict[tuple[str, str], str] | None = None
    ) -> Report:
        return sync(roots, self.library, self._store, self.encoder, progress, ids=ids)

    def close(self) -> None:
        self._store.close()
        self.library.close()


def held(settings: Settings) -> tuple[list[Path], int]:
    """What the library was made from and how many articles it has, found without any model.

    Makes nothing where there is no library. Raises LibraryError when it cannot be read.
    """
    _finish_switch(settings.library)
    place = settings.library / "index" / "library.sqlite"
    if not place.exists():
        return [], 0
    library = Library(place)
    try:
        return library.roots(), library.summary().articles
    finally:
        library.close()


def rebuild(settings: Settings, progress: Progress = quiet) -> Report:
    """Make the library anew from the files it knows, then put it in the old one's place.

    The old library answers until the new one is whole, and stays if anything fails or an article
    it holds cannot be read any more. Raises what `Shelf` and `Shelf.index` raise.
    """
    folder = settings.library
    place, new, aside = folder / "index", folder / "index.new", folder / "index.old"
    _finish_switch(folder)
    old = Library(place / "library.sqlite")
    try:
        if not old.roots():
            raise LibraryError("The library is empty: fill it with `byline index PATH`.")
        chosen = encoder(settings)
        with _writer(folder):
            for left in (new, aside):  # by a rebuild that was cut off
                shutil.rmtree(left, ignore_errors=True)
            try:
                report = _filled(Shelf(settings, chosen, part=new.name), old, progress)
                old.close()
                _switch(place, new, aside)
            finally:
                shutil.rmtree(new, ignore_errors=True)
    finally:
        old.close()
    return report


def _filled(shelf: Shelf, old: Library, progress: Progress) -> Report:
    try:
        return shelf.fill(old, progress)
    finally:
        shelf.close()


def _switch(place: Path, new: Path, aside: Path) -> None:
    try:
        place.rename(aside)
        new.rename(place)
    except OSError as error:
        raise _unwritable(place.parent, error) from error
    shutil.rmtree(aside, ignore_errors=True)


def _expect_encoder(library: Library, encoder: Encoder, folder: Path) -> None:
    made_with = library.encoder()
    if made_with not in (None, encoder.name):
        raise LibraryError(
            f"The library {folder} was made with the encoder {made_with}, and {encoder.name} is "
            f"set: set BYLINE_ENCODER={made_with}, or make the library anew with "
            "`byline index --rebuild`."
        )


def _concerns(failure: Failure, file: str) -> bool:
    """Whether `file`, a record in it or a folder over it is what could not be read."""
    return (
        failure.source == file
        or failure.source.startswith(f"{file} ")
        or Path(file).is_relative_to(failure.source)
    )


def _finish_switch(folder: Path) -> None:
    """Mend a rebuild that was cut off between its two renames."""
    place, old = folder / "index", folder / "index.old"
    if place.exists() or not old.exists():
        return
    with _writer(folder):  # it may not be cut off at all, but at work between the two
        if not place.exists() and old.exists():
            old.rename(place)


@contextmanager
def _writer(folder: Path) -> Iterator[None]:
    """One writer at a time, over all processes."""
    lock = FileLock(folder / "writer.lock")
    try:
        lock.acquire(timeout=_WAIT_S)
    except Timeout as error:
        raise LibraryError(
            "Another Byline process is indexing this library: try again when it is done."
        ) from error
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        yield
    finally:
        lock.release()


def _unwritable(folder: Path, error: OSError) -> LibraryError:
    return LibraryError(
        f"The library {folder} cannot be written ({error.strerror}): check that it is on a disk "
        "that is writable and not full, or choose another with --library."
    )


def answerer(settings: Settings, shelf: Shelf) -> Answerer:
    """An answerer over `shelf`, with the examples of its prompts read ahead."""
    built = Answerer(shelf.searcher, language_model(settings), read_ahead=settings.read_ahead)
    built.warm_up()
    return built
