"""The journal of several bots over one database: who works on what, and whose turn it is.

Each running bot is a worker with a name, which says again and again that it lives. What a worker
received is its own until it is handed to another one or the worker's time is over; then whoever
looks next takes it up. Does not know how questions are answered.
"""

# ruff: noqa: S608 - what is put into the SQL is ours

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import uuid4

from bot.memory.memory_database import SharedStore, Transaction
from bot.memory.postgres_schema import CHANNEL
from bot.memory.question_log import STARTS, Journal, QueuedQuestion, questions

LEASE_S = 20.0  # how long a worker lives after the last time that it said so

_NOW = "CAST(clock_timestamp() AS TIMESTAMP)"
_LIVING = f"(SELECT name FROM workers WHERE until > {_NOW})"
_ORPHANED = f"(worker IS NULL OR worker NOT IN {_LIVING})"
_OPEN = "text IS NOT NULL"
_WAITS = f"{_OPEN} AND answer IS NULL AND NOT begun AND NOT stop"
# People take turns: everybody's first question comes before anybody's second one, and who was
# served last comes last. A person who comes anew stands behind those who wait already.
_IN_ORDER = f"""
SELECT id, person, worker, wanted, conversation,
    row_number() OVER (PARTITION BY person ORDER BY id) AS round,
    greatest(min(q.at) OVER (PARTITION BY person), turns.at) AS since
FROM questions AS q LEFT JOIN turns USING (person) WHERE {_WAITS}
"""
# A follow-up needs the answer before it, so a conversation has one question at work.
_NEXT = f"""
SELECT id, person, worker FROM ({_IN_ORDER}) AS line WHERE wanted IS NULL AND round = 1
    AND conversation NOT IN (SELECT conversation FROM questions
        WHERE {_OPEN} AND answer IS NULL AND (begun OR wanted IS NOT NULL))
ORDER BY since, id LIMIT 1
"""
_CHOOSING = 0x6C696E65  # the lock of who changes whose a question is: "line" in ASCII


@dataclass(frozen=True, slots=True)
class Held:
    """A question of this worker.

    `begun`: it is this worker's turn to answer it. `wanted`: another worker is free to do so.
    `stop`: its reader has stopped it.
    """

    question: QueuedQuestion
    begun: bool
    wanted: bool
    stop: bool


class SharedJournal(Journal):
    """The journal as one worker sees it. Every method raises LibraryError when it fails."""

    def __init__(self, store: SharedStore, lease_s: float = LEASE_S) -> None:
        """Work under a new name, which lasts `lease_s` seconds from each `beat` on."""
        super().__init__(store)
        self._shared = store
        self.worker = uuid4().hex
        self.lease_s = lease_s

    def beat(self) -> None:
        """Say that this worker lives."""
        with self._db.transaction() as db:
            db.execute(
                f"INSERT INTO workers VALUES (?, {_NOW} + make_interval(secs => ?)) "
                "ON CONFLICT (name) DO UPDATE SET until = excluded.until",
                (self.worker, self.lease_s),
            )
            db.execute(f"DELETE FROM workers WHERE until < {_NOW} - INTERVAL '1 day'")

    def leave(self) -> None:
        """Say that this worker ends: others take up what it has not finished."""
        with self._db.transaction() as db:
            db.execute("DELETE FROM workers WHERE name = ?", (self.worker,))
            _ring(db)

    def others(self) -> int:
        """How many other workers live."""
        with self._db.transaction() as db:
            found = db.execute(f"SELECT count(*) FROM {_LIVING} AS w WHERE name <> ?", self._me)
            return int(found.fetchone()[0])

    def receive(self, update: int, person: int | None, body: str) -> bool:
        """Keep an update, which is this worker's to handle; False when any received it before."""
        with self._db.transaction() as db:
            if not super().receive(update, person, body):
                return False
            db.execute("UPDATE updates SET worker = ? WHERE id = ?", (self.worker, update))
            return True

    def unhandled(self) -> list[str]:
        """Take over the updates that no living worker handles; their bodies, in order."""
        with self._choosing() as db:
            found = db.execute(
                "UPDATE updates SET worker = ?, starts = starts + 1 "
                f"WHERE body IS NOT NULL AND {_ORPHANED} RETURNING id",
                self._me,
            ).fetchall()
            ids = [row[0] for row in found]
            if not ids:
                return []
            db.execute("UPDATE updates SET body = NULL WHERE starts > ?", (STARTS,))
            rows = db.execute(
                "SELECT body FROM updates WHERE id = ANY(?) AND body IS NOT NULL ORDER BY id",
                (ids,),
            )
            return [row[0] for row in rows.fetchall()]

    def accept(self, question: QueuedQuestion) -> bool:
        """Keep a question, which is this worker's to show; False when any accepted it before."""
        with self._db.transaction() as db:
            if not super().accept(question):
                return False
            db.execute("UPDATE questions SET worker = ? WHERE id = ?", (self.worker, question.id))
            _ring(db)
            return True

    def revise(self, question_id: int, question: QueuedQuestion) -> None:
        """Replace a question by its edited form; whoever shows it at this moment goes on."""
        with self._choosing() as db:
            db.execute(
                "UPDATE questions SET begun = FALSE, wanted = NULL, stop = FALSE, worker = "
                f"CASE WHEN {_OPEN} AND NOT {_ORPHANED} THEN worker ELSE ? END WHERE id = ?",
                (self.worker, question_id),
            )
            super().revise(question_id, question)
            _ring(db)

    def answered(self, question: int, answer: int) -> None:
        """Note the id of its answer; another question of its conversation may be begun now."""
        with self._db.transaction() as db:
            super().answered(question, answer)
            _ring(db)

    def finished(self, question: int) -> None:
        """Note that the end of the question was delivered, and delete its text."""
        with self._db.transaction() as db:
            super().finished(question)
            _ring(db)

    def taken_over(self, question: int) -> bool:
        """Whether another worker has the question, because this one was silent for too long."""
        with self._db.transaction() as db:
            found = db.execute(
                "SELECT 1 FROM questions WHERE id = ? AND worker <> ?", (question, self.worker)
            )
            return found.fetchone() is not None

    def holds(self, question: int) -> bool:
        """Whether this worker has the question still: no other one, and nobody has deleted it."""
        with self._db.transaction() as db:
            found = db.execute(
                "SELECT 1 FROM questions WHERE id = ? AND worker = ?", (question, self.worker)
            )
            return found.fetchone() is not None

    def unfinished(self) -> list[QueuedQuestion]:
        """Take over the questions that no living worker has, in the order of asking."""
        with self._choosing() as db:
            db.execute(
                f"UPDATE questions SET wanted = NULL WHERE {_OPEN} AND wanted NOT IN {_LIVING}"
            )
            found = db.execute(
                # One that is worn out is nobody's turn any more: its end is delivered.
                f"UPDATE questions SET worker = ?, begun = starts > {STARTS}, "
                f"wanted = NULL WHERE {_OPEN} AND {_ORPHANED} RETURNING id",
                self._me,
            ).fetchall()
            ids = [row[0] for row in found]
            return questions(db, "id = ANY(?)", (ids,)) if ids else []

    def held(self) -> list[Held]:
        """This worker's questions that are not finished, in the order of asking."""
        where = f"worker = ? AND {_OPEN}"
        with self._db.transaction() as db:
            rows = db.execute(
                f"SELECT id, begun, wanted IS NOT NULL, stop FROM questions WHERE {where}",
                self._me,
            ).fetchall()
            found = questions(db, where, self._me)
        marks = {number: each for number, *each in rows}
        # What another worker hands over between the two statements comes with the next look.
        return [Held(each, *marks[each.id]) for each in found if each.id in marks]

    def claim(self, known: Collection[int] = ()) -> int | None:
        """Choose the question whose turn it is, for this worker's free model; None: there is none.

        It is begun if it is this worker's, else the one that has it is told to hand it over.
        `known` are the ids of what this worker has taken up: another one that is begun was handed
        over since it last looked, and comes first.
        """
        # Not FOR UPDATE SKIP LOCKED: the choice looks at all that wait and all that are at work.
        with self._choosing() as db:
            if db.execute("SELECT 1 FROM pauses").fetchone():
                return None
            awaited = (
                f"SELECT 1 FROM questions WHERE {_OPEN} AND (wanted = ? AND NOT stop OR "
                "(worker = ? AND begun AND answer IS NULL AND NOT id = ANY(?)))"
            )
            if db.execute(awaited, (*self._me, *self._me, list(known))).fetchone():
                return None
            found = db.execute(_NEXT).fetchone()
            if found is None:
                return None
            number, person, worker = found
            mine = worker == self.worker
            db.execute(
                "UPDATE questions SET begun = ?, wanted = ? WHERE id = ?",
                (mine, None if mine else self.worker, number),
            )
            db.execute(
                f"INSERT INTO turns VALUES (?, {_NOW}) "
                "ON CONFLICT (person) DO UPDATE SET at = excluded.at",
                (person,),
            )
            _ring(db)
            return int(number)

    def hand_over(self, question: int, messages: Sequence[int] | None = None) -> None:
        """Give a question to the worker that wants it, which begins on it.

        `messages` are the ids of ours that show it by now; None where they are as noted.
        """
        shown = None if messages is None else json.dumps(list(messages))
        with self._choosing() as db:
            db.execute(
                "UPDATE questions SET worker = wanted, wanted = NULL, begun = TRUE, "
                "shown = coalesce(?, shown) WHERE id = ? AND worker = ? AND wanted IS NOT NULL",
                (shown, question, self.worker),
            )
            _ring(db)

    def waiting(self) -> list[tuple[int, int]]:
        """Everybody's questions that wait, in the order of turns: their ids and persons."""
        with self._db.transaction() as db:
            rows = db.execute(
                f"SELECT id, person FROM ({_IN_ORDER}) AS line ORDER BY round, since, id"
            )
            return [(int(number), int(person)) for number, person in rows.fetchall()]

    def at_work(self) -> int:
        """How many questions are being answered, by all workers."""
        with self._db.transaction() as db:
            found = db.execute(
                f"SELECT count(*) FROM questions WHERE {_OPEN} AND begun AND answer IS NULL"
            )
            return int(found.fetchone()[0])

    def stop(
        self, *, person: int | None = None, question: int | None = None, chat: int | None = None
    ) -> bool:
        """Let whoever has them stop questions, as `Journal.stop`; False: none is open."""
        wanted = {"person": person, "id": question, "chat": chat}
        told = {column: value for column, value in wanted.items() if value is not None}
        which = "".join(f" AND {column} = ?" for column in told)
        with self._db.transaction() as db:
            stopped = db.execute(
                f"UPDATE questions SET stop = TRUE WHERE {_OPEN}{which}", tuple(told.values())
            )
            _ring(db)
            return stopped.rowcount > 0

    def forget(self, person: int) -> None:
        """Delete all that the journal keeps of a person, and when they had their last turn."""
        with self._db.transaction() as db:
            super().forget(person)
            db.execute("DELETE FROM turns WHERE person = ?", (person,))
            _ring(db)

    async def listen(self, rung: Callable[[], None]) -> None:
        """Call `rung` whenever something has changed in the line, until cancelled."""
        await self._shared.listen(rung)

    def _pause(self, value: bool) -> None:
        with self._db.transaction() as db:
            super()._pause(value)
            _ring(db)

    @property
    def _me(self) -> tuple[str]:
        return (self.worker,)

    @contextmanager
    def _choosing(self) -> Iterator[Transaction]:
        """A transaction in which no other worker changes whose a question is."""
        with self._db.transaction() as db:
            db.execute("SELECT pg_advisory_xact_lock(?)", (_CHOOSING,))
            yield db


def _ring(db: Transaction) -> None:
    """Tell all workers that something has changed, once this transaction is kept."""
    db.execute(f"NOTIFY {CHANNEL}")
