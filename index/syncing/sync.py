"""Brings a library in line with its files: adds, changes, moves and removes articles, and reports.

Knows which file and which record is to be looked at again. Knows nothing of how files are read,
articles prepared, or anything is kept.
"""

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import count
from pathlib import Path

from index import readers
from index.errors import UnreadableSourceError
from index.library.copies import regroup
from index.library.ledger import FileStamp
from index.library.library import Library
from index.syncing.batch import Batch
from index.syncing.changes import Changes, Preview
from index.syncing.files import look_through, shown
from index.syncing.prepare import RECIPE, digest, prepare
from index.syncing.vector_repair import mend
from index.types import (
    Encoder,
    Failure,
    PassageStore,
    Progress,
    RawArticle,
    Report,
    quiet,
)

_LOOKED_AT = 64  # records between two times that one can stop


def sync(
    roots: Iterable[Path],
    library: Library,
    store: PassageStore,
    encoder: Encoder,
    progress: Progress = quiet,
    *,
    old: Library | None = None,
    reuse: bool = False,
    recipe: str | None = None,
) -> Report:
    """Make the library hold exactly what the files under `roots` hold; other files are untouched.

    A root that is missing or holds no article files is reported as failed and its articles are
    kept: an unplugged disk must not empty the library. So is a file or folder that cannot be
    read. Only a file that was given by itself and is gone from its folder is removed, like any
    other file, and is a root no more.

    `old` is the library that this one is to take the place of: articles keep their ids, and with
    `reuse` like passages their vectors. `recipe` is the library's, where it is not today's.
    `progress` is called before each batch too; what it raises ends the sync, which the next one
    completes.
    """
    roots, report = list(roots), Report()
    changes = Changes(library, store, encoder, report, old if reuse else None)
    library.begin(roots)
    mend(library, store, encoder, lambda: progress(0, 0, ""))
    job = _Sync(library, encoder, report, changes, progress, recipe=recipe, old=old)
    job.run(roots)
    library.finish()
    return report


def preview(
    roots: Iterable[Path],
    library: Library,
    progress: Progress = quiet,
    *,
    recipe: str | None = None,
) -> Report:
    """What `sync` would report, with nothing written and nothing encoded."""
    report = Report()
    job = _Sync(library, None, report, Preview(library, report), progress, recipe=recipe)
    job.run(roots)
    return report


def remove(files: Iterable[Path], library: Library, store: PassageStore) -> None:
    """Take the articles of `files` out of the library."""
    for file in map(str, files):
        for article_id, _ in library.digests(file).values():
            store.delete(library.remove(article_id))
        library.stamp_file(file, None)
        library.set_failures(file, [])
    regroup(library)


class _Sync:
    """One run over some files, with what the steps share."""

    def __init__(
        self,
        library: Library,
        encoder: Encoder | None,
        report: Report,
        changes: Preview,
        progress: Progress,
        *,
        recipe: str | None,
        old: Library | None = None,
    ) -> None:
        self._library = library
        self._encoder = encoder
        self._report = report
        self._changes = changes
        self._progress = progress
        self._before_batch: Callable[[], None] = lambda: None
        self._pending = Batch(changes)
        self._stamps = library.files()
        self._failed = library.failed_files()
        self._recipe = recipe or RECIPE
        self._old = old
        self._ids: Mapping[tuple[str, str], str] = old.article_ids() if old else {}
        self._taken = set(self._ids.values())
        self._moved: set[str] = set()

    def run(self, roots: Iterable[Path]) -> None:
        files: dict[Path, None] = {}  # each once, though roots may overlap
        gone: dict[str, None] = {}
        for root in roots:
            failures: list[Failure] = []
            try:
                found, closed = look_through(root)
            except UnreadableSourceError as error:
                if self._is_gone(root):
                    gone[str(root)] = None
                    self._changes.forget_root(root)
                else:
                    failures.append(Failure(shown(root), str(error)))
            else:
                for folder in closed:
                    reason = f"{shown(folder)} cannot be read: check its permissions."
                    failures.append(Failure(shown(folder), reason))
                gone |= dict.fromkeys(self._vanished(root, found, closed))
                files |= dict.fromkeys(found)
            self._root_failed(root, failures)
        self._sync_files(list(files))
        # Last, so that a file that was moved is seen to be one.
        self._remove_files(gone)
        self._changes.group(self._before_batch)

    def _is_gone(self, root: Path) -> bool:
        """Whether `root` is a file that we knew, and is no more while its folder is there."""
        return (
            root.suffix.lower() in readers.SUFFIXES
            and (root in self._library.roots() or str(root) in self._known_files())
            and not os.path.lexists(root)
            and root.parent.is_dir()
        )

    def _vanished(self, root: Path, found: Iterable[Path], closed: Iterable[Path]) -> list[str]:
        """Files under `root` that were not found, but in closed folders."""
        present, unseen = set(map(shown, found)), tuple(closed)
        return [
            file
            for file in sorted((self._known_files() | self._failed) - present)
            if Path(file).is_relative_to(root)
            and not any(Path(file).is_relative_to(folder) for folder in unseen)
        ]

    def _root_failed(self, root: Path, failures: Sequence[Failure]) -> None:
        self._report.failed += failures
        source = shown(root)
        if failures or source in self._failed:
            self._changes.stamp(source, None, failures)

    def _remove_files(self, files: Iterable[str]) -> None:
        for file in files:
            ids = {article_id for article_id, _ in self._library.digests(file).values()}
            self._changes.remove(sorted(ids - self._moved))
            self._changes.stamp(file, None)

    def _sync_files(self, files: Sequence[Path]) -> None:
        for done, file in enumerate(files):
            self._before_batch = partial(self._progress, done, len(files), shown(file.name))
            self._before_batch()
            if shown(file) != str(file):
                self._fail(shown(file), "its name is not UTF-8: rename it.")
                self._pending.stamp(shown(file), None, self._report.failed[-1:])
            else:
                self._sync_file(file)
        self._pending.write()
        self._before_batch = partial(self._progress, len(files), len(files), "")
        self._before_batch()

    def _known_files(self) -> set[str]:
        return self._library.article_files() | set(self._stamps)

    def _sync_file(self, file: Path) -> None:
        source = str(file)
        failures = len(self._report.failed)
        before = self._library.digests(source)
        stamp = None
        try:
            stat = file.stat()
        except OSError as error:
            reason = f"{source} cannot be read ({error.strerror}): check its permissions."
            self._fail(source, reason)
        else:
            stamp = FileStamp(stat.st_size, stat.st_mtime_ns, self._recipe)
            if self._stamps.get(source) == stamp:
                self._report.unchanged += len(before)
                return
            try:
                self._sync_records(file, before)
            except UnreadableSourceError as error:
                self._fail(source, str(error))
        # A file with bad records is read again next time, so that they are reported again.
        failed = self._report.failed[failures:]
        self._pending.stamp(source, None if failed else stamp, failed)

    def _sync_records(self, file: Path, before: dict[str, tuple[str, str]]) -> None:
        """Bring one file's articles in."""
        source, seen = str(file), set[str]()
        may_be_any = False  # a record that cannot be read may be any that is missing
        for number, record in enumerate(readers.read(file), start=1):
            if number % _LOOKED_AT == 0:
                self._before_batch()
            if isinstance(record, readers.BadRecord):
                self._fail(source, record.reason, record.key)
                may_be_any = True
                continue
            if record.key in seen:
                self._fail(source, "the id was used before in this file: rename it.", record.key)
                continue
            seen.add(record.key)
            known_id, known_digest = before.get(record.key, ("", ""))
            mark = digest(record, self._recipe)
            if mark == known_digest:
                self._report.unchanged += 1
                continue
            if not known_id and self._move_here(mark, source, record.key):
                continue
            id = known_id or self._new_id(record, file)
            prepared = prepare(record, id, file, mark, self._encoder)
            if prepared is None:
                self._fail(source, "no sentences are left once site furniture is taken out.")
                continue
            self._pending.add(prepared, known=bool(known_id))
            if self._pending.full:
                self._pending.write()
                self._before_batch()
        if not may_be_any:
            self._changes.remove([before[key][0] for key in before.keys() - seen])

    def _move_here(self, mark: str, source: str, key: str) -> bool:
        """Whether this very article was known from a file that is no more, and now is from here."""
        for article_id, file in self._library.articles_like(mark):
            if article_id not in self._moved and not os.path.lexists(file):
                self._moved.add(article_id)
                self._changes.move(article_id, source, key)
                return True
        return False

    def _new_id(self, record: RawArticle, file: Path) -> str:
        """The id of a new article: fit for links and buttons, and no other article's."""
        source, key = str(file), record.key
        kept = self._ids.get((source, key)) or self._id_before_it_moved(record)
        if kept:
            return kept
        base = re.sub(r"[^\w.-]+", "-", key or file.stem).strip("-")[:80] or "article"
        candidate = base
        for attempt in count():
            if candidate not in self._taken and self._library.article(candidate) is None:
                break
            candidate = f"{base}-{_short_hash(chr(0).join((source, key, str(attempt))))}"
        self._taken.add(candidate)
        return candidate

    def _id_before_it_moved(self, record: RawArticle) -> str | None:
        if self._old is None:
            return None
        mark = digest(record, self._old.recipe() or self._recipe)
        for article_id, file in self._old.articles_like(mark):
            if article_id not in self._moved and not os.path.lexists(file):
                self._moved.add(article_id)
                return article_id
        return None

    def _fail(self, source: str, reason: str, record: str = "") -> None:
        self._report.failed.append(Failure(source, reason, record))


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
