"""Keeps what was asked and answered in each conversation, with the citations.

Kept apart from the library, so that old citations stay readable after a re-index or with a new
library. The caller names conversations (see `conversation_names.py`); nobody sees another's. A
conversation consists of talks, numbered from 0: a follow-up sees its own talk only, while buttons
reach the answers of all talks.
"""

import json
from pathlib import Path
from statistics import median

from bot.memory.answer_json import answer_from_json, answer_to_json
from bot.memory.first_sessions import take_over
from bot.memory.memory_database import Store, opened
from bot.types import Answer, Turn

# The talk of what belongs to no talk, such as the hits of a search: for buttons only.
ASIDE = -1
KEPT = 50_000  # the latest answers of all chats: some 400 MB
_LAST = 1 << 62  # greater than all ids
_MEASURED = 20  # answers that the typical time is measured on
_SCHEMA = """
CREATE TABLE IF NOT EXISTS exchanges (
    id INTEGER PRIMARY KEY AUTOINCREMENT, conversation TEXT NOT NULL, talk INTEGER NOT NULL,
    asked_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, record TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS exchanges_by_talk ON exchanges (conversation, talk, id);
CREATE TABLE IF NOT EXISTS talks (conversation TEXT PRIMARY KEY, number INTEGER NOT NULL);
"""


class Sessions:
    """All conversations. Every method raises LibraryError when the database fails.

    May be used from any thread.
    """

    def __init__(self, place: Path | Store) -> None:
        """Keep them in the file `place`, which is created when it is not there, or in a database.

        Takes over what the first Byline kept in such a file.
        """
        self._db = opened(place, _SCHEMA, take_over)

    def talk(self, conversation: str) -> int:
        """The number of the conversation's present talk."""
        with self._db.transaction() as db:
            row = db.execute(
                "SELECT number FROM talks WHERE conversation = ?", (conversation,)
            ).fetchone()
        return int(row[0]) if row else 0

    def remember(
        self,
        conversation: str,
        answer: Answer,
        talk: int | None = None,
        replaces: int | None = None,
    ) -> int:
        """Keep an answer in `talk` (default: the present one) and return its id.

        It takes the place and the id of the answer `replaces`, if that is still kept.
        """
        record = json.dumps(answer_to_json(answer))
        number = self.talk(conversation) if talk is None else talk
        with self._db.transaction() as db:
            replaced = db.execute(
                "UPDATE exchanges SET record = ? WHERE conversation = ? AND id = ?",
                (record, conversation, replaces),
            )
            if replaces is not None and replaced.rowcount == 1:
                return replaces
            (added,) = db.execute(
                "INSERT INTO exchanges (conversation, talk, record) VALUES (?, ?, ?) RETURNING id",
                (conversation, number, record),
            ).fetchone()
            db.execute("DELETE FROM exchanges WHERE id <= ?", (added - KEPT,))
        return int(added)

    def answer(self, conversation: str, answer_id: int) -> Answer | None:
        """An answer of this conversation, of any talk; None when it is not kept."""
        rows = self._answers("conversation = ? AND id = ?", (conversation, answer_id), 1)
        return rows[0][1] if rows else None

    def shown_in(self, prefix: str, answer_id: int) -> Answer | None:
        """An answer of any conversation whose name begins with `prefix`, as `answer`."""
        rows = self._answers("conversation LIKE ? AND id = ?", (f"{prefix}%", answer_id), 1)
        return rows[0][1] if rows else None

    def last(self, conversation: str) -> tuple[int, Answer] | None:
        """The latest answer of the present talk and its id; None when there is none."""
        values = (conversation, self.talk(conversation))
        rows = self._answers("conversation = ? AND talk = ?", values, 1)
        return rows[0] if rows else None

    def history(
        self,
        conversation: str,
        talk: int | None = None,
        *,
        turns: int = 4,
        before: int | None = None,
    ) -> list[Turn]:
        """The latest `turns` of `talk` (default: the present one), oldest first.

        With `before`, the id of an answer, only turns that came before that answer.
        """
        number = self.talk(conversation) if talk is None else talk
        values = (conversation, number, _LAST if before is None else before)
        rows = self._answers("conversation = ? AND talk = ? AND id < ?", values, turns)
        return [answer.turn for _, answer in reversed(rows)]

    def typical_s(self) -> float | None:
        """The median of the latest answers' seconds; None when there are no answers."""
        rows = self._answers("talk != ?", (ASIDE,), _MEASURED)
        return median(answer.timing.total_s for _, answer in rows) if rows else None

    def start_over(self, conversation: str) -> None:
        """Begin the next talk."""
        with self._db.transaction() as db:
            db.execute(
                "INSERT INTO talks VALUES (?, 1) "
                "ON CONFLICT (conversation) DO UPDATE SET number = talks.number + 1",
                (conversation,),
            )

    def move(self, old: str, new: str) -> None:
        """Rename conversations: where a name begins with `old` it begins with `new` from now on."""
        moved, values = "? || substr(conversation, ?)", (new, len(old) + 1, f"{old}%")
        with self._db.transaction() as db:
            taken = f"SELECT {moved} FROM talks WHERE conversation LIKE ?"  # noqa: S608 - ours
            db.execute(f"DELETE FROM talks WHERE conversation IN ({taken})", values)  # noqa: S608 - ours
            for table in ("exchanges", "talks"):
                db.execute(
                    f"UPDATE {table} SET conversation = {moved} WHERE conversation LIKE ?",  # noqa: S608 - ours
                    values,
                )

    def forget(self, ending: str) -> None:
        """Delete all conversations whose names end with `ending`."""
        with self._db.transaction() as db:
            for table in ("exchanges", "talks"):
                db.execute(f"DELETE FROM {table} WHERE conversation LIKE ?", (f"%{ending}",))  # noqa: S608 - ours
        self._db.purge()

    def close(self) -> None:
        """Close the database."""
        self._db.close()

    def _answers(
        self, where: str, values: tuple[object, ...], count: int
    ) -> list[tuple[int, Answer]]:
        with self._db.transaction() as db:
            rows = db.execute(
                f"SELECT id, record FROM exchanges WHERE {where} ORDER BY id DESC LIMIT ?",  # noqa: S608 - `where` is ours
                (*values, count),
            ).fetchall()
        return [(row[0], answer_from_json(json.loads(row[1]))) for row in rows]
