"""Room: SQLite. The library's one truth: articles, their sentences, passages and keyword index.

A passage exists when it stands here; the vector store only follows. Knows nothing of readers,
encoders or questions. One connection a thread, so that questions are answered while a sync writes.
"""

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from index.errors import LibraryError
from index.types import Article, Passage, Sentence

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS roots (path TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS files (
    path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, recipe TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS articles (
    id TEXT PRIMARY KEY, file TEXT NOT NULL, key TEXT NOT NULL, digest TEXT NOT NULL,
    title TEXT NOT NULL, text TEXT NOT NULL, url TEXT NOT NULL, outlet TEXT NOT NULL,
    published TEXT, UNIQUE (file, key));
CREATE TABLE IF NOT EXISTS sentences (
    article_id TEXT NOT NULL REFERENCES articles ON DELETE CASCADE, number INTEGER NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    PRIMARY KEY (article_id, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS passages (
    rowid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    article_id TEXT NOT NULL REFERENCES articles ON DELETE CASCADE,
    first INTEGER NOT NULL, last INTEGER NOT NULL, text TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS passages_by_article ON passages (article_id);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (
    text, content='passages', content_rowid='rowid', tokenize='porter unicode61');
CREATE TRIGGER IF NOT EXISTS passage_added AFTER INSERT ON passages BEGIN
    INSERT INTO words (rowid, text) VALUES (new.rowid, new.text); END;
CREATE TRIGGER IF NOT EXISTS passage_removed AFTER DELETE ON passages BEGIN
    INSERT INTO words (words, rowid, text) VALUES ('delete', old.rowid, old.text); END;
"""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a library holds: counts, the span of dates, and the outlets with most articles first."""

    articles: int
    sentences: int
    passages: int
    oldest: date | None
    newest: date | None
    outlets: tuple[tuple[str, int], ...]


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
        self._connections: list[sqlite3.Connection] = []
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with self._writing() as db:
                db.executescript(_SCHEMA)
        except OSError as error:
            raise _unusable(path, error) from error

    # -- what was indexed with what

    def encoder(self) -> str | None:
        """Name of the encoder the library was made with; None when it is new."""
        row = self._read("SELECT value FROM meta WHERE key = 'encoder'").fetchone()
        return str(row[0]) if row else None

    def set_encoder(self, name: str) -> None:
        with self._writing() as db:
            db.execute("INSERT OR REPLACE INTO meta VALUES ('encoder', ?)", (name,))

    def roots(self) -> list[Path]:
        """Files and folders that make up the library, as they were given to `byline index`."""
        return [Path(row[0]) for row in self._read("SELECT path FROM roots ORDER BY path")]

    def add_roots(self, paths: Iterable[Path]) -> None:
        with self._writing() as db:
            db.executemany("INSERT OR IGNORE INTO roots VALUES (?)", [(str(p),) for p in paths])

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
        row = self._read(
            "SELECT id, title, text, url, outlet, published, file FROM articles WHERE id = ?",
            (article_id,),
        ).fetchone()
        return _article(row) if row else None

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

    def keyword_search(self, words: Sequence[str], count: int) -> list[tuple[str, float]]:
        """Ids and BM25 scores (higher is better) of passages with any of `words`, best first."""
        if not words:
            return []
        # Each word is quoted, so that nothing a reader types is taken for query syntax.
        query = " OR ".join('"' + word.replace('"', '""') + '"' for word in words)
        rows = self._read(
            "SELECT passages.id, -bm25(words) FROM words "
            "JOIN passages ON passages.rowid = words.rowid "
            "WHERE words MATCH ? ORDER BY rank LIMIT ?",
            (query, count),
        )
        return [(row[0], row[1]) for row in rows]

    def summary(self) -> Summary:
        def one(sql: str) -> sqlite3.Row:
            row: sqlite3.Row = self._read(sql).fetchone()
            return row

        articles, oldest, newest = one(
            "SELECT count(*), min(published), max(published) FROM articles"
        )
        outlets = self._read(
            "SELECT outlet, count(*) AS n FROM articles WHERE outlet != '' "
            "GROUP BY outlet ORDER BY n DESC, outlet"
        )
        return Summary(
            articles=articles,
            sentences=one("SELECT count(*) FROM sentences")[0],
            passages=one("SELECT count(*) FROM passages")[0],
            oldest=date.fromisoformat(oldest) if oldest else None,
            newest=date.fromisoformat(newest) if newest else None,
            outlets=tuple((row[0], row[1]) for row in outlets),
        )

    def close(self) -> None:
        for connection in self._connections:
            connection.close()
        self._connections.clear()
        self._local = threading.local()

    # -- connections

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            try:
                # Closed from another thread at the end, hence the check is off.
                connection = sqlite3.connect(self._path, timeout=30, check_same_thread=False)
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA foreign_keys = ON")
            except sqlite3.Error as error:
                raise _unusable(self._path, error) from error
            self._local.connection = connection
            self._connections.append(connection)
        return connection

    def _read(self, sql: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        try:
            return self._connection().execute(sql, values)
        except sqlite3.Error as error:
            raise _unusable(self._path, error) from error

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is kept, or nothing."""
        connection = self._connection()
        try:
            with connection:
                yield connection
        except sqlite3.Error as error:
            raise _unusable(self._path, error) from error


def _passage_ids(db: sqlite3.Connection, article_id: str) -> set[str]:
    rows = db.execute("SELECT id FROM passages WHERE article_id = ?", (article_id,))
    return {row[0] for row in rows}


def _delete_article(db: sqlite3.Connection, article_id: str) -> None:
    # Passages first and by name: the keyword index hangs on their delete trigger.
    db.execute("DELETE FROM passages WHERE article_id = ?", (article_id,))
    db.execute("DELETE FROM articles WHERE id = ?", (article_id,))


def _article(row: Sequence[str]) -> Article:
    id, title, text, url, outlet, published, source = row
    day = date.fromisoformat(published) if published else None
    return Article(id, title, text, url, outlet, day, source)


def _unusable(path: Path, error: Exception) -> LibraryError:
    return LibraryError(
        f"The library {path} cannot be used ({error}): check that its folder exists on a disk "
        "that is writable and not full, or choose another with --library."
    )
