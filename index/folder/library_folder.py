"""Opens a library folder for questions and for indexing, and follows what other processes do to it.

Others may add articles, rebuild the library or go back meanwhile; the next question sees that.
"""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from os.path import normpath
from pathlib import Path

from index.errors import LibraryError, VectorFolderError
from index.folder.generations import Generations
from index.folder.lock import Say, silent, write_lock
from index.folder.open_generation import Load, OpenLibrary
from index.folder.rebuild import (
    WouldLoseError,
    build_generation,
    reason_to_rebuild,
    recipe_of,
)
from index.folder.vector_places import IN_FOLDER, VectorPlace
from index.library.library import Library
from index.search import Searcher
from index.syncing.files import find_files
from index.syncing.sync import remove, sync
from index.syncing.work import Work
from index.types import Encoder, Failure, Hit, Progress, Published, Query, Report, Sentence, quiet

_REBUILT_AGAIN_S = 86_400.0  # after a rebuild that would have lost an article


@dataclass(frozen=True, slots=True)
class _Refused:
    """A rebuild of the generation in `folder` that could not end, at a time.monotonic()."""

    folder: Path
    at: float
    why: str


class LibraryFolder:
    """The library in `folder`, with its vectors in `place`.

    `encoder` is the one that is set; `load` finds others by name.
    """

    def __init__(
        self, folder: Path, encoder: Encoder, load: Load, place: VectorPlace = IN_FOLDER
    ) -> None:
        """Open the library. Repair it if its writer was killed; fill `place` if it is a new one.

        Raises LibraryError when the folder cannot be used, or when the encoder that the library was
        made with cannot be loaded.
        """
        self._generations = Generations(folder, place)
        self._wanted = encoder
        self._load = load
        self._lock = threading.RLock()
        self._opened: list[OpenLibrary] = []  # at most two; the one in use comes last
        self._writing = False
        self._damage = ""
        self._refused: _Refused | None = None
        self._repair_if_cut_off()

    # -- questions

    @property
    def library(self) -> Library:
        """The library of this moment; get it again for each question."""
        return self._now().library

    @property
    def encoder(self) -> Encoder:
        """The encoder that the library was made with."""
        return self._now().encoder

    @property
    def searcher(self) -> "CurrentSearcher":
        """A searcher that always searches the current library; it can be kept."""
        return CurrentSearcher(lambda: self._now().searcher, self._note_damage)

    @property
    def damage(self) -> str:
        """Why the folder of vectors could not be read at a search; "" once it was mended."""
        return self._damage

    def behind(self) -> str | None:
        """Why the library should be indexed again, as a phrase for people; None if it need not."""
        library = self._now().library
        if library.unfinished() is not None:
            return "the last indexing was cut off"
        return reason_to_rebuild(library, self._wanted.name)

    # -- writing

    def index(
        self,
        paths: Iterable[Path],
        progress: Progress = quiet,
        say: Say = silent,
        work: Work | None = None,
    ) -> Report:
        """Add the articles under `paths`, or with no paths index all known roots again.

        If the encoder or the recipe has changed, the library is rebuilt beside the old one, which
        answers questions until then. `work` reads and prepares in place of this process.

        Raises LibraryError when another process is writing, and
        UnreadableSourceError when one of `paths` does not exist or holds no articles.
        """
        given = [Path(normpath(path.absolute())) for path in paths]
        for path in given:
            find_files(path)
        with self._writer(say) as current:
            reason = reason_to_rebuild(current.library, self._wanted.name)
            kept_because = self._not_rebuilt(current.folder) if reason else ""
            if reason and not kept_because:
                say(f"Rebuilding the library, for {reason}; questions are answered meanwhile.")
                try:
                    return build_generation(
                        self._generations,
                        current.library,
                        given,
                        self._wanted,
                        progress,
                        reuse=True,
                        work=work,
                    )
                except WouldLoseError as error:
                    kept_because = str(error)
                    self._refused = _Refused(current.folder, time.monotonic(), kept_because)
            report = self._index(current, given, progress, work)
            if kept_because:
                report.remarks.append(Failure(str(self._generations.folder), kept_because))
            return report

    def remove(self, files: Iterable[Path]) -> None:
        """Remove the articles of `files`, which are gone. Raises LibraryError as `index` does."""
        with self._writer(silent) as current:
            remove(files, current.library, current.store)
            current.library.touch()

    def mend(self) -> None:
        """Fill a folder of vectors again that could not be read.

        Raises LibraryError when that fails, or when another process is writing.
        """
        with self._writer(silent) as current:
            current.mend()
        self._damage = ""

    def close(self) -> None:
        """Close all generations that are open."""
        with self._lock:
            for opened in self._opened:
                opened.close()
            self._opened.clear()

    def _index(
        self, current: OpenLibrary, given: list[Path], progress: Progress, work: Work | None
    ) -> Report:
        library = current.library
        if library.encoder() is None:
            library.set_encoder(current.encoder.name)
        if library.recipe() is None:
            library.set_recipe(recipe_of(library))
        new = set(given) - set(library.roots())
        roots = [*(given or library.roots()), *(library.unfinished() or [])]
        # Recorded first, so that the next sync completes one that is cut off.
        library.add_roots(new)
        report = sync(
            dict.fromkeys(roots),
            library,
            current.store,
            current.encoder,
            progress,
            recipe=library.recipe(),
            work=work,
        )
        if report.changed or report.removed:
            current.keep_searchable()
        held = library.article_files()
        library.forget_roots(path for path in new if not path.is_dir() and str(path) not in held)
        return report

    def _not_rebuilt(self, folder: Path) -> str:
        """Why a rebuild that is due is not tried now: it took hours lately and could not end."""
        refused = self._refused
        if refused is None or folder != refused.folder:
            return ""
        return refused.why if time.monotonic() - refused.at < _REBUILT_AGAIN_S else ""

    def _note_damage(self, error: VectorFolderError) -> None:
        self._damage = str(error)

    # -- following other processes

    def _now(self) -> OpenLibrary:
        with self._lock:
            current = self._open(self._generations.current())
            if not self._writing:
                current.refresh()
            return current

    def _open(self, folder: Path) -> OpenLibrary:
        with self._lock:
            opened = next((each for each in self._opened if each.folder == folder), None)
            if opened is None:
                opened = OpenLibrary(folder, self._wanted, self._load, self._generations.place)
            elif opened is self._opened[-1]:
                return opened
            self._opened = [*(each for each in self._opened if each is not opened), opened]
            # The previous one stays open for questions that are being answered from it.
            for left in self._opened[:-2]:
                left.close()
            self._opened = self._opened[-2:]
            return opened

    @contextmanager
    def _writer(self, say: Say) -> Iterator[OpenLibrary]:
        """The current generation, for the only writer."""
        with write_lock(self._generations.folder, say=say):
            current = self._now()
            if current.library.unfinished() is not None or current.astray:
                current.repair()
            self._writing = True
            try:
                yield current
            finally:
                try:
                    current.note_own_changes()
                finally:
                    self._writing = False

    def _repair_if_cut_off(self) -> None:
        current = self._now()
        if current.library.unfinished() is None and not current.astray:
            return
        try:
            with write_lock(self._generations.folder, wait_s=0):
                if current.library.unfinished() is not None or current.astray:
                    current.repair()
        except LibraryError:
            if current.astray:
                raise  # without its vectors the library cannot be searched
            # It was not cut off: another process is indexing.


class CurrentSearcher:
    """Passes each search on to the searcher of the current generation."""

    def __init__(
        self,
        now: Callable[[], Searcher],
        on_damage: Callable[[VectorFolderError], None] = lambda error: None,
    ) -> None:
        """`on_damage` is called when the folder of vectors cannot be read."""
        self._now = now
        self._on_damage = on_damage

    def search(self, query: Query) -> list[Hit]:
        """As `Searcher.search`."""
        try:
            return self._now().search(query)
        except VectorFolderError as error:
            self._on_damage(error)
            raise

    def as_printed(self, question: str) -> str:
        """As `Searcher.as_printed`."""
        return self._now().as_printed(question)

    def likeness(self, question: str, sentences: Sequence[Sentence]) -> list[float]:
        """As `Searcher.likeness`."""
        return self._now().likeness(question, sentences)

    def newest(self, count: int) -> list[Hit]:
        """As `Searcher.newest`."""
        return self._now().newest(count)

    def holds(self, when: Published) -> bool:
        """As `Searcher.holds`."""
        return self._now().holds(when)
