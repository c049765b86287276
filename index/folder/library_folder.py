"""A library folder, open for questions and for indexing, that follows what others do to it.

Other programs may add articles, make the library anew or go back meanwhile: the next question sees
that. Knows generations, rooms and encoders; nothing of chat.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from os.path import normpath
from pathlib import Path

from index.errors import LibraryError
from index.folder.generation import Load, OpenLibrary
from index.folder.generations import Generations
from index.folder.lock import Say, silent, writing
from index.folder.rebuild import WouldLoseError, differs, make_anew, recipe_of
from index.library.library import Library
from index.search import Searcher
from index.syncing.files import find_files
from index.syncing.sync import remove, sync
from index.types import Encoder, Failure, Hit, Progress, Query, Report, Sentence, quiet


class LibraryFolder:
    """The library in `folder`. `encoder` is the one that is set, `load` finds others by name."""

    def __init__(self, folder: Path, encoder: Encoder, load: Load) -> None:
        """Raises LibraryError when the folder cannot be used.

        Also when it was made with another encoder that cannot be loaded.
        """
        self._generations = Generations(folder)
        self._wanted = encoder
        self._load = load
        self._lock = threading.RLock()
        self._rooms: list[OpenLibrary] = []  # the one that is used comes last
        self._writing = False
        self._make_whole_if_cut_off()

    # -- questions

    @property
    def library(self) -> Library:
        """The articles as they are at this moment: do not keep it from one question to the next."""
        return self._now().library

    @property
    def encoder(self) -> Encoder:
        """The encoder that the library was made with."""
        return self._now().encoder

    @property
    def searcher(self) -> "CurrentSearcher":
        """Searches the library that is current when it is asked; can be kept."""
        return CurrentSearcher(lambda: self._now().searcher)

    def behind(self) -> str | None:
        """Why the library should be indexed again, in a few words; None when it need not."""
        library = self._now().library
        if library.unfinished() is not None:
            return "the last indexing was cut off"
        return differs(library, self._wanted.name)

    # -- writing

    def index(self, paths: Iterable[Path], progress: Progress = quiet, say: Say = silent) -> Report:
        """Bring `paths` in, and remember them for the next re-index. With no paths, all known.

        Where the encoder or the way articles are cleaned and split has changed, the library is
        made anew beside the old one, which answers until then. Raises LibraryError when another
        process is writing, UnreadableSourceError when one of `paths` does not exist or holds no
        articles.
        """
        given = [Path(normpath(path.absolute())) for path in paths]
        for path in given:
            find_files(path)
        with self._writer(say) as rooms:
            excuse = ""
            if reason := differs(rooms.library, self._wanted.name):
                say(f"Making the library anew, for {reason}; questions are answered meanwhile.")
                try:
                    return make_anew(
                        self._generations,
                        rooms.library,
                        given,
                        self._wanted,
                        progress,
                        reuse=True,
                    )
                except WouldLoseError as error:
                    excuse = str(error)
            report = self._index(rooms, given, progress)
            if excuse:
                report.remarks.append(Failure(str(self._generations.folder), excuse))
            return report

    def remove(self, files: Iterable[Path]) -> None:
        """Take out the articles of `files`, which are gone. Raises LibraryError as `index` does."""
        with self._writer(silent) as rooms:
            remove(files, rooms.library, rooms.store)
            rooms.library.touch()

    def close(self) -> None:
        with self._lock:
            for rooms in self._rooms:
                rooms.close()
            self._rooms.clear()

    def _index(self, rooms: OpenLibrary, given: list[Path], progress: Progress) -> Report:
        library = rooms.library
        if library.encoder() is None:
            library.set_encoder(rooms.encoder.name)
        if library.recipe() is None:
            library.set_recipe(recipe_of(library))
        new = set(given) - set(library.roots())
        roots = [*given, *(library.unfinished() or [])] if given else library.roots()
        # Remembered first, so that a sync which is cut off is completed by the next one.
        library.add_roots(new)
        try:
            report = sync(
                dict.fromkeys(roots),
                library,
                rooms.store,
                rooms.encoder,
                progress,
                recipe=library.recipe(),
            )
            if report.changed or report.removed:
                rooms.keep_found()
            return report
        finally:
            held = library.article_files()
            library.forget_roots(
                path for path in new if not path.is_dir() and str(path) not in held
            )

    # -- following

    def _now(self) -> OpenLibrary:
        with self._lock:
            rooms = self._open(self._generations.current())
            if not self._writing:
                rooms.look_again()
            return rooms

    def _open(self, place: Path) -> OpenLibrary:
        with self._lock:
            rooms = next((rooms for rooms in self._rooms if rooms.place == place), None)
            if rooms is None:
                rooms = OpenLibrary(place, self._wanted, self._load)
            elif rooms is self._rooms[-1]:
                return rooms
            self._rooms = [*(other for other in self._rooms if other is not rooms), rooms]
            # The one before stays open, for questions that are being answered from it.
            for left in self._rooms[:-2]:
                left.close()
            self._rooms = self._rooms[-2:]
            return rooms

    @contextmanager
    def _writer(self, say: Say) -> Iterator[OpenLibrary]:
        """The current rooms, for one who alone writes."""
        with writing(self._generations.folder, say=say):
            rooms = self._now()
            if rooms.library.unfinished() is not None:
                rooms.make_whole()
            self._writing = True
            try:
                yield rooms
            finally:
                rooms.seen = rooms.library.revision()
                self._writing = False

    def _make_whole_if_cut_off(self) -> None:
        rooms = self._now()
        if rooms.library.unfinished() is None:
            return
        try:
            with writing(self._generations.folder, wait_s=0):
                if rooms.library.unfinished() is not None:
                    rooms.make_whole()
        except LibraryError:
            return  # not cut off at all: another process is at it


class CurrentSearcher:
    """Asks the searcher of the moment; what `bot.answering.answerer` takes for a searcher."""

    def __init__(self, now: Callable[[], Searcher]) -> None:
        self._now = now

    def search(self, query: Query) -> list[Hit]:
        """As `Searcher.search`."""
        return self._now().search(query)

    def likeness(self, question: str, sentences: Sequence[Sentence]) -> list[float]:
        return self._now().likeness(question, sentences)

    def newest(self, count: int) -> list[Hit]:
        return self._now().newest(count)
