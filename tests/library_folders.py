"""Opens library folders with fakes for encoders."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from fakes import HashingEncoder

from bot import assembly
from bot.settings import Settings
from index.errors import LibraryError
from index.folder.library_folder import LibraryFolder
from index.types import Query

Open = Callable[..., LibraryFolder]

FERRY = "The ferry to Lower Island is back. It sails on Monday, the port said."
BRIDGE = "The bridge over the sound is closed. Divers found a crack in it."


@contextmanager
def opener(settings: Settings) -> Iterator[Open]:
    """Gives a function that opens the library; all are closed at the end."""
    opened: list[LibraryFolder] = []

    def open_library_folder(encoder: str = "old") -> LibraryFolder:
        opened.append(assembly.open_library_folder(settings, HashingEncoder(encoder)))
        return opened[-1]

    yield open_library_folder
    for library_folder in opened:
        library_folder.close()


def ids(library_folder: LibraryFolder) -> set[str]:
    return {
        hit.article.id for hit in library_folder.searcher.search(Query("ferry bridge monday crack"))
    }


def one_line(error: pytest.ExceptionInfo[LibraryError]) -> bool:
    return "\n" not in str(error.value)
