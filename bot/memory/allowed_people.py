"""Keeps who may use the bot: people and chats let in or turned away, and pairing codes.

Knows numbers and names; the settings, which name the owners, come from outside.
"""

from dataclasses import dataclass
from pathlib import Path
from secrets import token_urlsafe
from typing import Protocol

from bot.memory.memory_database import Store, Transaction, ago, opened

_CODE_LASTS = 1  # days
_SCHEMA = """
CREATE TABLE IF NOT EXISTS people (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, allowed INTEGER NOT NULL,
    at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE IF NOT EXISTS codes (
    code TEXT PRIMARY KEY, at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP);
"""


@dataclass(frozen=True, slots=True)
class Known:
    """A person, or a chat (its id is below zero), on whom the owner has decided."""

    id: int
    name: str
    allowed: bool


class Rules(Protocol):
    """What the settings say of who may ask."""

    @property
    def admins(self) -> frozenset[int]:
        """The owners."""
        ...

    @property
    def allowed(self) -> frozenset[int]:
        """People and chats that may ask without an invitation."""
        ...

    @property
    def is_open(self) -> bool:
        """Whether everyone may ask who was not turned away."""
        ...


class People:
    """The access list. Every method raises LibraryError when the database fails.

    An id is Telegram's, of a person or of a chat.
    """

    def __init__(self, place: Path | Store) -> None:
        """Keep them in the file `place`, created when it is not there, or in a database."""
        self._db = opened(place, _SCHEMA)

    def decide(self, person_id: int, allowed: bool, name: str = "") -> None:
        """Let someone in or turn them away; without a `name` the known one stays."""
        with self._db.transaction() as db:
            db.execute(
                "INSERT INTO people (id, name, allowed) VALUES (?, ?, ?) ON CONFLICT (id) "
                "DO UPDATE SET allowed = excluded.allowed, "
                "name = CASE excluded.name WHEN '' THEN people.name ELSE excluded.name END",
                (person_id, name, int(allowed)),
            )

    def allowed(self, person_id: int) -> bool | None:
        """Whether the owner let this person in; None when nothing was decided."""
        with self._db.transaction() as db:
            row = db.execute("SELECT allowed FROM people WHERE id = ?", (person_id,)).fetchone()
        return bool(row[0]) if row else None

    def may_ask(self, rules: Rules, person: int, chat: int) -> bool:
        """Whether `person` may ask in `chat`, which in a private chat is their own id."""
        if person in rules.admins:
            return True
        decided = self.allowed(person)
        if decided is not None:
            return decided
        here = self.allowed(chat)
        if here is not None:
            return here or person in rules.allowed
        return rules.is_open or person in rules.allowed or chat in rules.allowed

    def everyone(self) -> list[Known]:
        """Everyone on whom the owner has decided, the latest first."""
        with self._db.transaction() as db:
            rows = db.execute(
                "SELECT id, name, allowed FROM people ORDER BY at DESC, id"
            ).fetchall()
        return [Known(person_id, name, bool(allowed)) for person_id, name, allowed in rows]

    def new_code(self) -> str:
        """Create a pairing code that lets one person in, within a day."""
        code = token_urlsafe(9)
        with self._db.transaction() as db:
            _tidy(db)
            db.execute("INSERT INTO codes (code) VALUES (?)", (code,))
        return code

    def redeem(self, code: str, person_id: int, name: str) -> bool:
        """Let a person in and use up the code; False when the code is not valid."""
        with self._db.transaction() as db:
            _tidy(db)
            if db.execute("DELETE FROM codes WHERE code = ?", (code,)).rowcount != 1:
                return False
        self.decide(person_id, True, name)
        return True

    def forget_name(self, person_id: int) -> None:
        """Delete the name of a person; the decision on them stays."""
        with self._db.transaction() as db:
            db.execute("UPDATE people SET name = '' WHERE id = ?", (person_id,))
        self._db.purge()

    def move(self, old: int, new: int) -> None:
        """Note that the chat `old` has become the chat `new`."""
        with self._db.transaction() as db:
            if db.execute("SELECT 1 FROM people WHERE id = ?", (old,)).fetchone():
                db.execute("DELETE FROM people WHERE id = ?", (new,))
            db.execute("UPDATE people SET id = ? WHERE id = ?", (new, old))

    def close(self) -> None:
        """Close the database."""
        self._db.close()


def _tidy(db: Transaction) -> None:
    """Delete codes that are no longer valid; one of the future is one of a clock that was wrong."""
    db.execute("DELETE FROM codes WHERE at < ? OR at > ?", (ago(_CODE_LASTS), ago(-1)))
