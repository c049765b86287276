"""Where the vectors of a library are kept: in its own folder, or on a Chroma server.

On a server each generation of each library has a collection of its own, named by the library's id
and the generation's folder. The id lies in the library's folder, so two libraries on one server
never see each other's vectors, and one that is exported and imported gets another.
"""

import secrets
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from index.atomic import atomic_write
from index.errors import LibraryError
from index.types import PassageStore

if TYPE_CHECKING:
    from index.vectors.chroma_server import ChromaServer

ID_FILE = "library-id"
NOTE = "vectors-at"
_FOLDER, _DRAFT = "chroma", "chroma.new"
_ID_BYTES = 8


class VectorPlace(Protocol):
    """Keeps a vector store for each generation. All methods may raise LibraryError."""

    def name(self, generation: Path) -> str:
        """Where the store of `generation` is, "" for in its own folder."""
        ...

    def holds(self, generation: Path) -> bool:
        """Whether there may be a store of `generation`, as far as is known without asking."""
        ...

    def open(self, generation: Path) -> PassageStore:
        """Open the store of `generation`, or make it."""
        ...

    def clear(self, generation: Path) -> None:
        """Delete the store of `generation`, if there is one."""
        ...

    def draft(self, generation: Path) -> PassageStore:
        """Make an empty store, to be put into the place of the one that `generation` has."""
        ...

    def adopt_draft(self, generation: Path) -> None:
        """Put the draft, which is closed, into the place of the store of `generation`."""
        ...

    def keep_only(self, folder: Path, generations: Sequence[str]) -> None:
        """Delete the stores of all other generations of the library in `folder`."""
        ...


class InFolder:
    """Keeps the vectors of a generation in its folder."""

    def name(self, generation: Path) -> str:
        """Return "". See `VectorPlace.name`."""
        return ""

    def holds(self, generation: Path) -> bool:
        """Look into the folder. See `VectorPlace.holds`."""
        folder = generation / _FOLDER
        return folder.is_dir() and any(folder.iterdir())

    def open(self, generation: Path) -> PassageStore:
        """Open the store in the folder. See `VectorPlace.open`."""
        return vector_store(generation / _FOLDER)

    def clear(self, generation: Path) -> None:
        """Delete it. See `VectorPlace.clear`."""
        shutil.rmtree(generation / _FOLDER, ignore_errors=True)

    def draft(self, generation: Path) -> PassageStore:
        """Make an empty one beside it. See `VectorPlace.draft`."""
        shutil.rmtree(generation / _DRAFT, ignore_errors=True)
        return vector_store(generation / _DRAFT)

    def adopt_draft(self, generation: Path) -> None:
        """Rename the draft. See `VectorPlace.adopt_draft`."""
        self.clear(generation)
        (generation / _DRAFT).rename(generation / _FOLDER)

    def keep_only(self, folder: Path, generations: Sequence[str]) -> None:
        """Do nothing: a generation's folder is deleted as a whole."""


IN_FOLDER = InFolder()


class OnServer:
    """Keeps the vectors of all generations in collections of the Chroma server at `url`."""

    def __init__(self, url: str, token: str | None = None) -> None:
        self._url, self._token = url, token
        self._opened: ChromaServer | None = None

    def name(self, generation: Path) -> str:
        """Address and collection. See `VectorPlace.name`."""
        return f"{self._url} {_collection(generation)}"

    def holds(self, generation: Path) -> bool:
        """Return True. See `VectorPlace.holds`."""
        return True

    def open(self, generation: Path) -> PassageStore:
        """Open the collection. See `VectorPlace.open`."""
        return self._store(_collection(generation))

    def clear(self, generation: Path) -> None:
        """Delete the collection. See `VectorPlace.clear`."""
        self._server().delete(_collection(generation))

    def draft(self, generation: Path) -> PassageStore:
        """Make an empty collection beside it. See `VectorPlace.draft`."""
        name = f"{_collection(generation)}-new"
        self._server().delete(name)
        return self._store(name)

    def adopt_draft(self, generation: Path) -> None:
        """Rename the draft. See `VectorPlace.adopt_draft`."""
        name = _collection(generation)
        self._server().rename(f"{name}-new", name)

    def keep_only(self, folder: Path, generations: Sequence[str]) -> None:
        """Delete this library's other collections. See `VectorPlace.keep_only`.

        What cannot be deleted now is deleted with the next generation.
        """
        wanted = {_collection(folder / name) for name in generations}
        with suppress(LibraryError):
            for name in self._server().names(f"byline-{_library_id(folder)}-"):
                if name.removesuffix("-new") not in wanted:
                    self._server().delete(name)

    def check(self) -> None:
        """Ask the server whether it can be used. Raises LibraryError if not."""
        self._server().check()

    def _store(self, name: str) -> PassageStore:
        from index.vectors.chroma_server import ChromaServerStore

        return ChromaServerStore(self._server(), name)

    def _server(self) -> "ChromaServer":
        from index.vectors.chroma_server import ChromaServer  # takes half a second to import

        self._opened = self._opened or ChromaServer(self._url, self._token)
        return self._opened


def vector_store(folder: Path) -> PassageStore:
    """Open or create the vector store in `folder`. Raises LibraryError when that fails."""
    from index.vectors.chroma_store import ChromaStore  # takes half a second to import

    return ChromaStore(folder)


def noted(generation: Path) -> str:
    """The name of the place that `generation` last had all its vectors in."""
    try:
        return (generation / NOTE).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError):
        return ""


def note(generation: Path, name: str) -> None:
    """Note that all vectors of `generation` are in the place `name`. Raises LibraryError."""
    if noted(generation) == name:
        return
    try:
        if name:
            atomic_write(generation / NOTE, f"{name}\n", durable=True)
        else:
            (generation / NOTE).unlink(missing_ok=True)
    except OSError as error:
        raise _unwritable(generation / NOTE, error) from error


def _collection(generation: Path) -> str:
    return f"byline-{_library_id(generation.parent)}-{generation.name}"


def _library_id(folder: Path) -> str:
    """The library's id, made at the first call, whichever process makes it."""
    file = folder / ID_FILE
    try:
        if not file.exists():
            folder.mkdir(parents=True, exist_ok=True)
            draft = folder / f".{ID_FILE}.{secrets.token_hex(_ID_BYTES)}"
            draft.write_text(f"{secrets.token_hex(_ID_BYTES)}\n", encoding="ascii")
            try:
                file.hardlink_to(draft)
                draft.unlink()
            except FileExistsError:  # another process was faster
                draft.unlink()
            except OSError:  # this file system knows no links
                draft.replace(file)
        found = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeError) as error:
        raise _unwritable(file, error) from error
    if not (found.isalnum() and found.isascii()):
        raise LibraryError(
            f"{file} does not hold an id: put back what it held, or delete it to begin anew."
        )
    return found


def _unwritable(file: Path, error: Exception) -> LibraryError:
    reason = error.strerror if isinstance(error, OSError) else "it is not text"
    return LibraryError(
        f"{file} cannot be read or written ({reason}): check that it is on a disk that is "
        "writable and not full."
    )
