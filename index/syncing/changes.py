"""What a sync does to library and store, or would do.

Knows the order in which the two must be written so that a crash leaves no passage that is found
but not whole: vectors go in before the library names them, and out after it forgot them.
"""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

import numpy as np

from index.library.copies import regroup
from index.library.ledger import FileStamp
from index.library.library import Library
from index.syncing.prepare import Prepared
from index.syncing.vector_repair import encode
from index.types import Encoder, Failure, Passage, PassageStore, Report, Vectors


class Preview:
    """Counts in `report` what would be written, and writes nothing."""

    def __init__(self, library: Library, report: Report) -> None:
        self._library = library
        self._report = report

    def write(self, batch: Sequence[Prepared], known: AbstractSet[str]) -> None:
        """Add articles, or replace those whose ids are `known`."""
        for prepared in batch:
            self._note(prepared, prepared.article.id in known)

    def remove(self, article_ids: Sequence[str]) -> None:
        """Remove articles whole."""
        self._report.removed += len(article_ids)

    def move(self, article_id: str, file: str, key: str) -> None:
        """The article is in another file now, unchanged."""
        self._report.moved += 1

    def stamp(self, file: str, stamp: FileStamp | None, failures: Sequence[Failure] = ()) -> None:
        """Remember how a file looked, or with None that it is to be read again, and its faults."""

    def forget_root(self, root: Path) -> None:
        """Look there no more."""

    def group(self, before_batch: Callable[[], None]) -> None:
        """Find which passages are printed in several articles, once all is written."""

    def _note(self, prepared: Prepared, known: bool) -> None:
        if known:
            self._report.changed += 1
        else:
            self._report.added += 1
        article = prepared.article
        for remark in prepared.remarks:
            self._report.remarks.append(Failure(article.source, remark, prepared.key))
        for other in self._library.other_texts(article):
            reason = f"has the url of {other} and another text: delete the one that is out of date."
            self._report.remarks.append(Failure(article.source, reason, prepared.key))


class Changes(Preview):
    """Writes, and counts in `report`. `reuse` lends vectors of passages that it holds too."""

    def __init__(
        self,
        library: Library,
        store: PassageStore,
        encoder: Encoder,
        report: Report,
        reuse: Library | None = None,
    ) -> None:
        super().__init__(library, report)
        self._store = store
        self._encoder = encoder
        self._reuse = reuse

    def write(self, batch: Sequence[Prepared], known: AbstractSet[str]) -> None:
        vectors = self._vectors([passage for each in batch for passage in each.passages])
        stale: set[str] = set()
        for prepared in batch:
            stale |= self._library.put(
                prepared.article,
                prepared.sentences,
                prepared.passages,
                key=prepared.key,
                digest=prepared.digest,
                vectors=vectors,
            )
            self._note(prepared, prepared.article.id in known)
        if stale:
            self._store.delete(stale)

    def remove(self, article_ids: Sequence[str]) -> None:
        stale: set[str] = set()
        for article_id in article_ids:
            stale |= self._library.remove(article_id)
        if stale:
            self._store.delete(stale)
        super().remove(article_ids)

    def move(self, article_id: str, file: str, key: str) -> None:
        self._library.move(article_id, file, key)
        super().move(article_id, file, key)

    def stamp(self, file: str, stamp: FileStamp | None, failures: Sequence[Failure] = ()) -> None:
        self._library.stamp_file(file, stamp)
        self._library.set_failures(file, failures)

    def forget_root(self, root: Path) -> None:
        self._library.forget_roots([root])

    def group(self, before_batch: Callable[[], None]) -> None:
        regroup(self._library, before_batch)

    def _vectors(self, passages: Sequence[Passage]) -> dict[str, Vectors]:
        # A passage whose text did not change keeps its id and so its vector.
        vectors = self._library.vectors(passage.id for passage in passages)
        fresh = [passage for passage in passages if passage.id not in vectors]
        lent = self._reuse.vectors(p.id for p in fresh) if self._reuse and fresh else {}
        new = [passage for passage in fresh if passage.id not in lent]
        if new:
            rows = encode(self._encoder, [passage.text for passage in new])
            lent |= {passage.id: row for passage, row in zip(new, rows, strict=True)}
        if fresh:
            self._store.put(fresh, np.stack([lent[passage.id] for passage in fresh]))
        return vectors | lent
