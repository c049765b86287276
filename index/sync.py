"""Brings a library in line with its files: adds, changes and removes articles, and reports.

Knows the order in which library and store must be written so that a crash leaves no passage that
is found but not whole: vectors go in before the library names them, and out after it forgot them.
Knows nothing of how files are read, encoded or kept.
"""

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from itertools import count
from pathlib import Path

from index import readers
from index.clean import CLEANER_VERSION, clean, fallback_title
from index.errors import UnreadableSourceError
from index.files import look_through, shown
from index.library import FileStamp, Library
from index.passages import PASSAGES_VERSION, passages
from index.sentences import SPLITTER_VERSION, split
from index.types import (
    Article,
    Encoder,
    Failure,
    Passage,
    PassageStore,
    Progress,
    RawArticle,
    Report,
    Sentence,
    quiet,
)

# Cleaning and splitting that changed make every article count as changed.
RECIPE = f"clean {CLEANER_VERSION}, sentences {SPLITTER_VERSION}, passages {PASSAGES_VERSION}"

_BATCH = 64  # passages encoded together: enough to sort by length, small enough to keep memory flat


@dataclass(frozen=True, slots=True)
class _Prepared:
    article: Article
    sentences: list[Sentence]
    passages: list[Passage]
    key: str
    digest: str
    remarks: tuple[str, ...]


def sync(
    roots: Iterable[Path],
    library: Library,
    store: PassageStore,
    encoder: Encoder,
    progress: Progress = quiet,
    *,
    ids: Mapping[tuple[str, str], str] | None = None,
) -> Report:
    """Make the library hold exactly what the files under `roots` hold; other files are untouched.

    A root that is missing or holds no article files is reported as failed and its articles are
    kept: an unplugged disk must not empty the library. So is a file or folder that cannot be
    read. Only a file that was given by itself and is gone from its folder is removed, like any
    other file, and is a root no more.

    `ids` are article ids to keep, by file and record key: of the library made anew by this one.
    `progress` is called before each batch too; what it raises ends the sync, which the next one
    completes.
    """
    report = Report()
    job = _Sync(library, store, encoder, report, progress=progress, ids=ids or {})
    files: dict[Path, None] = {}  # each once, though roots may overlap
    for root in roots:
        try:
            found, closed = look_through(root)
        except UnreadableSourceError as error:
            if job.is_gone(root):
                job.remove_files([str(root)])
                library.forget_roots([root])
            else:
                report.failed.append(Failure(shown(root), str(error)))
            continue
        for folder in closed:
            reason = f"{shown(folder)} cannot be read: check its permissions."
            report.failed.append(Failure(shown(folder), reason))
        job.remove_vanished(root, found, closed)
        files |= dict.fromkeys(found)
    repair(library, store, encoder, lambda: progress(0, len(files), ""))
    job.sync_files(list(files))
    return report


def remove(files: Iterable[Path], library: Library, store: PassageStore) -> None:
    """Take the articles of `files` out of the library."""
    for file in map(str, files):
        for article_id, _ in library.digests(file).values():
            store.delete(library.remove(article_id))
        library.stamp_file(file, None)


def repair(
    library: Library,
    store: PassageStore,
    encoder: Encoder,
    before_batch: Callable[[], None] = lambda: None,
) -> None:
    """Mend what a crash left: drop vectors that no passage has, encode passages without one."""
    # Ids and not numbers are compared: one too many and one too few would hide each other.
    known, held = library.passage_ids(), store.ids()
    if held - known:
        store.delete(held - known)
    missing = sorted(known - held)
    for start in range(0, len(missing), _BATCH):
        before_batch()
        part = list(library.passages(missing[start : start + _BATCH]).values())
        store.put(part, encoder.encode([passage.text for passage in part]))


class _Sync:
    """One run over some files, with what the steps share."""

    def __init__(
        self,
        library: Library,
        store: PassageStore,
        encoder: Encoder,
        report: Report,
        *,
        progress: Progress,
        ids: Mapping[tuple[str, str], str],
    ) -> None:
        self._library = library
        self._store = store
        self._encoder = encoder
        self._report = report
        self._progress = progress
        self._before_batch: Callable[[], None] = lambda: None
        self._stamps = library.files()
        self._ids = ids
        self._taken = set(ids.values())

    def is_gone(self, root: Path) -> bool:
        """Whether `root` is a file that we knew, and is no more while its folder is there."""
        return (
            root.suffix.lower() in readers.SUFFIXES
            and (root in self._library.roots() or str(root) in self._known_files())
            and not os.path.lexists(root)
            and root.parent.is_dir()
        )

    def remove_vanished(self, root: Path, found: Iterable[Path], closed: Iterable[Path]) -> None:
        """Remove the articles of files under `root` that were not found, but in closed folders."""
        present, unseen = set(map(str, found)), tuple(closed)
        self.remove_files(
            file
            for file in self._known_files() - present
            if Path(file).is_relative_to(root)
            and not any(Path(file).is_relative_to(folder) for folder in unseen)
        )

    def remove_files(self, files: Iterable[str]) -> None:
        for file in files:
            self._remove([article_id for article_id, _ in self._library.digests(file).values()])
            self._library.stamp_file(file, None)

    def sync_files(self, files: Sequence[Path]) -> None:
        for done, file in enumerate(files):
            self._before_batch = partial(self._progress, done, len(files), shown(file.name))
            self._before_batch()
            if shown(file) != str(file):
                self._fail(shown(file), "its name is not UTF-8: rename it.")
            else:
                self._sync_file(file)
        self._progress(len(files), len(files), "")

    def _known_files(self) -> set[str]:
        return self._library.article_files() | set(self._stamps)

    def _sync_file(self, file: Path) -> None:
        source = str(file)
        try:
            stat = file.stat()
        except OSError as error:
            self._fail(
                source, f"{source} cannot be read ({error.strerror}): check its permissions."
            )
            return
        stamp = FileStamp(stat.st_size, stat.st_mtime_ns, RECIPE)
        before = self._library.digests(source)
        if self._stamps.get(source) == stamp:
            self._report.unchanged += len(before)
            return
        try:
            clean_read = self._sync_records(file, before)
        except UnreadableSourceError as error:
            self._fail(source, str(error))
        else:
            # A file with bad records is read again next time, so that they are reported again.
            self._library.stamp_file(source, stamp if clean_read else None)

    def _sync_records(self, file: Path, before: dict[str, tuple[str, str]]) -> bool:
        """Bring one file's articles in; True when every record of it was good."""
        source, seen = str(file), set[str]()
        failures = len(self._report.failed)
        may_be_any = False  # a record that cannot be read may be any that is missing
        waiting: list[_Prepared] = []
        for number, record in enumerate(readers.read(file), start=1):
            if number % _BATCH == 0:
                self._before_batch()
            if isinstance(record, readers.BadRecord):
                self._fail(f"{source} {record.key}", record.reason)
                may_be_any = True
                continue
            if record.key in seen:
                self._fail(
                    f"{source} {record.key}", "the id was used before in this file: rename it."
                )
                continue
            seen.add(record.key)
            known_id, known_digest = before.get(record.key, ("", ""))
            digest = _digest(record)
            if digest == known_digest:
                self._report.unchanged += 1
                continue
            prepared = self._prepare(record, known_id, source, digest)
            if prepared is None:
                self._fail(source, "no sentences are left once site furniture is taken out.")
                continue
            waiting.append(prepared)
            if sum(len(p.passages) for p in waiting) >= _BATCH:
                self._write(waiting, before)
                waiting = []
                self._before_batch()
        self._write(waiting, before)
        if not may_be_any:
            self._remove([before[key][0] for key in before.keys() - seen])
        return len(self._report.failed) == failures

    def _prepare(
        self, raw: RawArticle, known_id: str, source: str, digest: str
    ) -> _Prepared | None:
        cleaned = clean(raw.text)
        if not cleaned.text:
            return None
        article = Article(
            id=known_id or self._new_id(raw.key or Path(source).stem, source, raw.key),
            title=raw.title or fallback_title(cleaned.text),
            text=cleaned.text,
            url=raw.url,
            outlet=raw.outlet or cleaned.outlet,
            published=raw.published,
            source=source,
        )
        sentences = split(article, raw.language)
        parts = passages(
            article,
            sentences,
            max_tokens=self._encoder.max_tokens,
            count_tokens=self._encoder.count_tokens,
        )
        return _Prepared(article, sentences, parts, raw.key, digest, raw.remarks)

    def _new_id(self, wanted: str, source: str, key: str) -> str:
        """`wanted`, made fit for links and buttons, with a suffix where another article has it."""
        kept = self._ids.get((source, key))
        if kept:
            return kept
        base = re.sub(r"[^\w.-]+", "-", wanted).strip("-")[:80] or "article"
        candidate = base
        for attempt in count():
            if candidate not in self._taken and self._library.article(candidate) is None:
                break
            candidate = f"{base}-{_short_hash(chr(0).join((source, key, str(attempt))))}"
        self._taken.add(candidate)
        return candidate

    def _write(self, batch: list[_Prepared], before: dict[str, tuple[str, str]]) -> None:
        # A passage whose text did not change keeps its id and so its vector.
        fresh = [passage for prepared in batch for passage in prepared.passages]
        held = self._library.passages(passage.id for passage in fresh)
        fresh = [passage for passage in fresh if passage.id not in held]
        if fresh:
            self._store.put(fresh, self._encoder.encode([passage.text for passage in fresh]))
        stale: set[str] = set()
        for prepared in batch:
            self._remark(prepared)
            stale |= self._library.put(
                prepared.article,
                prepared.sentences,
                prepared.passages,
                key=prepared.key,
                digest=prepared.digest,
            )
            if prepared.key in before:
                self._report.changed += 1
            else:
                self._report.added += 1
        if stale:
            self._store.delete(stale)

    def _remove(self, article_ids: Iterable[str]) -> None:
        stale: set[str] = set()
        for article_id in article_ids:
            stale |= self._library.remove(article_id)
            self._report.removed += 1
        if stale:
            self._store.delete(stale)

    def _remark(self, prepared: _Prepared) -> None:
        article = prepared.article
        place = f"{article.source} {prepared.key}".rstrip()
        for remark in prepared.remarks:
            self._report.remarks.append(Failure(place, remark))
        for other in self._library.other_texts(article):
            reason = f"has the url of {other} and another text: delete the one that is out of date."
            self._report.remarks.append(Failure(place, reason))

    def _fail(self, source: str, reason: str) -> None:
        self._report.failed.append(Failure(source, reason))


def _digest(raw: RawArticle) -> str:
    fields = json.dumps([RECIPE, asdict(raw)], default=str)
    return hashlib.sha256(fields.encode("utf-8", "surrogatepass")).hexdigest()


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
