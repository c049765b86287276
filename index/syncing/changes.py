"""What a sync does to a library and its vector store, or would do.

`LibraryChanges` writes in an order that keeps every passage which can be found whole, also after a
crash: vectors are stored before the library names them, and deleted after it forgot them.
"""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Protocol

import numpy as np

from index.library.duplicate_groups import regroup
from index.library.file_records import FileStamp
from index.library.library import Library
from index.syncing.prepare_articles import Prepared
from index.syncing.vector_repair import encode
from index.types import Encoder, Failure, Passage, PassageStore, Report, Vectors


class Changes(Protocol):
    """What a sync asks for."""

    def write(self, batch: Sequence[Prepared], known: AbstractSet[str]) -> None:
        """Add articles, or replace those whose ids are `known`."""

    def remove(self, article_ids: Sequence[str]) -> None:
        """Remove articles with all their passages."""

    def move(self, article_id: str, file: str, key: str) -> None:
        """Note that the unchanged article is in another file, or under another key, now."""

    def stamp(self, file: str, stamp: FileStamp | None, failures: Sequence[Failure] = ()) -> None:
        """Remember how a file looked when it was read, and its failures.

        Without a stamp it is read again next time.
        """

    def forget_root(self, root: Path) -> None:
        """Do not look for files at `root` any more."""

    def group_copies(self, before_batch: Callable[[], None]) -> None:
        """Find which passages are copies of one another, once everything is written."""


class _Count:
    """Counts changes in `report` and adds what is odd about an article to it."""

    def __init__(self, library: Library, report: Report) -> None:
        self._library = library
        self._report = report

    def written(self, prepared: Prepared, known: bool) -> None:
        if known:
            self._report.changed += 1
        else:
            self._report.added += 1
        article = prepared.article
        reasons = [
            *prepared.remarks,
            *(
                f"has the url of {other} and another text: delete the one that is out of date."
                for other in self._library.other_texts(article)
            ),
        ]
        self._report.remarks += [Failure(article.source, each, prepared.key) for each in reasons]

    def removed(self, count: int) -> None:
        self._report.removed += count

    def moved(self) -> None:
        self._report.moved += 1


class Preview:
    """`Changes` that are counted in `report` and not made."""

    def __init__(self, library: Library, report: Report) -> None:
        self._count = _Count(library, report)

    def write(self, batch: Sequence[Prepared], known: AbstractSet[str]) -> None:
        """Count the articles."""
        for prepared in batch:
            self._count.written(prepared, prepared.article.id in known)

    def remove(self, article_ids: Sequence[str]) -> None:
        """Count the articles."""
        self._count.removed(len(article_ids))

    def move(self, article_id: str, file: str, key: str) -> None:
        """Count the article."""
        self._count.moved()

    def stamp(self, file: str, stamp: FileStamp | None, failures: Sequence[Failure] = ()) -> None:
        """Do nothing."""

    def forget_root(self, root: Path) -> None:
        """Do nothing."""

    def group_copies(self, before_batch: Callable[[], None]) -> None:
        """Do nothing."""


class LibraryChanges:
    """`Changes` that are made, and counted in `report`.

    `reuse` is another library whose vectors are taken for passages that it holds too.
    """

    def __init__(
        self,
        library: Library,
        store: PassageStore,
        encoder: Encoder,
        report: Report,
        reuse: Library | None = None,
    ) -> None:
        self._library = library
        self._store = store
        self._encoder = encoder
        self._reuse = reuse
        self._count = _Count(library, report)

    def write(self, batch: Sequence[Prepared], known: AbstractSet[str]) -> None:
        """Encode what is new, then add or replace the articles. See `Changes.write`."""
        given = {
            passage.id: row
            for each in batch
            if each.vectors is not None
            for passage, row in zip(each.passages, each.vectors, strict=True)
        }
        vectors = self._vectors([passage for each in batch for passage in each.passages], given)
        stale: set[str] = set()
        for prepared in batch:
            stale |= self._library.put(
                prepared.article,
                prepared.sentences,
                prepared.passages,
                key=prepared.key,
                digest=prepared.fingerprint,
                vectors=vectors,
            )
            self._count.written(prepared, prepared.article.id in known)
        if stale:
            self._store.delete(stale)

    def remove(self, article_ids: Sequence[str]) -> None:
        """Remove the articles from the library, then their vectors from the store."""
        stale: set[str] = set()
        for article_id in article_ids:
            stale |= self._library.remove(article_id)
        if stale:
            self._store.delete(stale)
        self._count.removed(len(article_ids))

    def move(self, article_id: str, file: str, key: str) -> None:
        """Write the article's new place. See `Changes.move`."""
        self._library.move(article_id, file, key)
        self._count.moved()

    def stamp(self, file: str, stamp: FileStamp | None, failures: Sequence[Failure] = ()) -> None:
        """Write stamp and failures. See `Changes.stamp`."""
        self._library.stamp_file(file, stamp)
        self._library.set_failures(file, failures)

    def forget_root(self, root: Path) -> None:
        """Take `root` off the library's list."""
        self._library.forget_roots([root])

    def group_copies(self, before_batch: Callable[[], None]) -> None:
        """Group the copies again. See `Changes.group_copies`."""
        regroup(self._library, before_batch)

    def _vectors(
        self, passages: Sequence[Passage], given: Mapping[str, Vectors]
    ) -> dict[str, Vectors]:
        """Vectors of all passages by id; those that the store lacks are put into it.

        What is neither known nor `given` is encoded.
        """
        # A passage whose text did not change keeps its id and therefore its vector.
        vectors = self._library.vectors(passage.id for passage in passages)
        fresh = [passage for passage in passages if passage.id not in vectors]
        added = self._reuse.vectors(p.id for p in fresh) if self._reuse and fresh else {}
        added |= {p.id: given[p.id] for p in fresh if p.id in given and p.id not in added}
        new = [passage for passage in fresh if passage.id not in added]
        if new:
            rows = encode(self._encoder, [passage.text for passage in new])
            added |= {passage.id: row for passage, row in zip(new, rows, strict=True)}
        if fresh:
            self._store.put(fresh, np.stack([added[passage.id] for passage in fresh]))
        return vectors | added
