"""Finds the article files that a root is or holds. Knows disks and names; reads no file."""

import os
from collections.abc import Iterator
from pathlib import Path

from index.errors import UnreadableSourceError
from index.readers import formats


def find_files(root: Path) -> list[Path]:
    """The article files that `root` is or holds, in order of their paths.

    Raises UnreadableSourceError when it does not exist, cannot be read or holds none.
    """
    return look_through(root)[0]


def look_through(root: Path) -> tuple[list[Path], list[Path]]:
    """`find_files`, and the folders among them that could not be opened."""
    if shown(root) != str(root):
        raise UnreadableSourceError(f"The name of {shown(root)} is not UTF-8: rename it.")
    closed: list[Path] = []
    try:
        if root.is_file():
            return [root], []
        if not root.is_dir():
            raise UnreadableSourceError(f"{root} does not exist: check the path for typing errors.")
        files = sorted(_walk(root, closed))
    except OSError as error:
        raise UnreadableSourceError(
            f"{root} cannot be read ({error.strerror}): check its permissions."
        ) from error
    if not files:
        kinds = ", ".join(sorted(formats.SUFFIXES))
        raise UnreadableSourceError(f"{root} holds no articles: put files ending in {kinds} in it.")
    return files, closed


def _walk(root: Path, closed: list[Path]) -> Iterator[Path]:
    def note(error: OSError) -> None:
        closed.append(Path(error.filename or root))

    for folder, folders, names in os.walk(root, onerror=note):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(folder, name)
            # A link that leads nowhere is a file that cannot be read; a pipe would block.
            if (
                path.suffix.lower() in formats.SUFFIXES
                and not name.startswith((".", "~$"))  # hidden; Word's locks
                and (path.is_file() or path.is_symlink())
            ):
                yield path


def shown(path: Path | str) -> str:
    """A path as it can be stored and printed: names on disk need not be UTF-8."""
    return str(path).encode("utf-8", "backslashreplace").decode()
