"""Keeps the topics that people follow, what they were told of each, and when they want to be told.

Knows ids and words of a topic, but no text of an article: a sentence is kept by its number.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Protocol

from bot.memory.memory_database import Connection, Database

FILE = "topics.sqlite"
WAITING, TOLD, LEFT_OUT = 0, 1, 2
"""What became of a find: it is still to be told, it was, or it never will be."""

NOBODY = 0
"""In place of the person who asked for something and was forgotten."""

_KEPT = timedelta(days=30)
_SCHEMA = """
CREATE TABLE IF NOT EXISTS topics (
    id INTEGER PRIMARY KEY AUTOINCREMENT, chat INTEGER NOT NULL, thread INTEGER,
    person INTEGER NOT NULL, language TEXT NOT NULL, words TEXT NOT NULL, since INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS topics_by_chat ON topics (chat);
CREATE TABLE IF NOT EXISTS finds (
    topic INTEGER NOT NULL, article TEXT NOT NULL, sentence INTEGER NOT NULL,
    state INTEGER NOT NULL, at TEXT NOT NULL, PRIMARY KEY (topic, article)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS clocks (
    chat INTEGER PRIMARY KEY, zone TEXT NOT NULL, quiet TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS briefings (
    chat INTEGER PRIMARY KEY, thread INTEGER, person INTEGER NOT NULL, language TEXT NOT NULL,
    at TEXT NOT NULL, last TEXT NOT NULL, reads_on INTEGER NOT NULL,
    shown TEXT NOT NULL DEFAULT '[]');
CREATE TABLE IF NOT EXISTS looked (upto INTEGER NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Topic:
    """What a chat follows: `words`, of articles whose number is above `since`.

    `person` is who asked for it last, `language` that of the lines around it.
    """

    id: int
    chat: int
    thread: int | None
    person: int
    language: str
    words: str
    since: int


@dataclass(frozen=True, slots=True)
class Found:
    """An article on a topic, by its id, and its most telling sentence by its number.

    `at` is when it was found or told, with its time zone.
    """

    topic: int
    article: str
    sentence: int
    state: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Clock:
    """A chat's time zone ("": the machine's) and quiet hours ("": none), as they are written."""

    zone: str = ""
    quiet: str = "22:00-07:00"


@dataclass(frozen=True, slots=True)
class Briefing:
    """That a chat gets the news each day at the local time `at` ("08:00").

    `last` is the local day (ISO) of the latest one; before the first, the day that it follows.
    `shown` are the ids of the articles in the latest ones. With `reads_on` buttons show the
    articles in the chat.
    """

    chat: int
    thread: int | None
    person: int
    language: str
    at: str
    last: str
    reads_on: bool = True
    shown: tuple[str, ...] = ()


class TopicStore(Protocol):
    """What the bot asks of the place where topics are kept; see `Topics`."""

    def follow(self, topic: Topic) -> Topic: ...  # noqa: D102
    def unfollow(self, chat: int, topic_id: int) -> bool: ...  # noqa: D102
    def topics(self, chat: int | None = None) -> list[Topic]: ...  # noqa: D102
    def note(self, found: Iterable[Found]) -> None: ...  # noqa: D102
    def finds(self, chat: int, since: datetime) -> list[Found]: ...  # noqa: D102
    def waiting(self) -> list[Found]: ...  # noqa: D102
    def told_since(self, chat: int, since: datetime) -> int: ...  # noqa: D102
    def looked_upto(self) -> int | None: ...  # noqa: D102
    def look_upto(self, number: int) -> None: ...  # noqa: D102
    def begin_anew(self, number: int) -> None: ...  # noqa: D102
    def clock(self, chat: int) -> Clock: ...  # noqa: D102
    def set_clock(self, chat: int, clock: Clock) -> None: ...  # noqa: D102
    def brief(self, briefing: Briefing) -> None: ...  # noqa: D102
    def briefed(self, chat: int, day: date, shown: Iterable[str]) -> None: ...  # noqa: D102
    def stop_briefing(self, chat: int) -> bool: ...  # noqa: D102
    def briefings(self) -> list[Briefing]: ...  # noqa: D102
    def leave(self, chat: int) -> None: ...  # noqa: D102


class Topics:
    """All topics, finds, clocks and briefings. Every method raises LibraryError when it fails.

    May be used from any thread.
    """

    def __init__(self, path: Path) -> None:
        """Open the database at `path`, or create it."""
        self._db = Database(path, _SCHEMA)

    # -- topics

    def follow(self, topic: Topic) -> Topic:
        """Keep a topic, and give it with its id; one with the same words is followed anew.

        That one keeps its id, and goes where, and in the language in which, it was last asked for.
        """
        words = topic.words.casefold()
        for known in self.topics(topic.chat):
            if known.words.casefold() == words:
                with self._db.transaction() as db:
                    db.execute(
                        "UPDATE topics SET thread = ?, person = ?, language = ? WHERE id = ?",
                        (topic.thread, topic.person, topic.language, known.id),
                    )
                return replace(topic, id=known.id, words=known.words, since=known.since)
        row = (topic.chat, topic.thread, topic.person, topic.language, topic.words, topic.since)
        with self._db.transaction() as db:
            cursor = db.execute(
                "INSERT INTO topics (chat, thread, person, language, words, since) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                row,
            )
        return Topic(int(cursor.lastrowid or 0), *row)

    def unfollow(self, chat: int, topic_id: int) -> bool:
        """Delete a topic of a chat; False when the chat has none with this id."""
        with self._db.transaction() as db:
            gone = db.execute("DELETE FROM topics WHERE chat = ? AND id = ?", (chat, topic_id))
            _tidy(db)
        self._db.purge()
        return gone.rowcount == 1

    def topics(self, chat: int | None = None) -> list[Topic]:
        """The topics of a chat, or of all, in the order in which they were followed."""
        with self._db.transaction() as db:
            rows = db.execute(
                "SELECT id, chat, thread, person, language, words, since FROM topics "
                "WHERE ? IS NULL OR chat = ? ORDER BY id",
                (chat, chat),
            ).fetchall()
        return [Topic(*row) for row in rows]

    # -- finds

    def note(self, found: Iterable[Found]) -> None:
        """Add finds, or bring them up to date; those of a month ago are forgotten."""
        found = list(found)
        if not found:
            return
        long_ago = min(each.at for each in found) - _KEPT
        with self._db.transaction() as db:
            db.executemany(
                "INSERT OR REPLACE INTO finds VALUES (?, ?, ?, ?, ?)",
                [(f.topic, f.article, f.sentence, f.state, _written(f.at)) for f in found],
            )
            db.execute("DELETE FROM finds WHERE at < ?", (_written(long_ago),))
            _tidy(db)

    def finds(self, chat: int, since: datetime) -> list[Found]:
        """What was found for a chat since then and not left out, the oldest first."""
        rows = self._finds(
            "topic IN (SELECT id FROM topics WHERE chat = ?) AND state != ?", (chat, LEFT_OUT)
        )
        return [each for each in rows if each.at >= since]

    def waiting(self) -> list[Found]:
        """What is still to be told, the oldest first."""
        return self._finds("state = ?", (WAITING,))

    def told_since(self, chat: int, since: datetime) -> int:
        """How many messages a chat got since then."""
        rows = self._finds(
            "state = ? AND topic IN (SELECT id FROM topics WHERE chat = ?)", (TOLD, chat)
        )
        return sum(each.at >= since for each in rows)

    def looked_upto(self) -> int | None:
        """The number of the last article that was looked at; None before the first look."""
        with self._db.transaction() as db:
            row = db.execute("SELECT upto FROM looked").fetchone()
        return int(row[0]) if row else None

    def look_upto(self, number: int) -> None:
        """Keep the number of the last article that was looked at."""
        with self._db.transaction() as db:
            _look_upto(db, number)

    def begin_anew(self, number: int) -> None:
        """Count all topics from this number on: it is the last one of another library."""
        with self._db.transaction() as db:
            db.execute("UPDATE topics SET since = ?", (number,))
            _look_upto(db, number)

    def _finds(self, where: str, values: tuple[object, ...]) -> list[Found]:
        with self._db.transaction() as db:
            rows = db.execute(
                f"SELECT topic, article, sentence, state, at FROM finds WHERE {where} "  # noqa: S608 - ours
                "ORDER BY at, topic",
                values,
            ).fetchall()
        found = (
            Found(each, article, sentence, state, datetime.fromisoformat(at))
            for each, article, sentence, state, at in rows
        )
        return sorted(found, key=lambda each: each.at)

    # -- times

    def clock(self, chat: int) -> Clock:
        """A chat's time zone and quiet hours."""
        with self._db.transaction() as db:
            row = db.execute("SELECT zone, quiet FROM clocks WHERE chat = ?", (chat,)).fetchone()
        return Clock(*row) if row else Clock()

    def set_clock(self, chat: int, clock: Clock) -> None:
        """Keep a chat's time zone and quiet hours."""
        with self._db.transaction() as db:
            db.execute(
                "INSERT OR REPLACE INTO clocks VALUES (?, ?, ?)", (chat, clock.zone, clock.quiet)
            )

    # -- briefings

    def brief(self, briefing: Briefing) -> None:
        """Keep the briefing of a chat in place of the one that it has."""
        b = briefing
        row = (b.chat, b.thread, b.person, b.language, b.at, b.last, b.reads_on)
        with self._db.transaction() as db:
            db.execute(
                "INSERT OR REPLACE INTO briefings VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (*row, json.dumps(b.shown)),
            )

    def briefed(self, chat: int, day: date, shown: Iterable[str]) -> None:
        """Note that a chat got its briefing of a local day, with articles of these ids."""
        with self._db.transaction() as db:
            db.execute(
                "UPDATE briefings SET last = ?, shown = ? WHERE chat = ?",
                (day.isoformat(), json.dumps(list(shown)), chat),
            )

    def stop_briefing(self, chat: int) -> bool:
        """Delete the briefing of a chat; False when it has none."""
        with self._db.transaction() as db:
            return db.execute("DELETE FROM briefings WHERE chat = ?", (chat,)).rowcount == 1

    def briefings(self) -> list[Briefing]:
        """All briefings."""
        with self._db.transaction() as db:
            rows = db.execute(
                "SELECT chat, thread, person, language, at, last, reads_on, shown FROM briefings"
            ).fetchall()
        return [
            Briefing(
                *(chat, thread, person, language, at, last),
                reads_on=bool(reads_on),
                shown=tuple(json.loads(shown)),
            )
            for chat, thread, person, language, at, last, reads_on, shown in rows
        ]

    # -- chats and people

    def leave(self, chat: int) -> None:
        """Delete all of a chat, which cannot be reached any more."""
        with self._db.transaction() as db:
            for table in ("topics", "clocks", "briefings"):
                db.execute(f"DELETE FROM {table} WHERE chat = ?", (chat,))  # noqa: S608 - ours
            _tidy(db)

    def forget(self, person: int) -> None:
        """Delete a person's topics, briefing and clock, and that they asked for those of a group.

        The group goes on being told: others read along.
        """
        with self._db.transaction() as db:
            for table in ("topics", "briefings"):
                db.execute(f"DELETE FROM {table} WHERE chat = ?", (person,))  # noqa: S608 - ours
                db.execute(
                    f"UPDATE {table} SET person = {NOBODY} WHERE person = ?",  # noqa: S608 - ours
                    (person,),
                )
            db.execute("DELETE FROM clocks WHERE chat = ?", (person,))
            _tidy(db)
        self._db.purge()

    def move(self, old: int, new: int) -> None:
        """Note that the chat `old` has become the chat `new`."""
        with self._db.transaction() as db:
            for table in ("topics", "clocks", "briefings"):
                db.execute(
                    f"UPDATE OR REPLACE {table} SET chat = ? WHERE chat = ?",  # noqa: S608 - ours
                    (new, old),
                )

    def close(self) -> None:
        """Close the database."""
        self._db.close()


def _written(moment: datetime) -> str:
    """A moment in UTC, as text that sorts like moments."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _look_upto(db: Connection, number: int) -> None:
    db.execute("DELETE FROM looked")
    db.execute("INSERT INTO looked VALUES (?)", (number,))


def _tidy(db: Connection) -> None:
    """Delete what was found on topics that nobody follows any more."""
    db.execute("DELETE FROM finds WHERE topic NOT IN (SELECT id FROM topics)")
