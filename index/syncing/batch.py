"""What a sync has read and not written yet, of one file or of many small ones.

Encoding and storing a few passages at a time costs far more than many together. Files are stamped
as read only after their articles are in, so that who is cut off before reads them again.
"""

from collections.abc import Sequence

from index.library.ledger import FileStamp
from index.syncing.changes import Preview
from index.syncing.prepare import Prepared
from index.types import Failure

# Passages written together: enough to sort by length, few enough to stop between in two seconds and
# to keep memory flat.
_BATCH = 64


class Batch:
    """Collects for `changes`, until it is `full` or the last file was read: then `write` it."""

    def __init__(self, changes: Preview) -> None:
        self._changes = changes
        self._articles: list[Prepared] = []
        self._known: set[str] = set()
        self._stamps: list[tuple[str, FileStamp | None, Sequence[Failure]]] = []

    @property
    def full(self) -> bool:
        """Whether there are enough passages."""
        return sum(len(article.passages) for article in self._articles) >= _BATCH

    def add(self, prepared: Prepared, *, known: bool) -> None:
        """An article; `known` where it takes the place of what the library has under its id."""
        self._articles.append(prepared)
        if known:
            self._known.add(prepared.article.id)

    def stamp(self, file: str, stamp: FileStamp | None, failures: Sequence[Failure]) -> None:
        """A file was read to its end; see `Changes.stamp`."""
        self._stamps.append((file, stamp, failures))
        if not self._articles:
            self.write()

    def write(self) -> None:
        """Write all of it."""
        articles, known, stamps = self._articles, self._known, self._stamps
        self._articles, self._known, self._stamps = [], set(), []
        if articles:
            self._changes.write(articles, known)
        for stamp in stamps:
            self._changes.stamp(*stamp)
