"""Libraries with chats and kept files, as a bot leaves them, for tests of backup and restore."""

from dataclasses import dataclass
from pathlib import Path

from fakes import HashingEncoder

from bot.memory import all_databases
from bot.memory.question_log import Journal
from bot.types import Answer, Claim
from index.errors import EncoderError
from index.folder.library_folder import LibraryFolder
from index.types import Encoder

ANA = "telegram:7:7"


def no_other(name: str) -> Encoder:
    raise EncoderError(f"The encoder {name} cannot be loaded.")


def opened(folder: Path) -> LibraryFolder:
    return LibraryFolder(folder, HashingEncoder(), no_other)


def fill(folder: Path, word: str, turns: int = 2) -> None:
    """Make a library of two articles, one of them received in a chat, and a conversation.

    Every part of it has `word` in it.
    """
    received = folder / "received" / f"{word}.txt"
    fetched = folder / "fetched" / "paper" / f"{word}-page.txt"
    for file, what in ((received, "harbour"), (fetched, "bridge")):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"The {what} of {word} is open again. It was closed for a week.")
    (folder / "sources.toml").write_text(f'feeds = ["https://{word}.example/rss"]\n')
    library_folder = opened(folder)
    library_folder.index([folder / "received", folder / "fetched"])
    library_folder.close()
    with all_databases.opened(folder) as memory:
        for turn in range(turns):
            said = f"{word} number {turn}."
            whole = f"What is {word} {turn}?"
            answer = Answer(whole, whole, "answered", f"{said} [1]", (Claim(said, (1,)),))
            number = memory.sessions.remember(ANA, answer)
        memory.people.decide(7, True, word)
        memory.feedback.give(7, number, answer, good=True)
        memory.journal.receive(turns, 7, word)


@dataclass(frozen=True)
class Held:
    """What a folder holds, part by part."""

    articles: frozenset[str]
    turns: tuple[str, ...]
    people: tuple[str, ...]
    rated: int
    updates: tuple[str, ...]
    files: frozenset[str]
    sources: str


def held(folder: Path) -> Held:
    """All that can be read in `folder`, read as the bot does."""
    library_folder = opened(folder)
    try:
        articles = frozenset(library_folder.library.article_ids().values())
        # Whatever was found must also be found by meaning: the vector store belongs to it.
        vectors = library_folder.encoder.encode(["harbour bridge"])
        store = library_folder._now().store
        assert len(store.nearest(vectors[0], 10)) == len(articles)
    finally:
        library_folder.close()
    with all_databases.opened(folder) as memory:
        return Held(
            articles,
            tuple(turn.question for turn in memory.sessions.history(ANA)),
            tuple(each.name for each in memory.people.everyone()),
            len(memory.feedback.all()),
            _bodies(memory.journal),
            frozenset(
                path.name
                for kept in ("received", "fetched")
                for path in (folder / kept).rglob("*.txt")
            ),
            (folder / "sources.toml").read_text(),
        )


def _bodies(journal: Journal) -> tuple[str, ...]:
    """What is in the journal; unlike `unhandled`, this does not count as one more start of each."""
    with journal._db.transaction() as db:
        return tuple(row[0] for row in db.execute("SELECT body FROM updates").fetchall())
