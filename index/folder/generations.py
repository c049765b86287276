"""Which folder holds the library at this moment: a new one is made beside it and switched to.

The file `current` names the folder that is used and the one before it, which is kept for going
back. A library that was never made anew has no such file and lives in `index`. Folder names are
never used twice, for Chroma keeps what it read of a path.
"""

import re
import shutil
from pathlib import Path

from index.atomic import atomic_write
from index.errors import LibraryError

_FIRST = "index"
_POINTER = "current"
_NAME = re.compile(r"index(?:-(\d{1,9}))?")


class Generations:
    """The generations of the library in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def folder(self) -> Path:
        """The library's folder."""
        return self._folder

    def current(self) -> Path:
        """The folder that is used; there may be nothing in it yet."""
        return self._folder / self._named()[0]

    def previous(self) -> Path | None:
        """The folder that was used before, if it is still there."""
        names = self._named()
        place = self._folder / names[1] if len(names) > 1 else None
        return place if place and place.is_dir() else None

    def new(self) -> Path:
        """A folder for the next generation; what others that were cut off left is deleted."""
        numbers = [self._number(name) for name in [*self._named(), *self._on_disk()]]
        self._delete_others(self._named())
        return self._folder / f"{_FIRST}-{max(numbers) + 1}"

    def switch(self, to: Path) -> None:
        """Use `to` from this moment on and keep what was used until now; delete what was before.

        Raises LibraryError when that cannot be written; then all is as it was.
        """
        names = [to.name, self._named()[0]]
        self._point(names)
        self._delete_others(names)

    def go_back(self) -> Path:
        """Use the previous generation again; going back once more undoes that.

        Raises LibraryError when there is none.
        """
        previous = self.previous()
        if previous is None:
            raise LibraryError(
                "There is no earlier library to go back to: one is kept when the library is made "
                "anew, by `byline index --rebuild` or for another encoder."
            )
        self._point([previous.name, self._named()[0]])
        return previous

    def _named(self) -> list[str]:
        try:
            names = (self._folder / _POINTER).read_text(encoding="ascii").split()
        except (FileNotFoundError, NotADirectoryError):
            names = []
        except (OSError, UnicodeError) as error:
            raise self._unusable(str(error)) from error
        if not all(_NAME.fullmatch(name) for name in names):
            raise self._unusable("it names no library")
        return names or [_FIRST]

    def _point(self, names: list[str]) -> None:
        try:
            atomic_write(self._folder / _POINTER, "\n".join(names) + "\n", durable=True)
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

    @staticmethod
    def _number(name: str) -> int:
        found = _NAME.fullmatch(name)
        return int(found[1] or 1) if found else 1

    def _unusable(self, reason: str) -> LibraryError:
        place = self._folder / _POINTER
        return LibraryError(
            f"{place} cannot be used ({reason}): it names the folder that holds the library, such "
            f"as {_FIRST}; mend it, or delete it to use the first."
        )
