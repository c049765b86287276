"""The library's one truth: articles, their sentences, passages with vectors, and keyword index.

A passage exists when it stands here; the vector store only follows. Knows nothing of readers,
encoders or questions.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from index.database import Connection
from index.library import schema
from index.library.keywords import FREQUENT, anywhere, expression, plan
from index.library.ledger import FileStamp, Ledger
from index.splitting.unspaced import separated
from index.types import Article, Passage, Published, Sentence, Summary, Vectors

__all__ = ["FileStamp", "Library"]

# Vectors are kept at half precision: a cosine comes out the same to four places.
_KEPT_AS = np.float16

# Endings of Russian and Ukrainian, which the index's English stemmer does not know: a question's
# words of that script are looked for by their beginning, from this length on.
_CYRILLIC = re.compile("[\u0400-\u04ff]+$")
_LONG_ENOUGH = 5


class Library(Ledger):
    """Opens or makes the database at `path`. Raises LibraryError when that fails."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, schema.prepare, schema.OPTIONS)
        self._frequent: set[str] = set()  # terms that stand in a great many passages

    # -- writing articles

    def put(
        self,
        article: Article,
        sentences: Sequence[Sentence],
        passages: Sequence[Passage],
        *,
        key: str,
        digest: str,
        vectors: Mapping[str, Vectors] | None = None,
    ) -> set[str]:
        """Add or replace one article whole; returns ids of passages it had and has no more.

        `vectors` are those of its passages, by id.
        """
        published = article.published.isoformat() if article.published else None
        with self.transaction() as db:
            known = vectors or {}
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
            _keep_vectors(db, {p.id: known[p.id] for p in passages if p.id in known})
        return stale

    def keep_vectors(self, vectors: Mapping[str, Vectors]) -> None:
        """Add or replace vectors of passages, by id."""
        with self.transaction() as db:
            _keep_vectors(db, vectors)

    def move(self, article_id: str, file: str, key: str) -> None:
        """The article is found in another place now; nothing else about it changed."""
        with self.transaction() as db:
            db.execute(
                "UPDATE articles SET file = ?, key = ? WHERE id = ?", (file, key, article_id)
            )

    def doubt(self, article_ids: Iterable[str]) -> None:
        """Let the next sync read these articles again and replace them."""
        wanted = json.dumps(list(article_ids))
        with self.transaction() as db:
            db.execute(
                "DELETE FROM files WHERE path IN (SELECT file FROM articles WHERE id IN "
                "(SELECT value FROM json_each(?)))",
                (wanted,),
            )
            db.execute(
                "UPDATE articles SET digest = '' WHERE id IN (SELECT value FROM json_each(?))",
                (wanted,),
            )

    def remove(self, article_id: str) -> set[str]:
        """Remove one article whole; returns the ids of its passages."""
        with self.transaction() as db:
            stale = _passage_ids(db, article_id)
            _delete_article(db, article_id)
        return stale

    def renew_keywords(self) -> None:
        """Make the keyword index anew."""
        with self.transaction() as db:
            schema.make_keywords(db)

    def keywords_agree(self) -> bool:
        """Whether the keyword index holds the words of the passages and no others."""
        with self.transaction() as db:
            return schema.keywords_agree(db)

    # -- reading articles

    def article(self, article_id: str) -> Article | None:
        rows = self.read(
            "SELECT id, title, text, url, outlet, published, file FROM articles WHERE id = ?",
            (article_id,),
        )
        return _article(rows[0]) if rows else None

    def numbered(self, number: int) -> Article | None:
        """The article with this number, by which people name it."""
        rows = self.read("SELECT article_id FROM numbers WHERE number = ?", (number,))
        return self.article(rows[0][0]) if rows else None

    def numbers(self) -> dict[str, int]:
        """The number of every article that is or ever was here: given once, never again."""
        return dict(self.read("SELECT article_id, number FROM numbers"))

    def number(self, article_id: str) -> int:
        """The number of one article; 0 when it never was here."""
        rows = self.read("SELECT number FROM numbers WHERE article_id = ?", (article_id,))
        return int(rows[0][0]) if rows else 0

    def keep_numbers(self, numbers: dict[str, int]) -> None:
        """Have these articles numbered so, as in the library that this one takes the place of."""
        with self.transaction() as db:
            db.executemany(
                "INSERT OR REPLACE INTO numbers VALUES (?, ?)",
                [(number, id) for id, number in numbers.items()],
            )

    def latest(self, count: int, skip: int = 0) -> list[Article]:
        """`count` articles by date, the newest first, after `skip`; undated ones come last."""
        rows = self.read(
            "SELECT id, title, text, url, outlet, published, file FROM articles "
            "ORDER BY published DESC, id LIMIT ? OFFSET ?",
            (count, skip),
        )
        return [_article(row) for row in rows]

    def other_texts(self, article: Article) -> list[str]:
        """Ids of articles with the url of `article`, if it has one, but not its text."""
        if not article.url:
            return []
        rows = self.read(
            "SELECT id FROM articles WHERE url = ? AND id != ? AND text != ? ORDER BY id",
            (article.url, article.id, article.text),
        )
        return [row[0] for row in rows]

    def sentences(self, article: Article, first: int = 0, last: int = 1 << 30) -> list[Sentence]:
        """Sentences `first` to `last` (both included) of `article`, in order."""
        rows = self.read(
            'SELECT number, start, "end" FROM sentences '
            "WHERE article_id = ? AND number BETWEEN ? AND ? ORDER BY number",
            (article.id, first, last),
        )
        return [Sentence(article.id, n, s, e, article.text[s:e]) for n, s, e in rows]

    def passages(self, ids: Iterable[str]) -> dict[str, Passage]:
        """Passages by id; ids that the library does not hold are left out."""
        wanted = json.dumps(list(ids))
        rows = self.read(
            "SELECT id, article_id, first, last, text FROM passages "
            "WHERE id IN (SELECT value FROM json_each(?))",
            (wanted,),
        )
        return {row[0]: Passage(*row) for row in rows}

    def vectors(self, ids: Iterable[str]) -> dict[str, Vectors]:
        """Vectors of passages by id; of passages without one there is none."""
        rows = self.read(
            "SELECT id, vector FROM passages JOIN vectors ON passage = passages.rowid "
            "WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        )
        return {id: np.frombuffer(kept, _KEPT_AS).astype(np.float32) for id, kept in rows}

    def passages_of(self, article_id: str) -> list[Passage]:
        """An article's passages, in order."""
        rows = self.read(
            "SELECT id, article_id, first, last, text FROM passages WHERE article_id = ? "
            "ORDER BY first",
            (article_id,),
        )
        return [Passage(*row) for row in rows]

    def ids_without_vectors(self) -> set[str]:
        """Passages without a vector, as in a library made before vectors were kept here."""
        rows = self.read(
            "SELECT id FROM passages LEFT JOIN vectors ON passage = passages.rowid "
            "WHERE passage IS NULL"
        )
        return {row[0] for row in rows}

    def passage_ids(self) -> set[str]:
        return {row[0] for row in self.read("SELECT id FROM passages")}

    def passage_ids_published(self, when: Published, most: int) -> list[str]:
        """Passages of articles published then, newest first, at most `most`."""
        rows = self.read(
            "SELECT passages.id FROM articles JOIN passages ON article_id = articles.id "
            "WHERE published BETWEEN ? AND ? ORDER BY published DESC LIMIT ?",
            (*_days(when), most),
        )
        return [row[0] for row in rows]

    def newest_passages(self, count: int) -> list[str]:
        """Ids of `count` passages of the newest articles, each article's in reading order."""
        rows = self.read(
            "SELECT p.id FROM passages p JOIN articles a ON a.id = p.article_id "
            "ORDER BY a.published DESC, a.id, p.first LIMIT ?",
            (count,),
        )
        return [id for (id,) in rows]

    def newest(self) -> date | None:
        """Day of the newest article; None when none has a date."""
        day = self.read("SELECT max(published) FROM articles")[0][0]
        return date.fromisoformat(day) if day else None

    def keyword_search(
        self, words: Sequence[str], count: int, when: Published | None = None
    ) -> list[tuple[str, float]]:
        """Ids and BM25 scores (higher is better) of passages with any of `words`, best first.

        With `when`, of articles published then. In a large library the rarer words decide which
        passages are looked at; see `index.library.keywords`.
        """
        quoted = {word: _quoted(word) for word in words}
        planned = plan(self._counts(quoted))
        if when:  # few passages are of those days, so any word will do
            planned = anywhere(planned)
        query = expression(planned, quoted)
        if not query:
            return []
        if when:
            rows = self.read(
                "SELECT passages.id, -bm25(words) FROM words "
                "JOIN passages ON passages.rowid = words.rowid "
                "JOIN articles ON articles.id = article_id AND published BETWEEN ? AND ? "
                "WHERE words MATCH ? ORDER BY rank LIMIT ?",
                (*_days(when), query, count),
            )
        else:
            rows = self.read(
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
            rows = self.read(
                "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)",
                (term, FREQUENT),
            )
            counts[word] = rows[0][0]
            if counts[word] == FREQUENT:  # and hardly ever ceases to be, so it is counted once
                self._frequent.add(term)
        return counts

    def summary(self) -> Summary:
        (counted,) = self.read(
            "SELECT count(*), min(published), max(published), "
            "(SELECT count(*) FROM sentences), (SELECT count(*) FROM passages) FROM articles"
        )
        articles, oldest, newest, sentences, parts = counted
        outlets = self.read(
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


def _days(when: Published) -> tuple[str, str]:
    # Dates are kept as ISO text, which sorts as dates do.
    return ((when.first or date.min).isoformat(), (when.last or date.max).isoformat())


def _passage_ids(db: Connection, article_id: str) -> set[str]:
    rows = db.execute("SELECT id FROM passages WHERE article_id = ?", (article_id,))
    return {row[0] for row in rows}


def _delete_article(db: Connection, article_id: str) -> None:
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


def _keep_vectors(db: Connection, vectors: Mapping[str, Vectors]) -> None:
    db.executemany(
        "INSERT OR REPLACE INTO vectors SELECT rowid, ? FROM passages WHERE id = ?",
        [(vector.astype(_KEPT_AS).tobytes(), id) for id, vector in vectors.items()],
    )
