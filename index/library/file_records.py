"""What a library was made from and with: roots, files, failures, encoder, unfinished syncs.

Knows nothing of the articles' text.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from index.sqlite import Database
from index.types import Failure


@dataclass(frozen=True, slots=True)
class FileStamp:
    """Size, time of change (ns) and recipe of a file when it was last read to its end."""

    size: int
    mtime_ns: int
    recipe: str


class Ledger(Database):
    """The part of a library's database that keeps these records."""

    def encoder(self) -> str | None:
        """Name of the encoder the library was made with; None when it is new."""
        return self._noted("encoder")

    def set_encoder(self, name: str) -> None:
        """Record the encoder's name."""
        self._note("encoder", name)

    def recipe(self) -> str | None:
        """What the articles were cleaned and split by; None when that was not recorded."""
        return self._noted("recipe")

    def set_recipe(self, recipe: str) -> None:
        """Record the recipe, see `index.syncing.prepare_articles.RECIPE`."""
        self._note("recipe", recipe)

    def declined(self) -> str | None:
        """The encoder and recipe of the library that the owner gave up for this one; None: none."""
        return self._noted("declined")

    def decline(self, stamp: str | None) -> None:
        """Record what the owner gave up, or with None forget it."""
        self._note("declined", stamp)

    def miss_rate(self) -> float | None:
        """Share of passages that a search missed right after all were stored; None: unknown."""
        noted = self._noted("missed")
        return None if noted is None else float(noted)

    def set_miss_rate(self, share: float) -> None:
        """Record the miss rate."""
        self._note("missed", str(share))

    def unfinished(self) -> list[Path] | None:
        """Roots of the syncs that were begun and not finished; None when there are none."""
        noted = self._noted("unfinished")
        return None if noted is None else [Path(path) for path in json.loads(noted)]

    def begin(self, roots: Iterable[Path]) -> None:
        """Record that a sync of `roots` begins; it counts as unfinished until `finish`."""
        both = dict.fromkeys([*(self.unfinished() or []), *roots])
        self._note("unfinished", json.dumps([str(path) for path in both]))

    def finish(self) -> None:
        """Record that the sync came to its end."""
        self._note("unfinished", None)
        self.touch()

    def revision(self) -> int:
        """Number of changes so far, by which other programs notice that there are new ones."""
        return int(self._noted("revision") or 0)

    def touch(self) -> None:
        """Raise the revision, so that other programs refresh."""
        self._note("revision", str(self.revision() + 1))

    def failures(self) -> list[Failure]:
        """What could not be read when it was last tried."""
        rows = self.read("SELECT source, file, reason FROM failures")
        return [_failure(*row) for row in rows]

    def set_failures(self, file: str, failures: Iterable[Failure]) -> None:
        """Replace the recorded failures of one file or root."""
        with self.transaction() as db:
            db.execute("DELETE FROM failures WHERE file = ?", (file,))
            db.executemany(
                "INSERT OR REPLACE INTO failures VALUES (?, ?, ?)",
                [(failure.source, file, failure.reason) for failure in failures],
            )

    def failed_files(self) -> set[str]:
        """Files and roots that have recorded failures."""
        return {row[0] for row in self.read("SELECT DISTINCT file FROM failures")}

    def roots(self) -> list[Path]:
        """Files and folders that make up the library, as they were given to `byline index`."""
        return [Path(row[0]) for row in self.read("SELECT path FROM roots ORDER BY path")]

    def add_roots(self, paths: Iterable[Path]) -> None:
        """Add roots; those that are known are ignored."""
        with self.transaction() as db:
            db.executemany("INSERT OR IGNORE INTO roots VALUES (?)", [(str(p),) for p in paths])

    def forget_roots(self, paths: Iterable[Path]) -> None:
        """Remove roots from the list; their articles stay."""
        with self.transaction() as db:
            db.executemany("DELETE FROM roots WHERE path = ?", [(str(p),) for p in paths])

    def relocate(self, old: Path, new: Path) -> None:
        """Record that the files in the folder `old` are now in the folder `new`."""
        columns = (("roots", "path"), ("files", "path"), ("articles", "file"))
        both = (("failures", "source"), ("failures", "file"))
        start, end = f"{old}/", len(str(old)) + 1
        with self.transaction() as db:
            for table, column in (*columns, *both):
                db.execute(
                    f"UPDATE OR REPLACE {table} SET {column} = ? || substr({column}, ?) "  # noqa: S608 - ours
                    f"WHERE substr({column}, 1, ?) = ?",
                    (str(new), end, end, start),
                )
        if unfinished := self.unfinished():
            moved = [
                new / root.relative_to(old) if root.is_relative_to(old) else root
                for root in unfinished
            ]
            self._note("unfinished", json.dumps([str(root) for root in moved]))

    def files(self) -> dict[str, FileStamp]:
        """The stamp of every file that was read to its end, by path."""
        rows = self.read("SELECT path, size, mtime_ns, recipe FROM files")
        return {row[0]: FileStamp(*row[1:]) for row in rows}

    def stamp_file(self, path: str, stamp: FileStamp | None) -> None:
        """Record a file's stamp, or with None forget it."""
        with self.transaction() as db:
            if stamp is None:
                db.execute("DELETE FROM files WHERE path = ?", (path,))
            else:
                db.execute(
                    "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)",
                    (path, stamp.size, stamp.mtime_ns, stamp.recipe),
                )

    def digests(self, file: str) -> dict[str, tuple[str, str]]:
        """Article id and fingerprint of each record of one file, by the record's key."""
        rows = self.read("SELECT key, id, digest FROM articles WHERE file = ?", (file,))
        return {row[0]: (row[1], row[2]) for row in rows}

    def articles_like(self, digest: str) -> list[tuple[str, str]]:
        """Id and file of each article with this fingerprint."""
        return [
            (row[0], row[1])
            for row in self.read("SELECT id, file FROM articles WHERE digest = ?", (digest,))
        ]

    def article_files(self) -> set[str]:
        """Files that articles came from."""
        return {row[0] for row in self.read("SELECT DISTINCT file FROM articles")}

    def article_ids(self) -> dict[tuple[str, str], str]:
        """The id of every article, by file and record key."""
        rows = self.read("SELECT file, key, id FROM articles")
        return {(row[0], row[1]): row[2] for row in rows}

    def _noted(self, key: str) -> str | None:
        rows = self.read("SELECT value FROM meta WHERE key = ?", (key,))
        return str(rows[0][0]) if rows else None

    def _note(self, key: str, value: str | None) -> None:
        with self.transaction() as db:
            if value is None:
                db.execute("DELETE FROM meta WHERE key = ?", (key,))
            else:
                db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def _failure(source: str, file: str, reason: str) -> Failure:
    """A row of the table `failures`, whose `source` is "FILE" or "FILE RECORD".

    A root's failures may concern a folder below it; then `source` does not begin with `file`.
    """
    record = source.removeprefix(f"{file} ")
    return Failure(file, reason, record) if record != source else Failure(source, reason)
