"""Counts the articles that a sync has done, of all that are in the files which it has to read.

Files differ too much to be counted: one may hold an article or a hundred thousand.
"""

from pathlib import Path

from index.syncing.files import shown
from index.types import Progress


class Countdown:
    """Is told what to expect of each file, then what is read; and tells `progress`."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._expected: dict[Path, int] = {}
        self._total = 0
        self._before = 0  # articles of the files before this one, as expected
        self._here = 0  # of this file
        self._file: Path | None = None

    def expect(self, file: Path, articles: int) -> None:
        """Note how many articles the file is thought to hold; 0 if it need not be read."""
        if articles > 1:  # which took time to count, so one may stop here
            self._progress(0, 0, "")
        self._expected[file] = articles
        self._total += articles

    def begin(self, file: Path) -> None:
        """Note that the file is next; the one before is done, whatever it held."""
        self.end()
        self._file = file

    def read(self, number: int) -> None:
        """Note that article `number` of the file, from 1, is being read."""
        if self._file is not None:
            self._here = min(number - 1, self._expected[self._file])

    def end(self) -> None:
        """Note that the file is done."""
        if self._file is not None:
            self._before += self._expected[self._file]
        self._file, self._here = None, 0

    def tell(self) -> None:
        """Tell `progress`. Raises what it raises, to end the sync."""
        name = shown(self._file.name) if self._file is not None else ""
        self._progress(self._before + self._here, self._total, name)
