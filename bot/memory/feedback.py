"""Keeps what readers think of answers: thumbs up and down, with question, evidence and answer.

Only the owner sees it, in an export that does not name the readers.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bot.memory.answer_json import answer_to_json
from bot.memory.memory_database import Store, opened
from bot.types import Answer

FILE = "feedback.sqlite"
KEPT = 10_000  # the latest verdicts
_SCHEMA = """
CREATE TABLE IF NOT EXISTS verdicts (
    person INTEGER NOT NULL, answer INTEGER NOT NULL, good INTEGER NOT NULL,
    at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, record TEXT NOT NULL,
    PRIMARY KEY (person, answer));
"""


class Feedback:
    """Readers' verdicts. Every method raises LibraryError when the database fails.

    May be used from any thread.
    """

    def __init__(self, place: Path | Store) -> None:
        """Keep them in the file `place`, created when it is not there, or in a database."""
        self._db = opened(place, _SCHEMA)

    def give(self, person: int, answer_id: int, answer: Answer, *, good: bool) -> None:
        """Keep what a person thinks of an answer; a later verdict replaces an earlier one."""
        record = json.dumps(answer_to_json(answer, str(answer_id)))
        with self._db.transaction() as db:
            db.execute(
                "INSERT INTO verdicts (person, answer, good, record) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (person, answer) DO UPDATE SET at = CURRENT_TIMESTAMP, "
                "good = excluded.good, record = excluded.record",
                (person, answer_id, int(good), record),
            )
            db.execute(
                "DELETE FROM verdicts WHERE answer < (SELECT min(answer) FROM "
                "(SELECT answer FROM verdicts ORDER BY answer DESC LIMIT ?) AS latest)",
                (KEPT,),
            )

    def all(self) -> list[dict[str, Any]]:
        """Every verdict, oldest first.

        Each has `at` (UTC), `verdict` ("up" or "down") and the fields of `byline ask --json`.
        """
        with self._db.transaction() as db:
            rows = db.execute(
                "SELECT CAST(at AS TEXT), good, record FROM verdicts ORDER BY at, answer, person"
            ).fetchall()
        return [
            {"at": at, "verdict": "up" if good else "down", **json.loads(record)}
            for at, good, record in rows
        ]

    def forget(self, person: int) -> None:
        """Delete all verdicts of a person."""
        with self._db.transaction() as db:
            db.execute("DELETE FROM verdicts WHERE person = ?", (person,))
        self._db.purge()

    def close(self) -> None:
        """Close the database."""
        self._db.close()


def as_jsonl(verdicts: Iterable[dict[str, Any]]) -> str:
    """JSON Lines of the verdicts that `Feedback.all` gives, one line each."""
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in verdicts)
