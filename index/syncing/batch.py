"""Articles that a sync has read and not written yet, from one file or from many small ones.

Encoding and storing many passages together costs far less than a few at a time. A file is stamped
as read only after its articles are written, so a sync that is cut off reads it again.
"""

from collections.abc import Sequence

from index.library.file_records import FileStamp
from index.syncing.changes import Changes
from index.syncing.prepare_articles import Prepared
from index.types import Failure

# Passages written together: enough to sort them by length, few enough that a batch takes at most
# two seconds, after which one can stop, and that memory stays flat.
_BATCH = 64


class Batch:
    """Collects articles and stamps until it is `full` or all files are read; then `write` it."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._articles: list[Prepared] = []
        self._known: set[str] = set()
        self._stamps: list[tuple[str, FileStamp | None, Sequence[Failure]]] = []

    @property
    def full(self) -> bool:
        """Whether it holds enough passages to be written."""
        return sum(len(article.passages) for article in self._articles) >= _BATCH

    def add(self, prepared: Prepared, *, known: bool) -> None:
        """Add an article; `known` if it replaces what the library has under its id."""
        self._articles.append(prepared)
        if known:
            self._known.add(prepared.article.id)

    def stamp(self, file: str, stamp: FileStamp | None, failures: Sequence[Failure]) -> None:
        """Note that a file was read to its end; see `Changes.stamp`."""
        self._stamps.append((file, stamp, failures))
        if not self._articles:
            self.write()

    def write(self) -> None:
        """Write all articles, then all stamps."""
        articles, known, stamps = self._articles, self._known, self._stamps
        self._articles, self._known, self._stamps = [], set(), []
        if articles:
            self._changes.write(articles, known)
        for stamp in stamps:
            self._changes.stamp(*stamp)
