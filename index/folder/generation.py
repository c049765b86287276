"""One generation of a library, open: articles in SQLite, vectors in Chroma, and its encoder."""

import shutil
from collections.abc import Callable
from pathlib import Path

from index.errors import BylineError, LibraryError
from index.library.library import Library
from index.search import Searcher
from index.syncing.vector_repair import mend, note_missed, strayed
from index.types import Encoder, PassageStore
from index.vectors.ctranslate2_encoder import convert, converted

# Gives an encoder by name. Raises a BylineError when that cannot be loaded.
Load = Callable[[str], Encoder]


def vector_store(place: Path) -> PassageStore:
    """The vectors in the folder `place`. Raises LibraryError when they cannot be opened."""
    from index.vectors.chroma_store import ChromaStore  # half a second to import: only when needed

    return ChromaStore(place)


def open_encoder(model: str | Path, name: str) -> Encoder:
    """The encoder in the folder `model`, or of that name on the hub, to be called `name`.

    Its converted copy is made at the first use. Raises EncoderError when it cannot be loaded.
    """
    folder = Path(model)
    if copy := converted(folder, name):
        return copy
    from index.vectors.sentence_transformers_encoder import (
        SentenceEncoder,  # PyTorch takes seconds to import: only when needed
    )

    exact = SentenceEncoder(model, name=name)
    return convert(folder, exact) or exact


class OpenLibrary:
    """One generation of the library, open."""

    def __init__(self, place: Path, encoder: Encoder, load: Load) -> None:
        self.place = place
        self.library = Library(place / "library.sqlite")
        try:
            self.encoder = encoder_of(self.library, encoder, load)
            try:
                self.store = vector_store(place / "chroma")
            except LibraryError:
                if self.library.unfinished() is None:
                    raise
                # Whoever wrote was killed; the library has all that is needed to fill another.
                shutil.rmtree(place / "chroma", ignore_errors=True)
                self.store = vector_store(place / "chroma")
        except BylineError:
            self.library.close()
            raise
        self.searcher = Searcher(self.library, self.store, self.encoder)
        self.seen = self.library.revision()

    def look_again(self) -> None:
        """See what other programs wrote."""
        revision = self.library.revision()
        if revision != self.seen:
            self.store.refresh()
            self.seen = revision

    def make_whole(self) -> None:
        """Mend what a writer that was killed left. Only for who holds the lock."""
        self.store.refresh()
        mend(self.library, self.store, self.encoder)
        if strayed(self.library, self.store):
            self._refill()

    def keep_found(self) -> None:
        """See to it that all passages are found. Only for who holds the lock, after changes.

        What is replaced and removed again and again tears the graph in which Chroma looks, until
        there are vectors to which no way leads.
        """
        # Filled once on little suspicion, a library knows what it misses by itself.
        if strayed(self.library, self.store, usual=0.0):
            self.library.begin([])
            self._refill()
            self.library.finish()

    def _refill(self) -> None:
        """Fill a new store from the library's own vectors; the old one answers until then."""
        aside, place = self.place / "chroma.new", self.place / "chroma"
        shutil.rmtree(aside, ignore_errors=True)
        fresh = vector_store(aside)
        try:
            mend(self.library, fresh, self.encoder)
            note_missed(self.library, fresh)
        finally:
            fresh.close()
        shutil.rmtree(place, ignore_errors=True)
        aside.rename(place)
        self.store.refresh()

    def close(self) -> None:
        """Close everything; it cannot be used afterwards."""
        self.searcher.close()
        self.store.close()
        self.library.close()


def encoder_of(library: Library, wanted: Encoder, load: Load) -> Encoder:
    made_with = library.encoder()
    if made_with in (None, wanted.name):
        return wanted
    try:
        return load(made_with)
    except BylineError as error:
        raise LibraryError(
            f"The library {library.path.parent.parent} was made with the encoder {made_with}, and "
            f"{wanted.name} is set: set BYLINE_ENCODER={made_with}, or make the library anew with "
            "`byline index --rebuild`."
        ) from error
