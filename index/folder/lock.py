"""One writer of a library at a time, over all processes. Knows nothing of what is written."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import LibraryError

WAIT_S = 10.0  # for another process that is indexing the same library


Say = Callable[[str], None]


def silent(line: str) -> None:
    """Tells nobody."""


@contextmanager
def writing(folder: Path, wait_s: float | None = None, say: Say = silent) -> Iterator[None]:
    """Others are kept from writing to the library in `folder` meanwhile; readers are not.

    `say` is told when this has to wait. Raises LibraryError after `wait_s`, or when the lock
    cannot be made. The system frees the lock of a process that was killed.
    """
    lock = FileLock(folder / "writer.lock")
    limit = WAIT_S if wait_s is None else wait_s
    started = time.monotonic()
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            if limit:
                say(
                    f"Another Byline process is indexing this library; waiting up to {limit:.0f} s."
                )
            lock.acquire(timeout=max(0.0, limit - (time.monotonic() - started)))
    except Timeout as error:
        raise LibraryError(
            "Another Byline process is indexing this library: try again when it is done."
        ) from error
    except OSError as error:
        raise unwritable(folder, error) from error
    try:
        yield
    finally:
        lock.release()


def unwritable(folder: Path, error: OSError) -> LibraryError:
    """The one line that says what is wrong with the folder and what to do."""
    return LibraryError(
        f"The library {folder} cannot be written ({error.strerror}): check that it is on a disk "
        "that is writable and not full, or choose another with --library."
    )
