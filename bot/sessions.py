"""Room: SQLite. What chats remember: questions, answers with their citations, and where they began.

Kept apart from the library, so that a re-index or a new library leaves old citations readable.
A conversation is named by its caller, such as "telegram:42"; nobody sees another's.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.record import from_record, to_record
from bot.types import Answer, Turn
from index.errors import LibraryError

_SCHEMA = """
CREATE TABLE IF NOT EXISTS answers (
    id INTEGER PRIMARY KEY AUTOINCREMENT, conversation TEXT NOT NULL,
    asked_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, record TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS answers_by_conversation ON answers (conversation, id);
CREATE TABLE IF NOT EXISTS beginnings (conversation TEXT PRIMARY KEY, after INTEGER NOT NULL);
"""


class Sessions:
    """Opens or makes the database at `path`; every method raises LibraryError when it fails."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, timeout=30, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.executescript(_SCHEMA)
        except (OSError, sqlite3.Error) as error:
            raise self._unusable(error) from error

    def remember(self, conversation: str, answer: Answer) -> int:
        """Keep an answer; returns the id by which buttons find it."""
        with self._writing() as db:
            cursor = db.execute(
                "INSERT INTO answers (conversation, record) VALUES (?, ?)",
                (conversation, json.dumps(to_record(answer))),
            )
        return int(cursor.lastrowid or 0)

    def answer(self, conversation: str, id: int) -> Answer | None:
        """An answer that was given in this conversation."""
        rows = self._answers("conversation = ? AND id = ?", (conversation, id), 1)
        return rows[0][1] if rows else None

    def last(self, conversation: str) -> tuple[int, Answer] | None:
        """The latest answer since the conversation began, and its id."""
        rows = self._answers("conversation = ? AND id > ?", self._since(conversation), 1)
        return rows[0] if rows else None

    def history(self, conversation: str, turns: int = 4) -> list[Turn]:
        """The latest exchanges since the conversation began, oldest first."""
        rows = self._answers("conversation = ? AND id > ?", self._since(conversation), turns)
        return [answer.turn for _, answer in reversed(rows)]

    def begin_anew(self, conversation: str) -> None:
        """Follow-ups reach no further back than here; older answers stay for their buttons."""
        with self._writing() as db:
            db.execute(
                "INSERT OR REPLACE INTO beginnings "
                "SELECT ?, coalesce(max(id), 0) FROM answers WHERE conversation = ?",
                (conversation, conversation),
            )

    def close(self) -> None:
        self._db.close()

    def _since(self, conversation: str) -> tuple[str, int]:
        row = self._db.execute(
            "SELECT after FROM beginnings WHERE conversation = ?", (conversation,)
        ).fetchone()
        return conversation, row[0] if row else 0

    def _answers(
        self, where: str, values: tuple[object, ...], count: int
    ) -> list[tuple[int, Answer]]:
        try:
            rows = self._db.execute(
                f"SELECT id, record FROM answers WHERE {where} ORDER BY id DESC LIMIT ?",  # noqa: S608 - `where` is ours
                (*values, count),
            ).fetchall()
        except sqlite3.Error as error:
            raise self._unusable(error) from error
        return [(row[0], from_record(json.loads(row[1]))) for row in rows]

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        try:
            with self._db:
                yield self._db
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def _unusable(self, error: Exception) -> LibraryError:
        return LibraryError(
            f"What chats remember cannot be kept in {self._path} ({error}): check that the disk "
            "is writable and not full."
        )
