"""Brings a library in line with its files: adds, changes and removes articles, and reports.

Knows the order in which library and store must be written so that a crash leaves no passage that
is found but not whole: vectors go in before the library names them, and out after it forgot them.
Knows nothing of how files are read, encoded or kept.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from index import readers
from index.clean import CLEANER_VERSION, clean, fallback_title
from index.errors import UnreadableSourceError
from index.library import FileStamp, Library
from index.passages import PASSAGES_VERSION, passages
from index.sentences import SPLITTER_VERSION, split
from index.types import Article, Encoder, Passage, PassageStore, RawArticle, Sentence

# Cleaning and splitting that changed make every article count as changed.
RECIPE = f"clean {CLEANER_VERSION}, sentences {SPLITTER_VERSION}, passages {PASSAGES_VERSION}"

_BATCH = 64  # passages encoded together: enough to sort by length, small enough to keep memory flat


@dataclass(frozen=True, slots=True)
class Failure:
    """A file or record that was left out, and why."""

    source: str
    reason: str


@dataclass(slots=True)
class Report:
    """What a sync did, in articles, and what it could not read."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    failed: list[Failure] = field(default_factory=list)


# Is told how far a sync is: files done, files in all, and the name of the one at hand.
Progress = Callable[[int, int, str], None]


def quiet(done: int, total: int, file: str) -> None:
    """A `Progress` that tells nobody."""


@dataclass(frozen=True, slots=True)
class _Prepared:
    article: Article
    sentences: list[Sentence]
    passages: list[Passage]
    key: str
    digest: str


def sync(
    roots: Iterable[Path],
    library: Library,
    store: PassageStore,
    encoder: Encoder,
    progress: Progress = quiet,
) -> Report:
    """Make the library hold exactly what the files under `roots` hold; other files are untouched.

    A root that is missing or holds no article files is reported as failed and its articles are
    kept: an unplugged disk must not empty the library. So is a file that cannot be read.
    """
    report = Report()
    repair(library, store, encoder)
    job = _Sync(library, store, encoder, report)
    files: list[Path] = []
    for root in roots:
        try:
            files += find_files(root)
        except UnreadableSourceError as error:
            report.failed.append(Failure(str(root), str(error)))
        else:
            job.remove_vanished(root, {str(file) for file in files})
    for done, file in enumerate(files):
        progress(done, len(files), file.name)
        job.sync_file(file)
    progress(len(files), len(files), "")
    return report


def find_files(root: Path) -> list[Path]:
    """The article files that `root` is or holds, in order of their paths.

    Raises UnreadableSourceError when it does not exist or holds none.
    """
    kinds = ", ".join(sorted(readers.SUFFIXES))
    if root.is_file():
        return [root]
    if not root.is_dir():
        raise UnreadableSourceError(f"{root} does not exist: check the path for typing errors.")
    files = sorted(
        path
        for path in root.rglob("*")
        if path.suffix.lower() in readers.SUFFIXES and path.is_file() and not _hidden(path, root)
    )
    if not files:
        raise UnreadableSourceError(f"{root} holds no articles: put files ending in {kinds} in it.")
    return files


def repair(library: Library, store: PassageStore, encoder: Encoder) -> None:
    """Mend what a crash left: drop vectors that no passage has, encode passages without one."""
    known = library.passage_ids()
    if store.count() == len(known):
        return
    held = store.ids()
    store.delete(held - known)
    missing = list(library.passages(known - held).values())
    for start in range(0, len(missing), _BATCH):
        part = missing[start : start + _BATCH]
        store.put(part, encoder.encode([passage.text for passage in part]))


class _Sync:
    """One run over some files, with what the steps share."""

    def __init__(
        self, library: Library, store: PassageStore, encoder: Encoder, report: Report
    ) -> None:
        self._library = library
        self._store = store
        self._encoder = encoder
        self._report = report
        self._stamps = library.files()
        self._taken: dict[str, tuple[str, str]] = {}

    def remove_vanished(self, root: Path, present: set[str]) -> None:
        for file in self._library.article_files() | set(self._stamps):
            if file not in present and Path(file).is_relative_to(root):
                for article_id, _ in self._library.digests(file).values():
                    self._remove(article_id)
                self._library.stamp_file(file, None)

    def sync_file(self, file: Path) -> None:
        source = str(file)
        try:
            stat = file.stat()
            stamp = FileStamp(stat.st_size, stat.st_mtime_ns, RECIPE)
            before = self._library.digests(source)
            if self._stamps.get(source) == stamp:
                self._report.unchanged += len(before)
                return
            clean_read = self._sync_records(file, before)
        except UnreadableSourceError as error:
            self._fail(source, str(error))
        except OSError as error:
            self._fail(
                source, f"{source} cannot be read ({error.strerror}): check its permissions."
            )
        else:
            # A file with bad records is read again next time, so that they are reported again.
            self._library.stamp_file(source, stamp if clean_read else None)

    def _sync_records(self, file: Path, before: dict[str, tuple[str, str]]) -> bool:
        """Bring one file's articles in; True when every record of it was good."""
        source, seen, good = str(file), set[str](), True
        waiting: list[_Prepared] = []
        for record in readers.read(file):
            if isinstance(record, readers.BadRecord):
                self._fail(f"{source} {record.key}", record.reason)
                good = False
                continue
            if record.key in seen:
                self._fail(
                    f"{source} {record.key}", "the id was used before in this file: rename it."
                )
                good = False
                continue
            known_id, known_digest = before.get(record.key, ("", ""))
            digest = _digest(record)
            if digest == known_digest:
                seen.add(record.key)
                self._report.unchanged += 1
                continue
            prepared = self._prepare(record, known_id, source, digest)
            if prepared is None:
                self._fail(source, "no sentences are left once site furniture is taken out.")
                good = False
                continue
            seen.add(record.key)
            waiting.append(prepared)
            if sum(len(p.passages) for p in waiting) >= _BATCH:
                self._write(waiting, before)
                waiting = []
        self._write(waiting, before)
        if good:
            for key in before.keys() - seen:
                self._remove(before[key][0])
        return good

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
        sentences = split(article)
        parts = passages(
            article,
            sentences,
            max_tokens=self._encoder.max_tokens,
            count_tokens=self._encoder.count_tokens,
        )
        return _Prepared(article, sentences, parts, raw.key, digest)

    def _new_id(self, wanted: str, source: str, key: str) -> str:
        """`wanted`, made fit for links and buttons, with a suffix where another article has it."""
        base = re.sub(r"[^\w.-]+", "-", wanted).strip("-")[:80] or "article"
        for candidate in (base, f"{base}-{_short_hash(source + chr(0) + key)}"):
            if candidate not in self._taken and self._library.article(candidate) is None:
                break
        self._taken[candidate] = (source, key)
        return candidate

    def _write(self, batch: list[_Prepared], before: dict[str, tuple[str, str]]) -> None:
        # A passage whose text did not change keeps its id and so its vector.
        fresh = [passage for prepared in batch for passage in prepared.passages]
        held = self._library.passages(passage.id for passage in fresh)
        fresh = [passage for passage in fresh if passage.id not in held]
        if fresh:
            self._store.put(fresh, self._encoder.encode([passage.text for passage in fresh]))
        for prepared in batch:
            stale = self._library.put(
                prepared.article,
                prepared.sentences,
                prepared.passages,
                key=prepared.key,
                digest=prepared.digest,
            )
            self._store.delete(stale)
            if prepared.key in before:
                self._report.changed += 1
            else:
                self._report.added += 1

    def _remove(self, article_id: str) -> None:
        self._store.delete(self._library.remove(article_id))
        self._report.removed += 1

    def _fail(self, source: str, reason: str) -> None:
        self._report.failed.append(Failure(source, reason))


def _digest(raw: RawArticle) -> str:
    fields = json.dumps([RECIPE, asdict(raw)], default=str)
    return hashlib.sha256(fields.encode("utf-8", "surrogatepass")).hexdigest()


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _hidden(path: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(root).parts)
