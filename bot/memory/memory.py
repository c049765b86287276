"""All that the bot keeps of people, in the library folder beside the index."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.memory.access import People
from bot.memory.feedback import FILE, Feedback
from bot.memory.journal import Journal
from bot.memory.sessions import Sessions


@dataclass(frozen=True, slots=True)
class Memory:
    """What outlives a restart."""

    sessions: Sessions
    journal: Journal
    people: People
    feedback: Feedback

    def move(self, old: int, new: int) -> None:
        """A chat goes on under another number. Raises LibraryError."""
        self.journal.move(old, new)
        self.sessions.move(f"telegram:{old}:", f"telegram:{new}:")
        self.people.move(old, new)

    def forget(self, person: int) -> None:
        """Delete all that is kept of a person but whether they may ask. Raises LibraryError."""
        self.journal.forget(person)
        self.sessions.forget(f":{person}")
        self.people.forget_name(person)
        self.feedback.forget(person)


@contextmanager
def opened(folder: Path) -> Iterator[Memory]:
    """Open or make it in `folder`. Raises LibraryError when that cannot be."""
    with ExitStack() as stack:
        yield Memory(
            sessions=stack.enter_context(closing(Sessions(folder / "sessions.sqlite"))),
            people=stack.enter_context(closing(People(folder / "people.sqlite"))),
            feedback=stack.enter_context(closing(Feedback(folder / FILE))),
            journal=stack.enter_context(closing(Journal(folder / "journal.sqlite"))),
        )
