"""Keeps, in the library's database, which passages are copies of one another.

A signature is made once for each passage. After each change all groups are computed from all
signatures, which takes a fraction of a second, so that they never depend on the order in which
articles arrived.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

import numpy as np

from index.library import duplicate_detection
from index.library.duplicate_detection import (
    DUPLICATES_VERSION,
    Shape,
    Signatures,
    shape,
    signature,
    signatures,
)
from index.library.library import Library
from index.splitting.passages import body

_BATCH = 500  # texts read at a time
_READ = 10_000  # signatures read at a time
_NAMED = 50  # most articles of one group that are named


def regroup(library: Library, before_batch: Callable[[], None] = lambda: None) -> None:
    """Group the passages again if any was added or removed since.

    `before_batch` is called before each batch; what it raises ends the work.
    """
    _sign(library, before_batch)
    if not library.read("SELECT 1 FROM meta WHERE key = 'ungrouped'"):
        return
    before_batch()
    passages, rows = _likely(library)
    found = duplicate_detection.groups(rows, _shapes(library, passages))
    with library.transaction() as db:
        db.execute("DELETE FROM copies")
        db.executemany(
            "INSERT INTO copies VALUES (?, ?)",
            [(passages[row], passages[group[0]]) for group in found for row in group],
        )
        db.execute("DELETE FROM meta WHERE key = 'ungrouped'")


def groups(library: Library, passage_ids: Iterable[str]) -> dict[str, int]:
    """Groups by passage id; passages without copies are left out."""
    return dict(
        library.read(
            "SELECT id, copy_of FROM passages JOIN copies ON passage = passages.rowid "
            "WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(passage_ids)),),
        )
    )


def articles(library: Library, group: int, until: date | None = None) -> list[str]:
    """Ids of at most 50 articles that print the passages of `group`, the earliest first.

    `until` leaves out those published later.
    """
    day = until.isoformat() if until else None
    rows = library.read(
        "SELECT DISTINCT a.id, a.published FROM copies JOIN passages ON passages.rowid = passage "
        "JOIN articles a ON a.id = article_id "
        "WHERE copy_of = ? AND (? IS NULL OR a.published <= ?) "
        "ORDER BY a.published IS NULL, a.published, a.id LIMIT ?",
        (group, day, day, _NAMED),
    )
    return [row[0] for row in rows]


def _sign(library: Library, before_batch: Callable[[], None]) -> None:
    """Make the missing signatures, or all of them if they are of another version."""
    version = str(DUPLICATES_VERSION)
    if library.read("SELECT value FROM meta WHERE key = 'signatures'") != [(version,)]:
        with library.transaction() as db:
            db.execute("DELETE FROM signatures")
            db.execute("INSERT OR REPLACE INTO meta VALUES ('signatures', ?)", (version,))
    last = 0
    while rows := library.read(
        "SELECT p.rowid, text FROM passages p LEFT JOIN signatures ON passage = p.rowid "
        "WHERE p.rowid > ? AND passage IS NULL ORDER BY p.rowid LIMIT ?",
        (last, _BATCH),
    ):
        before_batch()
        made = [(row, signature(shape(body(text)))) for row, text in rows]
        with library.transaction() as db:
            db.execute("INSERT OR IGNORE INTO meta VALUES ('ungrouped', '')")
            db.executemany("INSERT INTO signatures VALUES (?, ?)", made)
        last = rows[-1][0]


def _likely(library: Library) -> tuple[list[int], Signatures]:
    """Row ids of passages that may be copies, ordered by passage id, and their signatures."""
    passages: list[int] = []
    parts: list[Signatures] = []
    while rows := library.read(
        "SELECT passage, bands FROM signatures WHERE passage > ? ORDER BY passage LIMIT ?",
        (passages[-1] if passages else 0, _READ),
    ):
        passages += [passage for passage, _ in rows]
        parts.append(signatures([bands for _, bands in rows]))
    if not parts:
        return [], signatures([])
    all_rows = np.concatenate(parts)
    chosen = {passages[row]: row for row in duplicate_detection.sharing(all_rows)}
    ordered = library.read(
        "SELECT rowid FROM passages WHERE rowid IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(list(chosen)),),
    )
    return [row[0] for row in ordered], all_rows[[chosen[row[0]] for row in ordered]]


def _shapes(library: Library, passages: Sequence[int]) -> Iterator[Shape]:
    for start in range(0, len(passages), _BATCH):
        part = passages[start : start + _BATCH]
        texts = dict(
            library.read(
                "SELECT rowid, text FROM passages WHERE rowid IN (SELECT value FROM json_each(?))",
                (json.dumps(part),),
            )
        )
        yield from (shape(body(texts[row])) for row in part)
