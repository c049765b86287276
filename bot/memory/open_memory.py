"""All that the bot keeps of people: five databases in the library folder, beside the index."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.memory.access import People
from bot.memory.conversation_names import chat_prefix
from bot.memory.feedback import FILE, Feedback
from bot.memory.question_log import Journal
from bot.memory.sessions import Sessions
from bot.memory.watched_chats import FILE as WATCHED_FILE
from bot.memory.watched_chats import WatchedChats


@dataclass(frozen=True, slots=True)
class Memory:
    """The open databases of what outlives a restart."""

    sessions: Sessions
    journal: Journal
    people: People
    feedback: Feedback
    watched: WatchedChats

    def move(self, old: int, new: int) -> None:
        """Note that the chat `old` has become the chat `new`. Raises LibraryError."""
        self.journal.move(old, new)
        self.sessions.move(chat_prefix(old), chat_prefix(new))
        self.people.move(old, new)
        self.watched.move(old, new)

    def forget(self, person: int) -> None:
        """Delete all that is kept of a person, except whether they may ask. Raises LibraryError."""
        self.journal.forget(person)
        self.sessions.forget(f":{person}")
        self.people.forget_name(person)
        self.feedback.forget(person)


@contextmanager
def opened(folder: Path) -> Iterator[Memory]:
    """Open the databases in `folder`, or create them. Raises LibraryError when that fails."""
    with ExitStack() as stack:
        yield Memory(
            sessions=stack.enter_context(closing(Sessions(folder / "sessions.sqlite"))),
            people=stack.enter_context(closing(People(folder / "people.sqlite"))),
            feedback=stack.enter_context(closing(Feedback(folder / FILE))),
            watched=stack.enter_context(closing(WatchedChats(folder / WATCHED_FILE))),
            journal=stack.enter_context(closing(Journal(folder / "journal.sqlite"))),
        )
