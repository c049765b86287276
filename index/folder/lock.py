"""The lock that lets one process at a time write to a library."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import LibraryError

WAIT_S = 10.0  # for another process that is indexing the same library

Say = Callable[[str], None]


def silent(line: str) -> None:
    """Ignore a line."""


@contextmanager
def write_lock(folder: Path, wait_s: float | None = None, say: Say = silent) -> Iterator[None]:
    """Keep other processes from writing to the library in `folder`; they can still read.

    Waits up to `wait_s` seconds (None: `WAIT_S`) and tells `say` before. Raises LibraryError after
    that, or when the lock file cannot be made. The system frees the lock of a killed process.
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
    """Give the error for a library folder that cannot be written."""
    return LibraryError(
        f"The library {folder} cannot be written ({error.strerror}): check that it is on a disk "
        "that is writable and not full, or choose another with --library."
    )
