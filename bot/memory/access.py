"""Who may use the bot: people and chats that its owner let in or turned away, and pairing codes.

Knows numbers and names; not how they are checked, nor who the owner is.
"""

from dataclasses import dataclass
from pathlib import Path
from secrets import token_urlsafe

from bot.memory.database import Database

_CODE_LASTS = "-1 day"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS people (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, allowed INTEGER NOT NULL,
    at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE IF NOT EXISTS codes (
    code TEXT PRIMARY KEY, at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP);
"""


@dataclass(frozen=True, slots=True)
class Known:
    """A person, or a chat (below zero), on whom the owner has decided."""

    id: int
    name: str
    allowed: bool


class People:
    """Opens or makes the database at `path`; every method raises LibraryError when it fails."""

    def __init__(self, path: Path) -> None:
        self._db = Database(path, _SCHEMA)

    def decide(self, id: int, allowed: bool, name: str = "") -> None:
        """Let someone in or turn them away."""
        with self._db.transaction() as db:
            db.execute(
                "INSERT INTO people (id, name, allowed) VALUES (?, ?, ?) ON CONFLICT (id) "
                "DO UPDATE SET allowed = excluded.allowed, "
                "name = CASE excluded.name WHEN '' THEN name ELSE excluded.name END",
                (id, name, allowed),
            )

    def allowed(self, id: int) -> bool | None:
        """What the owner decided; None when nothing."""
        with self._db.transaction() as db:
            row = db.execute("SELECT allowed FROM people WHERE id = ?", (id,)).fetchone()
        return bool(row[0]) if row else None

    def everyone(self) -> list[Known]:
        """All on whom was decided, the latest first."""
        with self._db.transaction() as db:
            rows = db.execute(
                "SELECT id, name, allowed FROM people ORDER BY at DESC, id"
            ).fetchall()
        return [Known(id, name, bool(allowed)) for id, name, allowed in rows]

    def new_code(self) -> str:
        """A pairing code that lets one person in, within a day."""
        code = token_urlsafe(9)
        with self._db.transaction() as db:
            db.execute("INSERT INTO codes (code) VALUES (?)", (code,))
        return code

    def redeem(self, code: str, id: int, name: str) -> bool:
        """Let in who brings a code that is valid; it is worth nothing from then on."""
        with self._db.transaction() as db:
            db.execute("DELETE FROM codes WHERE at < datetime('now', ?)", (_CODE_LASTS,))
            if db.execute("DELETE FROM codes WHERE code = ?", (code,)).rowcount != 1:
                return False
        self.decide(id, True, name)
        return True

    def forget_name(self, id: int) -> None:
        """Keep the decision and nothing else."""
        with self._db.transaction() as db:
            db.execute("UPDATE people SET name = '' WHERE id = ?", (id,))
        self._db.purge()

    def move(self, old: int, new: int) -> None:
        """A chat goes on under another number."""
        with self._db.transaction() as db:
            db.execute("UPDATE OR REPLACE people SET id = ? WHERE id = ?", (new, old))

    def close(self) -> None:
        self._db.close()
