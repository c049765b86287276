"""Keeps which channels and groups are watched, and their posts until these are in the library.

A post is kept here as text that the caller makes and reads; this file does not know what is in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.memory.memory_database import Connection, Database

FILE = "channels.sqlite"
_TRIES = 3  # of a post that fails unexpectedly each time
_ASKED_A_DAY = 5  # channels that may ask an owner within a day to be watched
_ALBUMS_KEPT = 10_000  # messages of a chat behind the latest one, whose albums may be edited
_SCHEMA = """
CREATE TABLE IF NOT EXISTS watched (
    chat INTEGER PRIMARY KEY, title TEXT NOT NULL, url TEXT NOT NULL,
    owner INTEGER NOT NULL,
    at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now')),
    lost INTEGER NOT NULL DEFAULT 0, posts INTEGER NOT NULL DEFAULT 0,
    latest TEXT NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS languages (person INTEGER PRIMARY KEY, language TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS asked (
    chat INTEGER PRIMARY KEY, at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE IF NOT EXISTS posts (
    id INTEGER PRIMARY KEY AUTOINCREMENT, chat INTEGER NOT NULL, body TEXT NOT NULL,
    sender INTEGER, message INTEGER, language TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0,
    seat INTEGER NOT NULL DEFAULT 1);
CREATE TABLE IF NOT EXISTS parts (
    chat INTEGER NOT NULL, album TEXT NOT NULL, message INTEGER NOT NULL,
    key TEXT NOT NULL, url TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (chat, album, message));
"""


@dataclass(frozen=True, slots=True)
class WatchedChat:
    """A channel or group whose posts are indexed.

    `url` is its public address or "", `owner` who said so. `lost` says that the bot does not see
    its posts any more. `posts` counts those that were added, `latest` is the day of the latest of
    them as ISO text, or "".
    """

    chat: int
    title: str
    url: str
    owner: int
    lost: bool = False
    posts: int = 0
    latest: str = ""


@dataclass(frozen=True, slots=True)
class KeptPost:
    """A post of `chat` that waits. If a person forwarded it, `sender` is their private chat.

    `message` is then the id of the message there, and `language` the person's.
    """

    id: int
    chat: int
    body: str
    sender: int | None
    message: int | None
    language: str


@dataclass(frozen=True, slots=True)
class Part:
    """What one message of an album says, and by which key and address it is known."""

    key: str
    url: str
    title: str
    text: str


class WatchedChats:
    """The watched chats and their waiting posts. Every method raises LibraryError on a bad disk.

    May be used from any thread.
    """

    def __init__(self, path: Path) -> None:
        """Open the database at `path`, or create it."""
        self._db = Database(path, _SCHEMA, _add_seat)
        self._chats: dict[int, WatchedChat] = {}
        with self._db.transaction() as db:
            self._read(db)
            rows = db.execute("SELECT person, language FROM languages").fetchall()
        self._languages: dict[int, str] = dict(rows)

    # -- which are watched

    def watch(self, chat: WatchedChat) -> bool:
        """Watch a chat from now on; False when it is watched already and the bot is in it."""
        known = self._chats.get(chat.chat)
        if known is not None and not known.lost:
            return False
        with self._db.transaction() as db:
            db.execute(
                "INSERT INTO watched (chat, title, url, owner) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (chat) DO UPDATE SET title = excluded.title, url = excluded.url, "
                "owner = excluded.owner, lost = 0",
                (chat.chat, chat.title, chat.url, chat.owner),
            )
            self._read(db)
        return True

    def unwatch(self, chat: int) -> WatchedChat | None:
        """Watch a chat no more, and return what was known of it; None when it was not watched."""
        known = self._chats.get(chat)
        with self._db.transaction() as db:
            for table in ("watched", "asked", "parts"):
                db.execute(f"DELETE FROM {table} WHERE chat = ?", (chat,))  # noqa: S608 - ours
            self._read(db)
        return known

    def of(self, chat: int) -> WatchedChat | None:
        """The watched chat with this number; None when it is not watched. Asks no disk."""
        return self._chats.get(chat)

    def all(self) -> list[WatchedChat]:
        """All watched chats, those first that are watched longest."""
        with self._db.transaction() as db:
            return _watched(db)

    def rename(self, chat: int, title: str, url: str) -> None:
        """Note how a watched chat is called now."""
        known = self._chats.get(chat)
        if known is not None and (known.title, known.url) != (title, url):
            self._set(chat, "title = ?, url = ?", (title, url))

    def set_lost(self, chat: int, lost: bool) -> WatchedChat | None:
        """Note whether the bot sees the posts of a chat; the chat if it is watched and this new."""
        known = self._chats.get(chat)
        if known is None or known.lost == lost:
            return None
        self._set(chat, "lost = ?", (lost,))
        return known

    def count(self, chat: int, posts: int, latest: str) -> None:
        """Count `posts` that were added, the latest of the day `latest`."""
        self._set(chat, "posts = posts + ?, latest = max(latest, ?)", (posts, latest))

    def may_ask(self, chat: int) -> bool:
        """Note that someone in a chat asks an owner to watch it; False when that is too much.

        A chat may ask once, and only some chats a day, so that nobody can flood an owner.
        """
        with self._db.transaction() as db:
            (today,) = db.execute(
                "SELECT count(*) FROM asked WHERE at > datetime('now', '-1 day')"
            ).fetchone()
            if today >= _ASKED_A_DAY:
                return False
            added = db.execute("INSERT OR IGNORE INTO asked (chat) VALUES (?)", (chat,))
            return added.rowcount == 1

    def note_language(self, owner: int, language: str) -> None:
        """Note in which language an owner reads; what happens in a channel is told in it."""
        if self._languages.get(owner) != language:
            with self._db.transaction() as db:
                db.execute("INSERT OR REPLACE INTO languages VALUES (?, ?)", (owner, language))
            # Only now: on a full disk the next message tries again.
            self._languages[owner] = language

    def language(self, owner: int) -> str:
        """The language that was noted for an owner, or ""."""
        return self._languages.get(owner, "")

    def move(self, old: int, new: int) -> None:
        """Note that the chat `old` has become the chat `new`."""
        with self._db.transaction() as db:
            for table in ("watched", "asked", "posts", "parts"):
                db.execute(
                    f"UPDATE OR REPLACE {table} SET chat = ? WHERE chat = ?",  # noqa: S608 - ours
                    (new, old),
                )
            self._read(db)

    def forget(self, person: int) -> None:
        """Delete a person's language and what they passed on: posts that wait, parts of albums."""
        self._languages.pop(person, None)
        with self._db.transaction() as db:
            db.execute("DELETE FROM languages WHERE person = ?", (person,))
            db.execute("DELETE FROM posts WHERE sender = ?", (person,))
            db.execute("DELETE FROM parts WHERE chat = ?", (person,))  # their private chat
        self._db.purge()

    # -- posts that wait

    def keep(
        self,
        chat: int,
        body: str,
        *,
        seat: int = 1,
        sender: int | None = None,
        message: int | None = None,
        language: str = "",
    ) -> None:
        """Keep a post of `chat` until it is `done`; see `KeptPost`.

        `seat` names the bot that took it. What a watched chat posts while another bot still has
        posts of it goes to that one, so that a correction comes after what it corrects.
        """
        with self._db.transaction() as db:
            db.execute(
                "INSERT INTO posts (chat, body, seat, sender, message, language) VALUES (?, ?, "
                "coalesce((SELECT seat FROM posts WHERE chat = ? AND sender IS NULL AND ? IS NULL "
                "LIMIT 1), ?), ?, ?, ?)",
                (chat, body, chat, sender, seat, sender, message, language),
            )

    def waiting(self, most: int, seat: int | None = None) -> list[KeptPost]:
        """The first `most` posts that wait, of one bot or (None) of all, as they came."""
        with self._db.transaction() as db:
            rows = db.execute(
                "SELECT id, chat, body, sender, message, language FROM posts "
                "WHERE ? IS NULL OR seat = ? ORDER BY id LIMIT ?",
                (seat, seat, most),
            ).fetchall()
        return [KeptPost(*row) for row in rows]

    def seats(self) -> list[int]:
        """The seats of the bots whose posts wait."""
        with self._db.transaction() as db:
            return [row[0] for row in db.execute("SELECT DISTINCT seat FROM posts").fetchall()]

    def hand_over(self, seats: Sequence[int], to: int) -> None:
        """Give the posts that wait of the bots with these seats to the bot with the seat `to`."""
        if seats:
            with self._db.transaction() as db:
                values = [(to, seat) for seat in seats]
                db.executemany("UPDATE posts SET seat = ? WHERE seat = ?", values)

    def done(self, posts: list[KeptPost]) -> None:
        """Forget posts that are dealt with."""
        with self._db.transaction() as db:
            db.executemany("DELETE FROM posts WHERE id = ?", [(post.id,) for post in posts])

    def failed(self, post: KeptPost) -> bool:
        """Note that a post failed unexpectedly; True when it failed too often and is forgotten."""
        with self._db.transaction() as db:
            db.execute("UPDATE posts SET tries = tries + 1 WHERE id = ?", (post.id,))
            gone = db.execute("DELETE FROM posts WHERE id = ? AND tries >= ?", (post.id, _TRIES))
            return gone.rowcount == 1

    def note_part(self, chat: int, album: str, message: int, part: Part) -> list[Part]:
        """Note what a message of an album says, and return all its parts, in the album's order."""
        with self._db.transaction() as db:
            db.execute(
                "INSERT OR REPLACE INTO parts (chat, album, message, key, url, title, text) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (chat, album, message, part.key, part.url, part.title, part.text),
            )
            before = message - _ALBUMS_KEPT
            db.execute("DELETE FROM parts WHERE chat = ? AND message < ?", (chat, before))
            rows = db.execute(
                "SELECT key, url, title, text FROM parts WHERE chat = ? AND album = ? "
                "ORDER BY message",
                (chat, album),
            ).fetchall()
        return [Part(*row) for row in rows]

    def close(self) -> None:
        """Close the database."""
        self._db.close()

    def _set(self, chat: int, what: str, values: tuple[object, ...]) -> None:
        with self._db.transaction() as db:
            db.execute(f"UPDATE watched SET {what} WHERE chat = ?", (*values, chat))  # noqa: S608 - ours
            self._read(db)

    def _read(self, db: Connection) -> None:
        """Remember the watched chats: each update asks for them."""
        self._chats = {each.chat: each for each in _watched(db)}


def _add_seat(db: Connection) -> None:
    if "seat" not in {row[1] for row in db.execute("PRAGMA table_info(posts)")}:
        db.execute("ALTER TABLE posts ADD COLUMN seat INTEGER NOT NULL DEFAULT 1")


def _watched(db: Connection) -> list[WatchedChat]:
    rows = db.execute(
        "SELECT chat, title, url, owner, lost, posts, latest FROM watched ORDER BY at, chat"
    ).fetchall()
    return [
        WatchedChat(chat, title, url, owner, lost=bool(lost), posts=posts, latest=latest)
        for chat, title, url, owner, lost, posts, latest in rows
    ]
