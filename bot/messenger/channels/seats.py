"""Tells the bots over one folder apart: which posts are whose, and which bots have ended.

Each running bot has a seat, a number. It holds that seat's lock file in the folder, which the
system frees when the process ends, however that happens.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path

from filelock import FileLock, Timeout

from index.folder.lock import unwritable

_FILE = "posts-{}.lock"


class Seat:
    """The seat of one bot over `folder`. Methods raise LibraryError when that cannot be written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock: FileLock | None = None
        self._number = 0

    @property
    def number(self) -> int:
        """The number of this bot, from 1 up. The first free one is taken when it is first asked."""
        if self._lock is None:
            for number in count(1):
                self._number, self._lock = number, self._locked(number)
                if self._lock is not None:
                    break
        return self._number

    @contextmanager
    def of_ended(self, seats: Iterable[int]) -> Iterator[list[int]]:
        """Give those of `seats` whose bots have ended; no bot takes one of them in this block."""
        with ExitStack() as stack:
            ended = []
            for number in seats:
                lock = self._locked(number) if number != self.number else None
                if lock is not None:
                    stack.callback(lock.release)
                    ended.append(number)
            yield ended

    def leave(self) -> None:
        """Let another bot have this seat."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _locked(self, number: int) -> FileLock | None:
        """The lock of a seat, held from now on; None where another bot holds it."""
        lock = FileLock(self._folder / _FILE.format(number))
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return None
        except OSError as error:
            raise unwritable(self._folder, error) from error
        return lock
