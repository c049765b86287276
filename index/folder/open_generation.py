"""Opens one generation of a library: its database, its vector store and its encoder."""

from collections.abc import Callable
from pathlib import Path

from index.errors import BylineError, DamagedVectorsError, LibraryError, VectorFolderError
from index.folder.vector_places import IN_FOLDER, VectorPlace, note, noted
from index.library.library import Library
from index.search import Searcher
from index.syncing.vector_repair import faulty_passages, record_miss_rate, repair
from index.types import Encoder
from index.vectors.ctranslate2_encoder import convert, converted

# Loads an encoder by name. Raises a BylineError when that fails.
Load = Callable[[str], Encoder]


def open_encoder(model: str | Path, name: str) -> Encoder:
    """Open the encoder in the folder `model`, or of that name on the hub, and call it `name`.

    A converted copy is made at the first use. Raises EncoderError when it cannot be loaded.
    """
    folder = Path(model)
    if copy := converted(folder, name):
        return copy
    from index.vectors.sentence_transformers_encoder import (
        SentenceEncoder,  # takes seconds to import
    )

    exact = SentenceEncoder(model, name=name)
    return convert(folder, exact) or exact


class OpenLibrary:
    """One generation of the library, open.

    `encoder` is the one that is set; `load` finds the one that the library was made with, if that
    is another. `place` is where its vectors are. Raises LibraryError when a part cannot be opened.
    """

    def __init__(
        self, folder: Path, encoder: Encoder, load: Load, place: VectorPlace = IN_FOLDER
    ) -> None:
        self.folder = folder
        self._place = place
        self.library = Library(folder / "library.sqlite")
        try:
            self.encoder = encoder_of(self.library, encoder, load)
            held = place.holds(folder)
            try:
                self.store = place.open(folder)
            except DamagedVectorsError:
                # The library has all that is needed to fill a new store. Any other fault, as of a
                # full disk or a server that is away, may pass and leave the store as it was.
                place.clear(folder)
                self.store = place.open(folder)
                held = False
            self.astray = self._is_astray(held)
        except BylineError:
            self.library.close()
            raise
        self.searcher = Searcher(self.library, self.store, self.encoder)
        self._revision = self.library.revision()

    def _is_astray(self, held: bool) -> bool:
        """Whether the store is not the one that the library's vectors were last put into.

        So it is where the owner has changed the setting, where a server has lost its disk, and
        where the folder was damaged or deleted, so that it `held` nothing that can be used.
        """
        here = self._place.name(self.folder)
        if noted(self.folder) == here and held and (not here or self.store.count()):
            return False
        if self.library.summary().passages:
            return True
        note(self.folder, here)
        return False

    def refresh(self) -> None:
        """Load what other processes have written."""
        revision = self.library.revision()
        if revision != self._revision:
            self.store.refresh()
            self._revision = revision

    def note_own_changes(self) -> None:
        """Do not load again what this process itself has written."""
        self._revision = self.library.revision()

    def repair(self) -> None:
        """Repair what a killed writer left behind, and fill a store that is not the library's.

        The caller must hold the write lock.
        """
        self.store.refresh()
        repair(self.library, self.store, self.encoder)
        if faulty_passages(self.library, self.store):
            self._refill_store()
        note(self.folder, self._place.name(self.folder))
        self.astray = False
        self.library.touch()  # other processes have the old vectors open

    def mend(self) -> None:
        """Make a store usable again that could not be read. The caller must hold the write lock.

        Raises LibraryError when that fails, as on a full disk.
        """
        try:
            self.store.refresh()
            if not faulty_passages(self.library, self.store):
                return
        except VectorFolderError:
            pass  # it is damaged
        self._refill_store()
        self.library.touch()  # other processes have the old folder of vectors open

    def keep_searchable(self) -> None:
        """Refill the store if a search misses passages. The caller must hold the write lock.

        Vectors that are replaced and removed again and again break the graph that Chroma searches,
        until no path leads to some of them. To be called after changes.
        """
        # Even a small miss rate counts the first time; refilling records the library's own rate.
        if faulty_passages(self.library, self.store, usual=0.0):
            self.library.begin([])
            self._refill_store()
            self.library.finish()

    def _refill_store(self) -> None:
        """Fill a new store from the library's vectors; the old one answers meanwhile."""
        fresh = self._place.draft(self.folder)
        try:
            repair(self.library, fresh, self.encoder)
            record_miss_rate(self.library, fresh)
        finally:
            fresh.close()
        self._place.adopt_draft(self.folder)
        self.store.refresh()

    def close(self) -> None:
        """Close everything; it cannot be used afterwards."""
        self.searcher.close()
        self.store.close()
        self.library.close()


def encoder_of(library: Library, wanted: Encoder, load: Load) -> Encoder:
    """The encoder that `library` was made with: `wanted`, or another that `load` finds.

    Raises LibraryError when that one cannot be loaded.
    """
    made_with = library.encoder()
    if made_with in (None, wanted.name):
        return wanted
    try:
        return load(made_with)
    except BylineError as error:
        raise LibraryError(
            f"The library {library.path.parent.parent} was made with the encoder {made_with}, and "
            f"{wanted.name} is set: set BYLINE_ENCODER={made_with}, or rebuild the library with "
            "`byline index --rebuild`."
        ) from error
