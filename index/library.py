"""Room: SQLite. The library's one truth: articles, their sentences, passages and keyword index.

A passage exists when it stands here; the vector store only follows. Knows nothing of readers,
encoders or questions. One connection a thread, so that questions are answered while a sync writes.
"""

import json
import re
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from index.errors import LibraryError
from index.keywords import FREQUENT, anywhere, expression, plan
from index.scripts import separated
from index.types import Article, Passage, Published, Sentence, Summary

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS roots (path TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS files (
    path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, recipe TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS articles (
    id TEXT PRIMARY KEY, file TEXT NOT NULL, key TEXT NOT NULL, digest TEXT NOT NULL,
    title TEXT NOT NULL, text TEXT NOT NULL, url TEXT NOT NULL, outlet TEXT NOT NULL,
    published TEXT, UNIQUE (file, key));
CREATE INDEX IF NOT EXISTS articles_by_url ON articles (url);
CREATE TABLE IF NOT EXISTS sentences (
    article_id TEXT NOT NULL REFERENCES articles ON DELETE CASCADE, number INTEGER NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    PRIMARY KEY (article_id, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS passages (
    rowid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    article_id TEXT NOT NULL REFERENCES articles ON DELETE CASCADE,
    first INTEGER NOT NULL, last INTEGER NOT NULL, text TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS passages_by_article ON passages (article_id);
CREATE INDEX IF NOT EXISTS articles_by_day ON articles (published);
CREATE TABLE IF NOT EXISTS numbers (
    number INTEGER PRIMARY KEY AUTOINCREMENT, article_id TEXT NOT NULL UNIQUE);
"""

# Articles of a library from before there were numbers.
_UNNUMBERED = "FROM articles WHERE id NOT IN (SELECT article_id FROM numbers)"

# The keyword index is made of the passages and of nothing else, so a library made with another
# version of it gets a new one when it is opened.
_KEYWORDS_VERSION = 2
_KEYWORDS = """
DROP TRIGGER IF EXISTS passage_added;
DROP TRIGGER IF EXISTS passage_removed;
DROP TABLE IF EXISTS words;
CREATE VIRTUAL TABLE words USING fts5 (text, content='', tokenize='porter unicode61');
CREATE TRIGGER passage_added AFTER INSERT ON passages BEGIN
    INSERT INTO words (rowid, text) VALUES (new.rowid, separated(new.text)); END;
CREATE TRIGGER passage_removed AFTER DELETE ON passages BEGIN
    INSERT INTO words (words, rowid, text) VALUES ('delete', old.rowid, separated(old.text)); END;
INSERT INTO words (rowid, text) SELECT rowid, separated(text) FROM passages;
"""

# Endings of Russian and Ukrainian, which the index's English stemmer does not know: a question's
# words of that script are looked for by their beginning, from this length on.
_CYRILLIC = re.compile("[\u0400-\u04ff]+$")
_LONG_ENOUGH = 5


@dataclass(frozen=True, slots=True)
class FileStamp:
    """What a file looked like when it was last read to its end."""

    size: int
    mtime_ns: int
    recipe: str


class Library:
    """Opens or makes the database at `path`. Raises LibraryError when that fails."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._closed = False
        self._connections: list[tuple[sqlite3.Connection, threading.RLock]] = []
        self._frequent: set[str] = set()  # terms that stand in a great many passages
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with self._writing() as db:
                db.executescript(_SCHEMA)
                if db.execute("PRAGMA user_version").fetchone()[0] != _KEYWORDS_VERSION:
                    mark = f"PRAGMA user_version = {_KEYWORDS_VERSION};"
                    db.executescript(f"BEGIN IMMEDIATE; {_KEYWORDS} {mark} COMMIT;")
                if db.execute(f"SELECT 1 {_UNNUMBERED} LIMIT 1").fetchone():
                    db.execute(
                        f"INSERT INTO numbers (article_id) SELECT id {_UNNUMBERED} "
                        "ORDER BY published, id"
                    )
        except OSError as error:
            raise _unusable(path, error) from error
        except LibraryError:
            self.close()
            raise

    # -- what was indexed with what

    def encoder(self) -> str | None:
        """Name of the encoder the library was made with; None when it is new."""
        rows = self._read("SELECT value FROM meta WHERE key = 'encoder'")
        return str(rows[0][0]) if rows else None

    def set_encoder(self, name: str) -> None:
        with self._writing() as db:
            db.execute("INSERT OR REPLACE INTO meta VALUES ('encoder', ?)", (name,))

    def roots(self) -> list[Path]:
        """Files and folders that make up the library, as they were given to `byline index`."""
        return [Path(row[0]) for row in self._read("SELECT path FROM roots ORDER BY path")]

    def add_roots(self, paths: Iterable[Path]) -> None:
        with self._writing() as db:
            db.executemany("INSERT OR IGNORE INTO roots VALUES (?)", [(str(p),) for p in paths])

    def forget_roots(self, paths: Iterable[Path]) -> None:
        """Look there no more; articles that came from there stay."""
        with self._writing() as db:
            db.executemany("DELETE FROM roots WHERE path = ?", [(str(p),) for p in paths])

    def files(self) -> dict[str, FileStamp]:
        """Every file that was read to its end, by path."""
        rows = self._read("SELECT path, size, mtime_ns, recipe FROM files")
        return {row[0]: FileStamp(*row[1:]) for row in rows}

    def stamp_file(self, path: str, stamp: FileStamp | None) -> None:
        """Remember what a file looked like, or with None forget it."""
        with self._writing() as db:
            if stamp is None:
                db.execute("DELETE FROM files WHERE path = ?", (path,))
            else:
                db.execute(
                    "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)",
                    (path, stamp.size, stamp.mtime_ns, stamp.recipe),
                )

    def digests(self, file: str) -> dict[str, tuple[str, str]]:
        """Of one file: record key -> (article id, digest of what was indexed)."""
        rows = self._read("SELECT key, id, digest FROM articles WHERE file = ?", (file,))
        return {row[0]: (row[1], row[2]) for row in rows}

    def article_files(self) -> set[str]:
        """Files that some article came from."""
        return {row[0] for row in self._read("SELECT DISTINCT file FROM articles")}

    def article_ids(self) -> dict[tuple[str, str], str]:
        """Every article's id, by file and record key."""
        rows = self._read("SELECT file, key, id FROM articles")
        return {(row[0], row[1]): row[2] for row in rows}

    # -- writing articles

    def put(
        self,
        article: Article,
        sentences: Sequence[Sentence],
        passages: Sequence[Passage],
        *,
        key: str,
        digest: str,
    ) -> set[str]:
        """Add or replace one article whole; returns ids of passages it had and has no more."""
        published = article.published.isoformat() if article.published else None
        with self._writing() as db:
            stale = _passage_ids(db, article.id) - {passage.id for passage in passages}
            _delete_article(db, article.id)
            db.execute(
                "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(article.id, article.source, key, digest, article.title, article.text),
                    *(article.url, article.outlet, published),
                ),
            )
            # One that was removed and comes back is not numbered again.
            db.execute("INSERT OR IGNORE INTO numbers (article_id) VALUES (?)", (article.id,))
            db.executemany(
                "INSERT INTO sentences VALUES (?, ?, ?, ?)",
                [(s.article_id, s.number, s.start, s.end) for s in sentences],
            )
            db.executemany(
                "INSERT INTO passages (id, article_id, first, last, text) VALUES (?, ?, ?, ?, ?)",
                [(p.id, p.article_id, p.first, p.last, p.text) for p in passages],
            )
        return stale

    def remove(self, article_id: str) -> set[str]:
        """Remove one article whole; returns the ids of its passages."""
        with self._writing() as db:
            stale = _passage_ids(db, article_id)
            _delete_article(db, article_id)
        return stale

    # -- reading articles

    def article(self, article_id: str) -> Article | None:
        rows = self._read(
            "SELECT id, title, text, url, outlet, published, file FROM articles WHERE id = ?",
            (article_id,),
        )
        return _article(rows[0]) if rows else None

    def numbered(self, number: int) -> Article | None:
        """The article with this number, by which people name it."""
        rows = self._read("SELECT article_id FROM numbers WHERE number = ?", (number,))
        return self.article(rows[0][0]) if rows else None

    def numbers(self) -> dict[str, int]:
        """The number of every article that is or ever was here: given once, never again."""
        return dict(self._read("SELECT article_id, number FROM numbers"))

    def number(self, article_id: str) -> int:
        """The number of one article; 0 when it never was here."""
        rows = self._read("SELECT number FROM numbers WHERE article_id = ?", (article_id,))
        return int(rows[0][0]) if rows else 0

    def keep_numbers(self, numbers: dict[str, int]) -> None:
        """Have these articles numbered so, as in the library that this one takes the place of."""
        with self._writing() as db:
            db.executemany(
                "INSERT OR REPLACE INTO numbers VALUES (?, ?)",
                [(number, id) for id, number in numbers.items()],
            )

    def latest(self, count: int, skip: int = 0) -> list[Article]:
        """`count` articles by date, the newest first, after `skip`; undated ones come last."""
        rows = self._read(
            "SELECT id, title, text, url, outlet, published, file FROM articles "
            "ORDER BY published DESC, id LIMIT ? OFFSET ?",
            (count, skip),
        )
        return [_article(row) for row in rows]

    def other_texts(self, article: Article) -> list[str]:
        """Ids of articles with the url of `article`, if it has one, but not its text."""
        if not article.url:
            return []
        rows = self._read(
            "SELECT id FROM articles WHERE url = ? AND id != ? AND text != ? ORDER BY id",
            (article.url, article.id, article.text),
        )
        return [row[0] for row in rows]

    def sentences(self, article: Article, first: int = 0, last: int = 1 << 30) -> list[Sentence]:
        """Sentences `first` to `last` (both included) of `article`, in order."""
        rows = self._read(
            'SELECT number, start, "end" FROM sentences '
            "WHERE article_id = ? AND number BETWEEN ? AND ? ORDER BY number",
            (article.id, first, last),
        )
        return [Sentence(article.id, n, s, e, article.text[s:e]) for n, s, e in rows]

    def passages(self, ids: Iterable[str]) -> dict[str, Passage]:
        """Passages by id; ids that the library does not hold are left out."""
        wanted = json.dumps(list(ids))
        rows = self._read(
            "SELECT id, article_id, first, last, text FROM passages "
            "WHERE id IN (SELECT value FROM json_each(?))",
            (wanted,),
        )
        return {row[0]: Passage(*row) for row in rows}

    def passage_ids(self) -> set[str]:
        return {row[0] for row in self._read("SELECT id FROM passages")}

    def passage_ids_published(self, when: Published, most: int) -> list[str]:
        """Passages of articles published then, newest first, at most `most`."""
        rows = self._read(
            "SELECT passages.id FROM articles JOIN passages ON article_id = articles.id "
            "WHERE published BETWEEN ? AND ? ORDER BY published DESC LIMIT ?",
            (*_days(when), most),
        )
        return [row[0] for row in rows]

    def newest_passages(self, count: int) -> list[str]:
        """Ids of `count` passages of the newest articles, each article's in reading order."""
        rows = self._read(
            "SELECT p.id FROM passages p JOIN articles a ON a.id = p.article_id "
            "ORDER BY a.published DESC, a.id, p.first LIMIT ?",
            (count,),
        )
        return [id for (id,) in rows]

    def newest(self) -> date | None:
        """Day of the newest article; None when none has a date."""
        day = self._read("SELECT max(published) FROM articles")[0][0]
        return date.fromisoformat(day) if day else None

    def keyword_search(
        self, words: Sequence[str], count: int, when: Published | None = None
    ) -> list[tuple[str, float]]:
        """Ids and BM25 scores (higher is better) of passages with any of `words`, best first.

        With `when`, of articles published then. In a large library the rarer words decide which
        passages are looked at; see `index.keywords`.
        """
        quoted = {word: _quoted(word) for word in words}
        planned = plan(self._counts(quoted))
        if when:  # few passages are of those days, so any word will do
            planned = anywhere(planned)
        query = expression(planned, quoted)
        if not query:
            return []
        if when:
            rows = self._read(
                "SELECT passages.id, -bm25(words) FROM words "
                "JOIN passages ON passages.rowid = words.rowid "
                "JOIN articles ON articles.id = article_id AND published BETWEEN ? AND ? "
                "WHERE words MATCH ? ORDER BY rank LIMIT ?",
                (*_days(when), query, count),
            )
        else:
            rows = self._read(
                "SELECT passages.id, -bm25(words) FROM words "
                "JOIN passages ON passages.rowid = words.rowid "
                "WHERE words MATCH ? ORDER BY rank LIMIT ?",
                (query, count),
            )
        return [(row[0], row[1]) for row in rows]

    def _counts(self, quoted: Mapping[str, str]) -> dict[str, int]:
        """In how many passages each word stands, counted up to `FREQUENT`."""
        counts = {}
        for word, term in quoted.items():
            if term in self._frequent:
                counts[word] = FREQUENT
                continue
            rows = self._read(
                "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)",
                (term, FREQUENT),
            )
            counts[word] = rows[0][0]
            if counts[word] == FREQUENT:  # and hardly ever ceases to be, so it is counted once
                self._frequent.add(term)
        return counts

    def summary(self) -> Summary:
        (counted,) = self._read(
            "SELECT count(*), min(published), max(published), "
            "(SELECT count(*) FROM sentences), (SELECT count(*) FROM passages) FROM articles"
        )
        articles, oldest, newest, sentences, parts = counted
        outlets = self._read(
            "SELECT outlet, count(*) AS n FROM articles WHERE outlet != '' "
            "GROUP BY outlet ORDER BY n DESC, outlet"
        )
        return Summary(
            articles=articles,
            sentences=sentences,
            passages=parts,
            oldest=date.fromisoformat(oldest) if oldest else None,
            newest=date.fromisoformat(newest) if newest else None,
            outlets=tuple((row[0], row[1]) for row in outlets),
        )

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """What this thread reads inside is the library of one moment, whatever others write.

        Without it an article could be replaced between reading its text and its offsets.
        """
        with self._using() as connection:
            if connection.in_transaction:
                yield
                return
            self._read("BEGIN")
            try:
                yield
            finally:
                connection.rollback()

    def close(self) -> None:
        """Waits for what other threads are doing this moment; what they do next is refused."""
        self._closed = True
        for connection, lock in self._connections:
            with lock:
                connection.close()
        self._connections.clear()

    # -- connections

    @contextmanager
    def _using(self) -> Iterator[sqlite3.Connection]:
        """This thread's connection, which `close` leaves alone meanwhile."""
        if getattr(self._local, "connection", None) is None and not self._closed:
            self._local.lock = threading.RLock()
            self._local.connection = self._connect(self._local.lock)
        # Closing a connection at work in another thread crashes the process, hence the lock.
        with getattr(self._local, "lock", threading.RLock()):
            if self._closed:
                raise LibraryError(f"The library {self._path} was closed: open it again.")
            yield self._local.connection

    def _connect(self, lock: threading.RLock) -> sqlite3.Connection:
        try:
            with lock:  # from its first moment on, for `close` may come between any two lines
                # Closed from another thread at the end, hence the check is off.
                connection = sqlite3.connect(self._path, timeout=30, check_same_thread=False)
                self._connections.append((connection, lock))
                connection.create_function("separated", 1, separated, deterministic=True)
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA foreign_keys = ON")
                # With a WAL this still survives kill -9. A power cut may undo the last
                # transactions, whole ones, which the next sync brings in again: 1 ms an article
                # instead of 3.
                connection.execute("PRAGMA synchronous = NORMAL")
        except sqlite3.Error as error:
            raise _unusable(self._path, error) from error
        return connection

    def _read(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        # All rows at once: a damaged file shows itself only while they are fetched.
        with self._using() as connection:
            try:
                return connection.execute(sql, values).fetchall()
            except sqlite3.Error as error:
                raise _unusable(self._path, error) from error

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is kept, or nothing."""
        with self._using() as connection:
            try:
                with connection:
                    yield connection
            except sqlite3.Error as error:
                raise _unusable(self._path, error) from error


def _days(when: Published) -> tuple[str, str]:
    # Dates are kept as ISO text, which sorts as dates do.
    return ((when.first or date.min).isoformat(), (when.last or date.max).isoformat())


def _passage_ids(db: sqlite3.Connection, article_id: str) -> set[str]:
    rows = db.execute("SELECT id FROM passages WHERE article_id = ?", (article_id,))
    return {row[0] for row in rows}


def _delete_article(db: sqlite3.Connection, article_id: str) -> None:
    # Passages first and by name: the keyword index hangs on their delete trigger.
    db.execute("DELETE FROM passages WHERE article_id = ?", (article_id,))
    db.execute("DELETE FROM articles WHERE id = ?", (article_id,))


def _article(row: Sequence[Any]) -> Article:
    id, title, text, url, outlet, published, source = row
    day = date.fromisoformat(published) if published else None
    return Article(id, title, text, url, outlet, day, source)


def _quoted(word: str) -> str:
    """`word` as an FTS5 string, so that nothing a reader types is taken for query syntax."""
    # SQLite's query parser stops at NUL, and lone surrogates have no UTF-8.
    safe = word.replace("\0", " ").encode("utf-8", "replace").decode()
    prefix = ""
    if len(safe) >= _LONG_ENOUGH and _CYRILLIC.match(safe):
        safe, prefix = safe[: -2 if len(safe) > _LONG_ENOUGH + 1 else -1], "*"
    return '"' + separated(safe).replace('"', '""') + '"' + prefix


def _unusable(path: Path, error: Exception) -> LibraryError:
    # The low byte is the plain code, the others say more precisely where.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return LibraryError(
            f"The library {path} is damaged ({error}): move {path.parent} away and bring the "
            "articles in again with `byline index PATH`."
        )
    return LibraryError(
        f"The library {path} cannot be used ({error}): check that its folder exists on a disk "
        "that is writable and not full, or choose another with --library."
    )
