"""Counts what each person and chat asks for in a minute, for several bots over one PostgreSQL.

A token bucket for each, as in `bot/messenger/incoming/rate_limit.py`, by the database's clock.
"""

# ruff: noqa: S608 - what is put into the SQL is ours

from bot.memory.memory_database import Store

_NOW = "CAST(clock_timestamp() AS TIMESTAMP)"
_LEFT = f"least(?, a.left_over + extract(epoch FROM {_NOW} - a.at) * ?)"


class Allowances:
    """All counts. Every method raises LibraryError when the database fails."""

    def __init__(self, store: Store) -> None:
        self._db = store

    def take(self, name: str, key: int, per_minute: float) -> float:
        """Take one of what `key` may have of `name` in a minute, that many at once, and give 0.0.

        Where none is left, give the seconds until there is.
        """
        most, per_second = max(1.0, per_minute), per_minute / 60
        with self._db.transaction() as db:
            # What was full again long ago need not be kept.
            db.execute(f"DELETE FROM allowances WHERE at < {_NOW} - INTERVAL '10 minutes'")
            taken = db.execute(
                f"INSERT INTO allowances AS a (name, key, left_over, at) VALUES (?, ?, ?, {_NOW}) "
                f"ON CONFLICT (name, key) DO UPDATE SET left_over = {_LEFT} - 1, at = {_NOW} "
                f"WHERE {_LEFT} >= 1 RETURNING 1",
                (name, key, most - 1, most, per_second, most, per_second),
            )
            if taken.fetchone():
                return 0.0
            (left,) = db.execute(
                f"SELECT {_LEFT} FROM allowances AS a WHERE name = ? AND key = ?",
                (most, per_second, name, key),
            ).fetchone()
        return float(max(0.001, (1 - left) / per_second))
