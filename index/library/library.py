"""The database of a library: articles, sentences, passages with vectors, and the keyword index.

A passage exists when it is in here; the vector store follows. Knows nothing of readers, encoders
or questions.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from index.library import schema, spelling
from index.library.file_records import FileStamp, Ledger
from index.library.keywords import FREQUENT, anywhere, expression, plan
from index.splitting.languages_without_spaces import separated
from index.splitting.passages import body
from index.sqlite import Connection
from index.types import Article, Passage, Published, Sentence, Summary, Vectors

__all__ = ["FileStamp", "Library"]

# Vectors are kept at half precision, which changes a cosine only after the fourth decimal.
_KEPT_AS = np.float16

# The index's English stemmer does not know the endings of Russian and Ukrainian: words of that
# script, from this length on, are searched for by their prefix.
_CYRILLIC = re.compile("[\u0400-\u04ff]+$")
_LONG_ENOUGH = 5


class Library(Ledger):
    """The database at `path`, opened or created. Every method may raise LibraryError."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, schema.prepare, schema.OPTIONS)
        self._frequent: set[str] = set()  # search terms that are in very many passages

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
        """Add or replace one article; give the ids of passages that it had and no longer has.

        `key` and `digest` are key and fingerprint of its record. `vectors` are those of its
        passages, by id.
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
            # An article that was removed and comes back keeps its number.
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
        """Record that an otherwise unchanged article is in another file or under another key.

        The file that it was in is read again when it comes back.
        """
        with self.transaction() as db:
            db.execute(
                "DELETE FROM files WHERE path = (SELECT file FROM articles WHERE id = ?) "
                "AND path != ?",
                (article_id, file),
            )
            db.execute(
                "UPDATE articles SET file = ?, key = ? WHERE id = ?", (file, key, article_id)
            )

    def mark_for_rereading(self, article_ids: Iterable[str]) -> None:
        """Make the next sync read these articles again and replace them."""
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
        """Remove one article; give the ids of its passages."""
        with self.transaction() as db:
            stale = _passage_ids(db, article_id)
            _delete_article(db, article_id)
        return stale

    def rebuild_keywords(self) -> None:
        """Rebuild the keyword index from the passages."""
        with self.transaction() as db:
            schema.make_keywords(db)

    def keywords_match(self) -> bool:
        """Whether the keyword index holds exactly the words of the passages."""
        with self.transaction() as db:
            return schema.keywords_match(db)

    # -- reading articles

    def article(self, article_id: str) -> Article | None:
        """The article with this id, or None."""
        rows = self.read(
            "SELECT id, title, text, url, outlet, published, file FROM articles WHERE id = ?",
            (article_id,),
        )
        return _article(rows[0]) if rows else None

    def numbered(self, number: int) -> Article | None:
        """The article with this number, by which people refer to it, or None."""
        rows = self.read("SELECT article_id FROM numbers WHERE number = ?", (number,))
        return self.article(rows[0][0]) if rows else None

    def numbers(self) -> dict[str, int]:
        """Numbers by article id, of all articles that are or were here; none is used twice."""
        return dict(self.read("SELECT article_id, number FROM numbers"))

    def number(self, article_id: str) -> int:
        """The number of one article; 0 when it was never here."""
        rows = self.read("SELECT number FROM numbers WHERE article_id = ?", (article_id,))
        return int(rows[0][0]) if rows else 0

    def keep_numbers(self, numbers: dict[str, int]) -> None:
        """Give articles the numbers they had in the library that this one replaces.

        What has a number here keeps it.
        """
        with self.transaction() as db:
            db.executemany(
                "INSERT OR IGNORE INTO numbers VALUES (?, ?)",
                [(number, article_id) for article_id, number in numbers.items()],
            )

    def latest(self, count: int, skip: int = 0) -> list[Article]:
        """`count` articles after the first `skip`, newest first; undated ones come last."""
        rows = self.read(
            "SELECT id, title, text, url, outlet, published, file FROM articles "
            "ORDER BY published DESC, id LIMIT ? OFFSET ?",
            (count, skip),
        )
        return [_article(row) for row in rows]

    def other_texts(self, article: Article) -> list[str]:
        """Ids of articles that have the url of `article` but another text."""
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
        """Vectors by passage id; passages without a vector are left out."""
        rows = self.read(
            "SELECT id, vector FROM passages JOIN vectors ON passage = passages.rowid "
            "WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        )
        return {row[0]: np.frombuffer(row[1], _KEPT_AS).astype(np.float32) for row in rows}

    def passages_of(self, article_id: str) -> list[Passage]:
        """An article's passages, in order."""
        rows = self.read(
            "SELECT id, article_id, first, last, text FROM passages WHERE article_id = ? "
            "ORDER BY first",
            (article_id,),
        )
        return [Passage(*row) for row in rows]

    def ids_without_vectors(self) -> set[str]:
        """Ids of passages without a vector, as in a library from before vectors were kept here."""
        rows = self.read(
            "SELECT id FROM passages LEFT JOIN vectors ON passage = passages.rowid "
            "WHERE passage IS NULL"
        )
        return {row[0] for row in rows}

    def passage_ids(self) -> set[str]:
        """Ids of all passages."""
        return {row[0] for row in self.read("SELECT id FROM passages")}

    def passage_ids_published(self, when: Published, most: int) -> list[str]:
        """Ids of at most `most` passages of articles published within `when`, newest first."""
        rows = self.read(
            "SELECT passages.id FROM articles JOIN passages ON article_id = articles.id "
            "WHERE published BETWEEN ? AND ? ORDER BY published DESC LIMIT ?",
            (*_days(when), most),
        )
        return [row[0] for row in rows]

    def newest_passages(self, count: int) -> list[str]:
        """Ids of `count` passages of the newest articles, in reading order within each article."""
        rows = self.read(
            "SELECT p.id FROM passages p JOIN articles a ON a.id = p.article_id "
            "ORDER BY a.published DESC, a.id, p.first LIMIT ?",
            (count,),
        )
        return [row[0] for row in rows]

    def newest(self) -> date | None:
        """Day of the newest article; None when none has a date."""
        day = self.read("SELECT max(published) FROM articles")[0][0]
        return date.fromisoformat(day) if day else None

    def keyword_search(
        self, words: Sequence[str], count: int, when: Published | None = None
    ) -> list[tuple[str, float]]:
        """Ids and BM25 scores (higher is better) of passages with any of `words`, best first.

        `when` limits the search to articles published within that span. In a large library the
        rarer words decide which passages are scored; see `index.library.keywords`.
        """
        quoted = {word: _quoted(word) for word in words}
        planned = plan(self._counts(quoted))
        if when:  # few passages are from those days, so one word is enough
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

    def printed_names(self, names: Iterable[str]) -> dict[str, str]:
        """Names that no article has, as typed -> the name in articles that each may mean.

        Those that articles have, and those that are like none, are left out.
        """
        found = {}
        for name in names:
            if self._counts({name: _quoted(name.lower())})[name] or not (
                heard := spelling.sound(name)
            ):
                continue
            few, many = len(heard) - spelling.slips(heard), len(heard) + spelling.slips(heard)
            rows = self.read(
                "SELECT sound, word FROM names WHERE sound BETWEEN ? AND ? "
                "AND length(sound) BETWEEN ? AND ?",
                (heard[0], heard[0] + "\x7f", few, many),
            )
            meant = spelling.candidates(name, rows)
            counts = self._counts({c.name.lower(): _quoted(c.name.lower()) for c in meant})
            if printed := spelling.likeliest(meant, counts):
                found[name] = printed
        return found

    def texts_with(self, word: str, count: int) -> list[str]:
        """The texts of `count` of the newest passages with a word, without their headlines."""
        rows = self.read(
            "SELECT passages.text FROM words JOIN passages ON passages.rowid = words.rowid "
            "WHERE words MATCH ? ORDER BY words.rowid DESC LIMIT ?",
            (_quoted(word), count),
        )
        return [body(text) for (text,) in rows]

    def _counts(self, quoted: Mapping[str, str]) -> dict[str, int]:
        """Number of passages that contain each word, counted up to `FREQUENT`."""
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
            if counts[word] == FREQUENT:  # a frequent word stays frequent: count it once
                self._frequent.add(term)
        return counts

    def summary(self) -> Summary:
        """Counts of what the library holds."""
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
    # Dates are kept as ISO text, which sorts like dates.
    return ((when.first or date.min).isoformat(), (when.last or date.max).isoformat())


def _passage_ids(db: Connection, article_id: str) -> set[str]:
    rows = db.execute("SELECT id FROM passages WHERE article_id = ?", (article_id,))
    return {row[0] for row in rows}


def _delete_article(db: Connection, article_id: str) -> None:
    # Passages first and explicitly: their delete trigger updates the keyword index.
    db.execute("DELETE FROM passages WHERE article_id = ?", (article_id,))
    db.execute("DELETE FROM articles WHERE id = ?", (article_id,))


def _article(row: Sequence[Any]) -> Article:
    article_id, title, text, url, outlet, published, source = row
    day = date.fromisoformat(published) if published else None
    return Article(article_id, title, text, url, outlet, day, source)


def _quoted(word: str) -> str:
    """Quote `word` as an FTS5 string, so that nothing a reader types counts as query syntax."""
    # SQLite's query parser stops at NUL, and lone surrogates cannot be encoded.
    safe = word.replace("\0", " ").encode("utf-8", "replace").decode()
    prefix = ""
    if len(safe) >= _LONG_ENOUGH and _CYRILLIC.match(safe):
        safe, prefix = safe[: -2 if len(safe) > _LONG_ENOUGH + 1 else -1], "*"
    return '"' + separated(safe).replace('"', '""') + '"' + prefix


def _keep_vectors(db: Connection, vectors: Mapping[str, Vectors]) -> None:
    db.executemany(
        "INSERT OR REPLACE INTO vectors SELECT rowid, ? FROM passages WHERE id = ?",
        [(vector.astype(_KEPT_AS).tobytes(), each) for each, vector in vectors.items()],
    )
