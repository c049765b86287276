"""Keeps what was accepted and is not finished: updates from Telegram, and people's questions.

Written before Telegram is told that we have an update, so that neither a crash nor a broken network
loses one. When something is finished its text is deleted. Its number stays for two days, so that
nothing is done twice. Does not know how updates are handled or questions are answered.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.memory.conversation_names import chat_prefix
from bot.memory.memory_database import Connection, Store, Transaction, ago, opened

_REMEMBERED = 2  # days; Telegram repeats an update for one day at most
_TIDY_EVERY = 500  # updates
STARTS = 3  # what was begun more often and never finished may be what kills the process
_SCHEMA = """
CREATE TABLE IF NOT EXISTS updates (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    person INTEGER, body TEXT, starts INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS questions (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    person INTEGER NOT NULL, chat INTEGER NOT NULL, thread INTEGER, message INTEGER NOT NULL,
    conversation TEXT NOT NULL, talk INTEGER NOT NULL, text TEXT,
    language TEXT NOT NULL DEFAULT '',
    shown TEXT NOT NULL DEFAULT '[]', answer INTEGER, starts INTEGER NOT NULL DEFAULT 0,
    about INTEGER, replaces INTEGER, quoted TEXT NOT NULL DEFAULT '',
    UNIQUE (chat, message));
CREATE TABLE IF NOT EXISTS pauses (at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP);
CREATE INDEX IF NOT EXISTS open_updates ON updates (id) WHERE body IS NOT NULL;
CREATE INDEX IF NOT EXISTS open_questions ON questions (id) WHERE text IS NOT NULL;
"""
_ADDED_COLUMNS = {
    "about": "INTEGER",
    "replaces": "INTEGER",
    "language": "TEXT NOT NULL DEFAULT ''",
    "quoted": "TEXT NOT NULL DEFAULT ''",
}


@dataclass(frozen=True, slots=True)
class QueuedQuestion:
    """An accepted question; its `id` is the number of the update that brought it.

    `language` is used for the lines around its answer. `shown` are the ids of our messages that
    show it, in order. `answer` is the id of its answer in the sessions, once there is one. `about`
    is the id of the answer that the question replies to, `replaces` the id of the answer that it
    had before it was edited. `quoted` is what somebody has said to which it replies, or "".
    `worn_out` says that it was begun several times and never finished.
    """

    id: int
    person: int
    chat: int
    thread: int | None
    message: int
    conversation: str
    talk: int
    text: str
    language: str = ""
    shown: tuple[int, ...] = ()
    answer: int | None = None
    about: int | None = None
    replaces: int | None = None
    quoted: str = ""
    worn_out: bool = False


class Journal:
    """The journal. Every method raises LibraryError when the database fails.

    May be used from any thread.
    """

    def __init__(self, place: Path | Store) -> None:
        """Keep it in the file `place`, which is created when it is not there, or in a database.

        Adds columns that an older file lacks.
        """
        self._db = opened(place, _SCHEMA, _add_columns)

    def receive(self, update: int, person: int | None, body: str) -> bool:
        """Keep an update until it is `handled`; False when it was received before."""
        with self._db.transaction() as db:
            if update % _TIDY_EVERY == 0:
                _tidy(db)
            added = db.execute(
                "INSERT INTO updates (id, person, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                (update, person, body),
            )
            return added.rowcount == 1

    def handled(self, update: int) -> None:
        """Note that an update is done; a question that it brought has its own entry by now."""
        with self._db.transaction() as db:
            db.execute("UPDATE updates SET body = NULL, person = NULL WHERE id = ?", (update,))

    def unhandled(self) -> list[str]:
        """The bodies of updates that a former run received and did not handle, in order."""
        with self._db.transaction() as db:
            _tidy(db)
            db.execute("UPDATE updates SET starts = starts + 1 WHERE body IS NOT NULL")
            db.execute("UPDATE updates SET body = NULL WHERE starts > ?", (STARTS,))
            rows = db.execute("SELECT body FROM updates WHERE body IS NOT NULL ORDER BY id")
            return [row[0] for row in rows.fetchall()]

    def accept(self, question: QueuedQuestion) -> bool:
        """Keep a question until it is `finished`; False when it was accepted before."""
        q = question
        with self._db.transaction() as db:
            added = db.execute(
                "INSERT INTO questions "
                "(id, person, chat, thread, message, conversation, talk, text, language, about, "
                "quoted) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (
                    *(q.id, q.person, q.chat, q.thread, q.message),
                    *(q.conversation, q.talk, q.text, q.language, q.about, q.quoted),
                ),
            )
            return added.rowcount == 1

    def asked_in(self, chat: int, message: int) -> QueuedQuestion | None:
        """The question that this message asked; once it is finished its text is ""."""
        with self._db.transaction() as db:
            found = questions(db, "chat = ? AND message = ?", (chat, message))
        return found[0] if found else None

    def revise(self, question_id: int, question: QueuedQuestion) -> None:
        """Replace the question `question_id` by its edited form, unfinished again."""
        q = question
        with self._db.transaction() as db:
            db.execute(
                "UPDATE questions SET id = ?, text = ?, language = ?, about = ?, replaces = ?, "
                "quoted = ?, answer = NULL, starts = 0, at = CURRENT_TIMESTAMP WHERE id = ?",
                (q.id, q.text, q.language, q.about, q.replaces, q.quoted, question_id),
            )

    def shown(self, question: int, messages: Sequence[int]) -> None:
        """Note which messages of ours show the question."""
        with self._db.transaction() as db:
            values = (json.dumps(list(messages)), question)
            db.execute("UPDATE questions SET shown = ? WHERE id = ?", values)

    def begin(self, question: int) -> None:
        """Note that the model begins on the question, which may be what ends the process."""
        with self._db.transaction() as db:
            db.execute("UPDATE questions SET starts = starts + 1 WHERE id = ?", (question,))

    def answered(self, question: int, answer: int) -> None:
        """Note the id of its answer in the sessions; the answer is still to be delivered."""
        with self._db.transaction() as db:
            db.execute("UPDATE questions SET answer = ? WHERE id = ?", (answer, question))

    def finished(self, question: int) -> None:
        """Note that the end of the question was delivered, and delete its text."""
        with self._db.transaction() as db:
            db.execute(
                "UPDATE questions SET text = NULL, quoted = '', starts = 0 WHERE id = ?",
                (question,),
            )

    def unfinished(self) -> list[QueuedQuestion]:
        """The questions that a former run did not finish, in the order of asking."""
        with self._db.transaction() as db:
            return questions(db, "text IS NOT NULL", ())

    @property
    def paused(self) -> bool:
        """Whether the owner has paused the bot."""
        with self._db.transaction() as db:
            return db.execute("SELECT 1 FROM pauses").fetchone() is not None

    @paused.setter
    def paused(self, value: bool) -> None:
        self._pause(value)

    def taken_over(self, question: int) -> bool:
        """Whether another bot has the question by now: never, where there is only one."""
        return False

    def holds(self, question: int) -> bool:
        """Whether this bot has the question still: always, where there is only one."""
        return True

    def stop(
        self, *, person: int | None = None, question: int | None = None, chat: int | None = None
    ) -> bool:
        """Let other bots stop the questions that they have; False: they have none.

        Those of a person, with an id, in a chat: what is None need not hold.
        """
        return False

    def _pause(self, value: bool) -> None:
        with self._db.transaction() as db:
            db.execute("INSERT INTO pauses DEFAULT VALUES" if value else "DELETE FROM pauses")

    def move(self, old: int, new: int) -> None:
        """Note that the chat `old` has become `new`, where message ids begin again."""
        with self._db.transaction() as db:
            db.execute(
                "UPDATE questions SET chat = ?, message = -id, shown = '[]', "
                "conversation = replace(conversation, ?, ?) WHERE chat = ? AND text IS NOT NULL",
                (new, chat_prefix(old), chat_prefix(new), old),
            )

    def forget(self, person: int) -> None:
        """Delete all that the journal keeps of a person."""
        with self._db.transaction() as db:
            db.execute("DELETE FROM questions WHERE person = ?", (person,))
            db.execute("UPDATE updates SET body = NULL, person = NULL WHERE person = ?", (person,))
        self._db.purge()

    def close(self) -> None:
        """Close the database."""
        self._db.close()


def questions(db: Transaction, where: str, values: tuple[object, ...] = ()) -> list[QueuedQuestion]:
    """The questions for which the SQL `where` holds, in the order of asking."""
    columns = (
        "id, person, chat, thread, message, conversation, talk, coalesce(text, '') AS text, "
        "language, shown, answer, about, replaces, quoted, starts > ? AS worn_out"
    )
    found = db.execute(
        f"SELECT {columns} FROM questions WHERE {where} ORDER BY id",  # noqa: S608 - ours
        (STARTS, *values),
    )
    names = [column[0] for column in found.description]
    rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    for row in rows:
        row |= {"shown": tuple(json.loads(row["shown"])), "worn_out": bool(row["worn_out"])}
    return [QueuedQuestion(**row) for row in rows]


def _tidy(db: Transaction) -> None:
    """Delete the numbers of what was finished long ago."""
    for table, text in (("updates", "body"), ("questions", "text")):
        # What is of later than tomorrow was written while the clock was wrong.
        old = f"DELETE FROM {table} WHERE {text} IS NULL AND (at < ? OR at > ?)"  # noqa: S608 - ours
        db.execute(old, (ago(_REMEMBERED), ago(-_REMEMBERED)))


def _add_columns(db: Connection) -> None:
    known = {row[1] for row in db.execute("PRAGMA table_info(questions)")}
    for column, kind in _ADDED_COLUMNS.items():
        if column not in known:
            db.execute(f"ALTER TABLE questions ADD COLUMN {column} {kind}")
