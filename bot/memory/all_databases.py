"""All that the bot keeps of people: in the library folder, or in one PostgreSQL database."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict

from bot.errors import SettingsError
from bot.memory.allowances import Allowances
from bot.memory.allowed_people import People
from bot.memory.conversation_names import chat_prefix
from bot.memory.feedback import FILE, Feedback
from bot.memory.memory_database import SharedStore
from bot.memory.question_log import Journal
from bot.memory.sessions import Sessions
from bot.memory.shared_journal import LEASE_S, SharedJournal
from bot.memory.topics import FILE as TOPICS
from bot.memory.topics import Topics
from bot.memory.watched_chats import FILE as WATCHED
from bot.memory.watched_chats import WatchedChats
from index.errors import LibraryError, install


@dataclass(frozen=True, slots=True)
class Memory:
    """The open databases of what outlives a restart."""

    sessions: Sessions
    journal: Journal
    people: People
    feedback: Feedback
    topics: Topics
    watched: WatchedChats
    allowances: Allowances | None = None
    """What each may ask for of all bots together; None where there is only one."""

    def move(self, old: int, new: int) -> None:
        """Note that the chat `old` has become the chat `new`; doing so again changes nothing.

        Where a database fails the others take note all the same. Raises LibraryError then.
        """
        moves: tuple[Callable[[], None], ...] = (
            lambda: self.journal.move(old, new),
            lambda: self.sessions.move(chat_prefix(old), chat_prefix(new)),
            lambda: self.people.move(old, new),
            lambda: self.topics.move(old, new),
            lambda: self.watched.move(old, new),
        )
        failed: LibraryError | None = None
        for move in moves:
            try:
                move()
            except LibraryError as error:
                failed = error
        if failed is not None:
            raise failed

    def forget(self, person: int) -> None:
        """Delete all that is kept of a person, except whether they may ask. Raises LibraryError."""
        self.journal.forget(person)
        self.sessions.forget(f":{person}")
        self.people.forget_name(person)
        self.feedback.forget(person)
        self.topics.forget(person)
        self.watched.forget(person)


@dataclass(frozen=True, slots=True)
class Server:
    """Where PostgreSQL is, and the user's password, which is not in the address."""

    url: str
    password: str | None = field(default=None, repr=False)
    lease_s: float = LEASE_S
    """After how many silent seconds a bot counts as dead, and the others take up its questions."""


@contextmanager
def opened(folder: Path, server: Server | None = None) -> Iterator[Memory]:
    """Open what chats remember, or make it: on `server` if there is one, else in `folder`.

    Raises LibraryError when that fails, SettingsError when the server cannot be used.
    """
    if server is not None:
        with ExitStack() as stack:
            database = stack.enter_context(closing(connect(server)))
            yield Memory(
                sessions=Sessions(database),
                people=People(database),
                feedback=Feedback(database),
                journal=SharedJournal(database, server.lease_s),
                allowances=Allowances(database),
                **_of_one_bot(stack, folder),
            )
        return
    with ExitStack() as stack:
        yield Memory(
            sessions=stack.enter_context(closing(Sessions(folder / "sessions.sqlite"))),
            people=stack.enter_context(closing(People(folder / "people.sqlite"))),
            feedback=stack.enter_context(closing(Feedback(folder / FILE))),
            journal=stack.enter_context(closing(Journal(folder / "journal.sqlite"))),
            **_of_one_bot(stack, folder),
        )


class _OfOneBot(TypedDict):
    """What stays in the library folder, also where bots share a database."""

    topics: Topics
    watched: WatchedChats


def _of_one_bot(stack: ExitStack, folder: Path) -> _OfOneBot:
    return {
        "topics": stack.enter_context(closing(Topics(folder / TOPICS))),
        "watched": stack.enter_context(closing(WatchedChats(folder / WATCHED))),
    }


def connect(server: Server, *, only_try: bool = False) -> SharedStore:
    """The database of `server`, which `only_try` leaves as it is: then close what you get.

    Raises SettingsError when it cannot be used.
    """
    try:
        from bot.memory.postgres import Postgres
    except ImportError as error:
        raise SettingsError(
            f"BYLINE_DATABASE_URL needs more than is installed ({error}): install it by "
            f"{install('postgres')}, or take the setting away."
        ) from error
    return Postgres(server.url, server.password, only_try=only_try)
