"""What chats remember: questions, and answers with their citations.

Kept apart from the library, so that a re-index or a new library leaves old citations readable.
A conversation is named by its caller, such as "telegram:42"; nobody sees another's. It is made of
talks, numbered from 0: a follow-up sees its own talk only, buttons reach the answers of all.
"""

import json
from pathlib import Path
from statistics import median

from bot.memory.database import Database
from bot.memory.record import from_record, to_record
from bot.types import Answer, Turn

# The talk of what was shown beside the talks, such as a search's sentences: for buttons only.
ASIDE = -1
_LAST = 1 << 62  # above all ids
_MEASURED = 20  # answers that tell how fast they come
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
        self._db = Database(path, _SCHEMA)

    def talk(self, conversation: str) -> int:
        """The number of the talk that the conversation is in."""
        with self._db.transaction() as db:
            row = db.execute(
                "SELECT number FROM talks WHERE conversation = ?", (conversation,)
            ).fetchone()
        return int(row[0]) if row else 0

    def remember(
        self, conversation: str, answer: Answer, talk: int | None = None, id: int | None = None
    ) -> int:
        """Keep an answer in `talk` (else the present one), or in the place of the one with `id`.

        Returns the id for its buttons.
        """
        record = json.dumps(to_record(answer))
        number = self.talk(conversation) if talk is None else talk
        with self._db.transaction() as db:
            replaced = db.execute(
                "UPDATE exchanges SET record = ? WHERE conversation = ? AND id = ?",
                (record, conversation, id),
            )
            if id is not None and replaced.rowcount == 1:
                return id
            cursor = db.execute(
                "INSERT INTO exchanges (conversation, talk, record) VALUES (?, ?, ?)",
                (conversation, number, record),
            )
        return int(cursor.lastrowid or 0)

    def answer(self, conversation: str, id: int) -> Answer | None:
        """An answer that was given in this conversation, in whatever talk."""
        rows = self._answers("conversation = ? AND id = ?", (conversation, id), 1)
        return rows[0][1] if rows else None

    def shown_in(self, place: str, id: int) -> Answer | None:
        """An answer that was given in any conversation whose name begins with `place`."""
        rows = self._answers("conversation GLOB ? AND id = ?", (f"{place}*", id), 1)
        return rows[0][1] if rows else None

    def last(self, conversation: str) -> tuple[int, Answer] | None:
        """The latest answer of the present talk, and its id."""
        place = (conversation, self.talk(conversation))
        rows = self._answers("conversation = ? AND talk = ?", place, 1)
        return rows[0] if rows else None

    def history(
        self,
        conversation: str,
        talk: int | None = None,
        *,
        turns: int = 4,
        before: int | None = None,
    ) -> list[Turn]:
        """The latest exchanges of `talk` (else the present one), oldest first.

        With `before`, an answer's id, those that came before that answer.
        """
        number = self.talk(conversation) if talk is None else talk
        place = (conversation, number, _LAST if before is None else before)
        rows = self._answers("conversation = ? AND talk = ? AND id < ?", place, turns)
        return [answer.turn for _, answer in reversed(rows)]

    def typical_s(self) -> float | None:
        """The median of the seconds that the latest answers took; None when there are none."""
        rows = self._answers("talk != ?", (ASIDE,), _MEASURED)
        return median(answer.timing.total_s for _, answer in rows) if rows else None

    def begin_anew(self, conversation: str) -> None:
        """Go on to the next talk."""
        with self._db.transaction() as db:
            db.execute(
                "INSERT INTO talks VALUES (?, 1) "
                "ON CONFLICT (conversation) DO UPDATE SET number = number + 1",
                (conversation,),
            )

    def move(self, old: str, new: str) -> None:
        """Conversations whose names begin with `old` go on under names that begin with `new`."""
        with self._db.transaction() as db:
            for table in ("exchanges", "talks"):
                db.execute(
                    f"UPDATE OR REPLACE {table} "  # noqa: S608 - ours
                    "SET conversation = ? || substr(conversation, ?) WHERE conversation GLOB ?",
                    (new, len(old) + 1, f"{old}*"),
                )

    def forget(self, ending: str) -> None:
        """Delete all conversations whose names end with `ending`."""
        with self._db.transaction() as db:
            for table in ("exchanges", "talks"):
                db.execute(f"DELETE FROM {table} WHERE conversation GLOB ?", (f"*{ending}",))  # noqa: S608 - ours
        self._db.purge()

    def close(self) -> None:
        self._db.close()

    def _answers(
        self, where: str, values: tuple[object, ...], count: int
    ) -> list[tuple[int, Answer]]:
        with self._db.transaction() as db:
            rows = db.execute(
                f"SELECT id, record FROM exchanges WHERE {where} ORDER BY id DESC LIMIT ?",  # noqa: S608 - `where` is ours
                (*values, count),
            ).fetchall()
        return [(row[0], from_record(json.loads(row[1]))) for row in rows]
