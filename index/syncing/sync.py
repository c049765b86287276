"""Brings a library in line with its files: adds, changes, moves and removes articles, and reports.

Decides which files and records are read again. Knows nothing of how files are read, how articles
are prepared or where anything is kept.
"""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from index.errors import LibraryError, UnreadableSourceError
from index.library.duplicate_groups import regroup
from index.library.file_records import FileStamp
from index.library.library import Library
from index.readers import formats
from index.syncing.article_ids import ArticleIds
from index.syncing.batch import Batch
from index.syncing.changes import Changes, LibraryChanges, Preview
from index.syncing.countdown import Countdown
from index.syncing.files import look_through, shown
from index.syncing.in_order import End, InOrder
from index.syncing.prepare_articles import RECIPE, fingerprint
from index.syncing.vector_repair import repair
from index.syncing.work import Asked, Here, Work
from index.types import Encoder, Failure, PassageStore, Progress, Report, quiet

_RECORDS_BETWEEN = 64  # records read between two calls of `progress`, at which one can stop


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
    work: Work | None = None,
) -> Report:
    """Make the library hold exactly what the files under `roots` hold; ignore other files.

    A root, folder or file that is missing or cannot be read is reported as failed, and its articles
    are kept: an unplugged disk must not empty the library. Only a file that was given by itself and
    is gone from its folder is removed, and is no longer a root.

    `old` is the library that this one replaces: articles keep their ids and, with `reuse`,
    unchanged passages keep their vectors. `recipe` is the library's, if it is not today's.
    `work` reads and prepares in place of this process.

    `progress` is called before each batch too. What it raises ends the sync; the next one
    completes it. Raises LibraryError.
    """
    roots, report, work = list(roots), Report(), work or Here(encoder)
    if work.encoder != encoder.name:
        raise LibraryError(
            f"The library is made with the encoder {encoder.name}, and others would work with "
            f"{work.encoder}: set BYLINE_ENCODER={encoder.name}, or rebuild the library."
        )
    changes = LibraryChanges(library, store, encoder, report, old if reuse else None)
    library.begin(roots)
    repair(library, store, encoder, lambda: progress(0, 0, ""))
    job = _Sync(library, work, report, changes, progress, recipe=recipe, old=old)
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
    """Report what `sync` would do, without writing or encoding anything."""
    report = Report()
    job = _Sync(library, Here(None), report, Preview(library, report), progress, recipe=recipe)
    job.run(roots)
    return report


def remove(files: Iterable[Path], library: Library, store: PassageStore) -> None:
    """Remove the articles of `files` from the library."""
    for file in map(str, files):
        for article_id, _ in library.digests(file).values():
            store.delete(library.remove(article_id))
        library.stamp_file(file, None)
        library.set_failures(file, [])
    regroup(library)


class _Sync:
    """One run over some roots.

    `Countdown.tell` is called where the run may end: it reports progress, and what it raises ends
    the run.
    """

    def __init__(
        self,
        library: Library,
        work: Work,
        report: Report,
        changes: Changes,
        progress: Progress,
        *,
        recipe: str | None,
        old: Library | None = None,
    ) -> None:
        self._library = library
        self._work = work
        self._report = report
        self._changes = changes
        self._countdown = Countdown(progress)
        self._line = InOrder(work, Batch(changes), report, self._countdown.tell)
        self._stamps = library.files()
        self._failed = library.failed_files()
        self._recipe = recipe or RECIPE
        self._ids = ArticleIds(library, old, self._recipe)
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
            self._note_root(root, failures)
        changed = [file for file in files if not self._is_unchanged(file)]
        for file in files:
            self._countdown.expect(file, 0)
        for file in changed:
            self._countdown.expect(file, formats.count(file))
        self._work.expect(changed)
        for file in files:
            self._countdown.begin(file)
            self._countdown.tell()
            self._sync_file(file)
        self._line.finish()
        self._countdown.end()
        self._countdown.tell()
        # After the files, because only then it is known which articles were moved.
        self._remove_files(gone)
        self._changes.group_copies(self._countdown.tell)

    def _is_unchanged(self, file: Path) -> bool:
        try:
            return self._stamps.get(shown(file)) == self._stamp(file.stat())
        except OSError:
            return False

    def _stamp(self, stat: os.stat_result) -> FileStamp:
        return FileStamp(stat.st_size, stat.st_mtime_ns, self._recipe)

    def _is_gone(self, root: Path) -> bool:
        """Whether `root` is a file that the library knows and its folder no longer holds."""
        return (
            root.suffix.lower() in formats.SUFFIXES
            and (root in self._library.roots() or str(root) in self._known_files())
            and not os.path.lexists(root)
            and root.parent.is_dir()
        )

    def _vanished(self, root: Path, found: Iterable[Path], closed: Iterable[Path]) -> list[str]:
        """Known files under `root` that were not found, except those in `closed` folders."""
        present, unseen = set(map(shown, found)), tuple(closed)
        return [
            file
            for file in sorted((self._known_files() | self._failed) - present)
            if Path(file).is_relative_to(root)
            and not any(Path(file).is_relative_to(folder) for folder in unseen)
        ]

    def _note_root(self, root: Path, failures: Sequence[Failure]) -> None:
        self._report.failed += failures
        source = shown(root)
        if failures or source in self._failed:
            self._changes.stamp(source, None, failures)

    def _remove_files(self, files: Iterable[str]) -> None:
        for file in files:
            ids = {article_id for article_id, _ in self._library.digests(file).values()}
            self._changes.remove(sorted(ids - self._moved))
            self._changes.stamp(file, None)

    def _known_files(self) -> set[str]:
        return self._library.article_files() | set(self._stamps)

    def _sync_file(self, file: Path) -> None:
        if shown(file) != str(file):
            self._fail(shown(file), "its name is not UTF-8: rename it.")
            self._line.add(End(shown(file), None))
            return
        source = str(file)
        before = self._library.digests(source)
        stamp = None
        try:
            stat = file.stat()
        except OSError as error:
            reason = f"{source} cannot be read ({error.strerror}): check its permissions."
            self._fail(source, reason)
        else:
            stamp = self._stamp(stat)
            if self._stamps.get(source) == stamp:
                self._report.unchanged += len(before)
                return
            try:
                self._sync_records(file, before)
            except UnreadableSourceError as error:
                self._fail(source, str(error))
        self._line.add(End(source, stamp))

    def _sync_records(self, file: Path, before: dict[str, tuple[str, str]]) -> None:
        """Add, replace, move and remove the articles of one file.

        `before` maps the key of each known record to its article's id and fingerprint.
        """
        source, seen = str(file), set[str]()
        may_be_any = False  # a record that cannot be read may be any that is missing
        for number, record in enumerate(self._work.read(file), start=1):
            self._countdown.read(number)
            if number % _RECORDS_BETWEEN == 0:
                self._countdown.tell()
            if isinstance(record, formats.BadRecord):
                self._fail(source, record.reason, record.key)
                may_be_any = True
                continue
            if record.key in seen:
                self._fail(source, "the id was used before in this file: rename it.", record.key)
                continue
            seen.add(record.key)
            known_id, known_mark = before.get(record.key, ("", ""))
            mark = fingerprint(record, self._recipe)
            if mark == known_mark:
                self._report.unchanged += 1
                continue
            if not known_id and self._was_moved(mark, source, record.key):
                continue
            article_id = known_id or self._ids.new(record, file)
            self._line.add(Asked(record, article_id, file, mark, known=bool(known_id)))
        if not may_be_any:
            self._changes.remove([before[key][0] for key in before.keys() - seen])

    def _was_moved(self, mark: str, source: str, key: str) -> bool:
        """Whether this article is known from a file that is gone; if so, note that it moved."""
        for article_id, file in self._library.articles_like(mark):
            if article_id not in self._moved and not os.path.lexists(file):
                self._moved.add(article_id)
                self._changes.move(article_id, source, key)
                return True
        return False

    def _fail(self, source: str, reason: str, record: str = "") -> None:
        self._line.add(Failure(source, reason, record))
