"""What readers think of answers: thumbs up and down, kept with question, evidence and answer.

For the owner, who exports it; nobody else sees it, and it does not say whose it is.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bot.memory.database import Database
from bot.memory.record import to_record
from bot.types import Answer

FILE = "feedback.sqlite"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS verdicts (
    person INTEGER NOT NULL, answer INTEGER NOT NULL, good INTEGER NOT NULL,
    at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, record TEXT NOT NULL,
    PRIMARY KEY (person, answer));
"""


class Feedback:
    """Opens or makes the database at `path`; every method raises LibraryError when it fails.

    May be used from any thread.
    """

    def __init__(self, path: Path) -> None:
        self._db = Database(path, _SCHEMA)

    def give(self, person: int, id: int, answer: Answer, *, good: bool) -> None:
        """Keep what a person thinks of the answer remembered under `id`; the latest counts."""
        record = json.dumps(to_record(answer, str(id)))
        with self._db.transaction() as db:
            db.execute(
                "INSERT OR REPLACE INTO verdicts (person, answer, good, record) "
                "VALUES (?, ?, ?, ?)",
                (person, id, good, record),
            )

    def all(self) -> list[dict[str, Any]]:
        """Every verdict, oldest first: `at` (UTC), `verdict` (up or down), then the answer's
        record as of `byline ask --json`."""
        with self._db.transaction() as db:
            rows = db.execute(
                "SELECT at, good, record FROM verdicts ORDER BY at, answer, person"
            ).fetchall()
        return [
            {"at": at, "verdict": "up" if good else "down", **json.loads(record)}
            for at, good, record in rows
        ]

    def forget(self, person: int) -> None:
        """Delete all that a person said."""
        with self._db.transaction() as db:
            db.execute("DELETE FROM verdicts WHERE person = ?", (person,))
        self._db.purge()

    def close(self) -> None:
        self._db.close()


def as_jsonl(verdicts: Iterable[dict[str, Any]]) -> str:
    """One line a verdict."""
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in verdicts)
