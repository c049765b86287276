"""Finishes an interrupted indexing, or rebuilds for a new encoder, in the background.

Questions are answered meanwhile.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.errors import Stopped
from index.errors import BylineError
from index.folder.library_folder import LibraryFolder

_GOODBYE_S = 10.0  # wait at the end, so that the current batch can finish


@contextmanager
def catching_up(library_folder: LibraryFolder, say: Callable[[str], None]) -> Iterator[None]:
    """Index `library_folder` again if it needs to, in a thread that ends with this block.

    `say` gets a line when it starts and when it ends.
    """
    reason = library_folder.behind()
    if reason is None:
        yield
        return
    closing = threading.Event()

    def progress(done: int, total: int, file: str) -> None:
        if closing.is_set():
            raise Stopped("Indexing was stopped; the next start continues it.")

    def work() -> None:
        try:
            report = library_folder.index([], progress)
        except BylineError as error:
            say(str(error))
        else:
            changes = report.added + report.changed + report.removed + report.moved
            say(f"Indexing is done: {changes:,} articles changed, {len(report.failed):,} failed.")

    say(f"Indexing continues in the background, for {reason}.")
    worker = threading.Thread(target=work, name="catching up", daemon=True)
    worker.start()
    try:
        yield
    finally:
        closing.set()
        worker.join(_GOODBYE_S)
