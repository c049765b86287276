"""Keeps the generations of a library: a new one is made in its own folder and then switched to.

The file `current` names the folder in use and the previous one, which is kept for going back. A
library that was never rebuilt has no such file and is in `index`. A folder name is never used
twice, because Chroma caches what it read from a path.
"""

import re
import shutil
from contextlib import suppress
from pathlib import Path

from index.atomic import atomic_write
from index.errors import LibraryError
from index.folder.switch import finish
from index.folder.vector_places import IN_FOLDER, VectorPlace

_FIRST = "index"
POINTER = "current"
_NAME = re.compile(r"index(?:-(\d{1,9}))?")


class Generations:
    """The generations of the library in `folder`, whose vectors are in `place`.

    Raises LibraryError where a restore was cut off and cannot be finished.
    """

    def __init__(self, folder: Path, place: VectorPlace = IN_FOLDER) -> None:
        finish(folder)
        self._folder = folder
        self.place = place

    @property
    def folder(self) -> Path:
        """The library's folder."""
        return self._folder

    def current(self) -> Path:
        """The folder in use; it may not exist yet."""
        return self._folder / self._named()[0]

    def previous(self) -> Path | None:
        """The folder that was in use before, or None if it is gone."""
        names = self._named()
        folder = self._folder / names[1] if len(names) > 1 else None
        return folder if folder and folder.is_dir() else None

    def new(self) -> Path:
        """A new folder for the next generation. Leftovers of interrupted rebuilds are deleted."""
        numbers = [self._number(name) for name in [*self._named(), *self._on_disk()]]
        self._delete_others(self._named())
        return self._folder / f"{_FIRST}-{max(numbers) + 1}"

    def discard(self, generation: Path) -> None:
        """Delete a new folder that did not become a generation, and its vectors where they are."""
        if generation.name in self._named():
            return  # it did, and what came after that was broken off
        with suppress(LibraryError):  # what is left on a server goes with the next generation
            self.place.clear(generation)
        shutil.rmtree(generation, ignore_errors=True)

    def switch(self, to: Path) -> None:
        """Use the folder `to` from now on, keep the one used until now, and delete all others.

        Raises LibraryError when this cannot be written; then nothing has changed.
        """
        names = [to.name, self._named()[0]]
        self._point(names)
        self._delete_others(names)

    def pointer_to(self, new: Path) -> str:
        """The content of the pointer that `switch` to the folder `new` would write."""
        return _pointer([new.name, self._named()[0]])

    def tidy(self) -> None:
        """Delete all but the folder in use and the previous one. The caller is the only writer."""
        self._delete_others(self._named())

    def go_back(self) -> Path:
        """Use the previous generation again and give its folder. Going back twice changes nothing.

        Raises LibraryError when there is none.
        """
        previous = self.previous()
        if previous is None:
            raise LibraryError(
                "There is no earlier library to go back to: one is kept when the library is "
                "rebuilt, by `byline index --rebuild` or for another encoder."
            )
        self._point([previous.name, self._named()[0]])
        return previous

    def _named(self) -> list[str]:
        try:
            names = (self._folder / POINTER).read_text(encoding="ascii").split()
        except (FileNotFoundError, NotADirectoryError):
            names = []
        except (OSError, UnicodeError) as error:
            raise self._unusable(str(error)) from error
        if not all(_NAME.fullmatch(name) for name in names):
            raise self._unusable("it names no library")
        return names or [_FIRST]

    def _point(self, names: list[str]) -> None:
        try:
            atomic_write(self._folder / POINTER, _pointer(names), durable=True)
        except OSError as error:
            raise self._unusable(error.strerror or str(error)) from error

    def _on_disk(self) -> list[str]:
        if not self._folder.is_dir():
            return []
        return [p.name for p in self._folder.iterdir() if p.is_dir() and _NAME.fullmatch(p.name)]

    def _delete_others(self, names: list[str]) -> None:
        for name in self._on_disk():
            if name not in names:
                shutil.rmtree(self._folder / name, ignore_errors=True)
        self.place.keep_only(self._folder, names)

    @staticmethod
    def _number(name: str) -> int:
        found = _NAME.fullmatch(name)
        return int(found[1] or 1) if found else 1

    def _unusable(self, reason: str) -> LibraryError:
        pointer = self._folder / POINTER
        return LibraryError(
            f"{pointer} cannot be used ({reason}): it names the folder of the library, such as "
            f"{_FIRST}; correct it, or delete it to use the first."
        )


def _pointer(names: list[str]) -> str:
    return "\n".join(names) + "\n"
