"""Room: SQLite. What chats remember: questions, and answers with their citations.

Kept apart from the library, so that a re-index or a new library leaves old citations readable.
A conversation is named by its caller, such as "telegram:42"; nobody sees another's. It is made of
talks, numbered from 0: a follow-up sees its own talk only, buttons reach the answers of all.
"""

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.record import from_record, to_record
from bot.types import Answer, Turn
from index.errors import LibraryError

_BUSY_S = 2.0  # another process may hold the file for a moment; the bot must not stand still
_SCHEMA = """
CREATE TABLE IF NOT EXISTS exchanges (
    id INTEGER PRIMARY KEY AUTOINCREMENT, conversation TEXT NOT NULL, talk INTEGER NOT NULL,
    asked_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, record TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS exchanges_by_talk ON exchanges (conversation, talk, id);
CREATE TABLE IF NOT EXISTS talks (conversation TEXT PRIMARY KEY, number INTEGER NOT NULL);
"""


class Sessions:
    """Opens or makes the database at `path`; every method raises LibraryError when it fails.

    May be used from any thread.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, timeout=_BUSY_S, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.executescript(_SCHEMA)
        except (OSError, sqlite3.Error) as error:
            raise self._unusable(error) from error

    def talk(self, conversation: str) -> int:
        """The number of the talk that the conversation is in."""
        with self._open() as db:
            row = db.execute(
                "SELECT number FROM talks WHERE conversation = ?", (conversation,)
            ).fetchone()
        return int(row[0]) if row else 0

    def remember(self, conversation: str, answer: Answer, talk: int | None = None) -> int:
        """Keep an answer in `talk` (else the present one); returns the id for its buttons."""
        record = json.dumps(to_record(answer))
        number = self.talk(conversation) if talk is None else talk
        with self._open() as db:
            cursor = db.execute(
                "INSERT INTO exchanges (conversation, talk, record) VALUES (?, ?, ?)",
                (conversation, number, record),
            )
        return int(cursor.lastrowid or 0)

    def answer(self, conversation: str, id: int) -> Answer | None:
        """An answer that was given in this conversation, in whatever talk."""
        rows = self._answers("conversation = ? AND id = ?", (conversation, id), 1)
        return rows[0][1] if rows else None

    def last(self, conversation: str) -> tuple[int, Answer] | None:
        """The latest answer of the present talk, and its id."""
        place = (conversation, self.talk(conversation))
        rows = self._answers("conversation = ? AND talk = ?", place, 1)
        return rows[0] if rows else None

    def history(self, conversation: str, talk: int | None = None, *, turns: int = 4) -> list[Turn]:
        """The latest exchanges of `talk` (else the present one), oldest first."""
        place = (conversation, self.talk(conversation) if talk is None else talk)
        rows = self._answers("conversation = ? AND talk = ?", place, turns)
        return [answer.turn for _, answer in reversed(rows)]

    def begin_anew(self, conversation: str) -> None:
        """Go on to the next talk."""
        with self._open() as db:
            db.execute(
                "INSERT INTO talks VALUES (?, 1) "
                "ON CONFLICT (conversation) DO UPDATE SET number = number + 1",
                (conversation,),
            )

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def _answers(
        self, where: str, values: tuple[object, ...], count: int
    ) -> list[tuple[int, Answer]]:
        with self._open() as db:
            rows = db.execute(
                f"SELECT id, record FROM exchanges WHERE {where} ORDER BY id DESC LIMIT ?",  # noqa: S608 - `where` is ours
                (*values, count),
            ).fetchall()
        return [(row[0], from_record(json.loads(row[1]))) for row in rows]

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """One transaction at a time: all of it is kept, or nothing."""
        try:
            with self._lock, self._db:
                yield self._db
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def _unusable(self, error: Exception) -> LibraryError:
        return LibraryError(
            f"What chats remember cannot be kept in {self._path} ({error}): check that the disk "
            "is writable and not full."
        )
