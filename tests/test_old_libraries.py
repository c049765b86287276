"""Libraries and chats that version 0.1.0 made are opened, searched and continued; newer ones not.

`data/README.md` says how they were made.
"""

import json
import shutil
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cli_runner import Byline, Engines, refused
from fakes import HashingEncoder

from bot.backup.backup import back_up
from bot.backup.restore import restore
from bot.memory import all_databases
from bot.memory.allowed_people import People
from bot.memory.answer_json import answer_to_json
from bot.memory.feedback import Feedback
from bot.memory.question_log import Journal
from bot.memory.sessions import Sessions
from bot.settings import load
from index.errors import EncoderError, LibraryError
from index.folder.library_folder import LibraryFolder
from index.library.library import Library
from index.sqlite import Database
from index.types import Encoder, Query

pytest_plugins = "cli_fixtures"

DATA = Path(__file__).parent / "data"
FIRST, LAST = "library-0.1.0-first.zip", "library-0.1.0-last.zip"
ANA = "telegram:4100000001:4100000001"
GROUP = "telegram:-1000000000042:4100000002"
CITED = "Tugboats pulled the vessel free on Monday, 29 March 2021"


@pytest.fixture(params=[FIRST, LAST])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return unpacked(request.param, tmp_path)


def unpacked(name: str, tmp_path: Path) -> Path:
    with zipfile.ZipFile(DATA / name) as archive:
        archive.extractall(tmp_path / "library")
    return tmp_path / "library"


def opened(folder: Path, encoder: Encoder) -> LibraryFolder:
    def no_other(name: str) -> Encoder:
        raise EncoderError(f"The encoder {name} cannot be loaded.")

    return LibraryFolder(folder, encoder, no_other)


def stand_in() -> Encoder:
    """In the place of the encoder that the libraries were made with."""
    return HashingEncoder("all-minilm-l6-v2", dimensions=384)


def test_an_old_library_is_opened_and_searched(old: Path) -> None:
    with closing(opened(old, stand_in())) as library_folder:
        library = library_folder.library
        assert library.summary().articles == 2
        hits = library_folder.searcher.search(Query("tugboats vessel Suez Canal"))
        assert hits[0].article.id == "ever-given-freed"
        article = library.article("ever-given-freed")
        assert article
        for sentence in library.sentences(article):
            assert article.text[sentence.start : sentence.end] == sentence.text
        assert library.keywords_match()
        assert library.faults() == []
        assert sorted(library.numbers().values()) == [1, 2]
        assert library_folder.behind() == "articles are cleaned and split in a new way"


@pytest.mark.slow
def test_an_old_library_is_found_by_meaning_with_the_encoder_that_made_it(
    old: Path, minilm: Encoder
) -> None:
    with closing(opened(old, minilm)) as library_folder:
        hits = library_folder.searcher.search(Query("boat stuck in a waterway in Egypt"))
        assert hits[0].article.id == "ever-given-freed"


def test_an_old_library_is_rebuilt_by_the_next_indexing_and_keeps_ids_and_numbers(
    old: Path, tmp_path: Path, samples_in_place: Callable[[Path], None]
) -> None:
    with closing(opened(old, stand_in())) as library_folder:
        samples_in_place(old)
        ids, numbers = library_folder.library.article_ids(), library_folder.library.numbers()
        report = library_folder.index([])
        assert report.failed == []
        assert set(library_folder.library.article_ids().values()) == set(ids.values())
        assert library_folder.library.numbers() == numbers
        assert library_folder.behind() is None


@pytest.fixture
def samples_in_place(tmp_path: Path) -> Callable[[Path], None]:
    """A function that puts the articles of an old library into a folder, and tells the library."""

    def place(folder: Path) -> None:
        samples = Path(__file__).parents[1] / "bot" / "samples"
        articles = tmp_path / "articles"
        articles.mkdir()
        for name in ("brexit-referendum-result.md", "ever-given-freed.md"):
            shutil.copy(samples / name, articles)
        with closing(Library(folder / "index" / "library.sqlite")) as library:
            library.relocate(Path("/tmp/byline-old-articles"), articles)
            library.forget_roots([Path("/tmp/byline-old-articles")])
            library.add_roots([articles])

    return place


def test_an_old_conversation_goes_on(old: Path) -> None:
    with all_databases.opened(old) as memory:
        sessions = memory.sessions
        # "/new" stood between the first question and the others.
        questions = ["Which ship blocked the canal?", "When was the Ever Given freed?"]
        assert [turn.question for turn in sessions.history(ANA)] == questions
        assert sessions.talk(ANA) == 1
        found = sessions.last(ANA)
        assert found
        number, answer = found
        assert number == 3
        assert answer.text == "On 29 March 2021. [1]"
        assert answer.citations[0].published == date(2021, 3, 29)
        assert CITED in answer.citations[0].sentence
        first = sessions.answer(ANA, 1)  # its buttons still work
        assert first
        assert first.question == "Who resigned after the vote?"
        assert sessions.shown_in("telegram:-1000000000042:", 4) == first
        assert [turn.answer for turn in sessions.history(GROUP)] == ["David Cameron."]
        assert sessions.remember(ANA, answer) == 5
        sessions.start_over(ANA)
        assert sessions.talk(ANA) == 2
        assert sessions.history(ANA) == []
    with all_databases.opened(old) as memory:  # it was taken over once
        assert memory.sessions.talk(ANA) == 2
        assert memory.sessions.answer(ANA, 1) == first


def test_what_else_the_last_0_1_0_kept_of_people_is_there(tmp_path: Path) -> None:
    folder = unpacked(LAST, tmp_path)
    with all_databases.opened(folder) as memory:
        assert (memory.people.allowed(4100000001), memory.people.allowed(4100000003)) == (
            True,
            False,
        )
        assert [verdict["verdict"] for verdict in memory.feedback.all()] == ["up"]
        # Numbers of the day before yesterday are forgotten at a start, and these are older now.
        assert not memory.journal.receive(9001, 1, "again")
        assert memory.journal.unhandled() == ['{"update_id": 9002}']


def test_first_conversations_beside_later_ones_come_before_them(tmp_path: Path) -> None:
    """Whoever went from the first Byline to a later 0.1.0 has answers in both forms."""
    folder = unpacked(FIRST, tmp_path)
    path = folder / "sessions.sqlite"
    with all_databases.opened(unpacked(LAST, tmp_path / "other")) as memory:
        later = memory.sessions.answer(ANA, 1)
    assert later
    sessions = Sessions(tmp_path / "new.sqlite")
    with sessions._db.transaction() as db:
        made = db.execute("SELECT sql FROM sqlite_master WHERE name GLOB 'exch*'")
        (schema, index) = (row[0] for row in made.fetchall())
    sessions.close()
    with (
        closing(Database(path, lambda db: db.executescript(f"{schema}; {index};"))) as both,
        both.transaction() as db,
    ):
        db.execute(
            "INSERT INTO exchanges (id, conversation, talk, record) VALUES (1, ?, 1, ?)",
            (ANA, json.dumps(answer_to_json(later))),
        )
    with closing(Sessions(path)) as taken:
        asked = [turn.question for turn in taken.history(ANA)]
        assert asked == [
            "Which ship blocked the canal?",
            "When was the Ever Given freed?",
            "Who resigned after the vote?",
        ]
        assert taken.answer(ANA, 1) == later


def test_an_old_library_can_be_backed_up_and_restored(old: Path, tmp_path: Path) -> None:
    back_up(load(library=old), tmp_path / "backup.zip")
    there = tmp_path / "there"
    restore(tmp_path / "backup.zip", there)
    with closing(opened(there, stand_in())) as library_folder:
        assert library_folder.library.summary().articles == 2
        hits = library_folder.searcher.search(Query("tugboats vessel Suez Canal"))
        assert hits[0].article.id == "ever-given-freed"
    with all_databases.opened(there) as memory:
        assert len(memory.sessions.history(ANA)) == 2


# -- newer ones


@pytest.mark.parametrize("kind", [Sessions, People, Feedback, Journal])
def test_chats_of_a_newer_byline_are_refused_with_what_to_do(tmp_path: Path, kind: Any) -> None:
    path = tmp_path / "chats.sqlite"
    kind(path).close()
    with closing(Database(path, lambda db: db.execute("PRAGMA user_version = 2"))):
        pass
    before = path.read_bytes()[100:]
    with pytest.raises(LibraryError, match=r"newer Byline .*bring this one up to date") as error:
        kind(path)
    assert "\n" not in str(error.value)
    assert str(path) in str(error.value)
    assert path.read_bytes()[100:] == before


@pytest.mark.usefixtures("filled")
def test_a_newer_library_is_refused_by_every_command_with_what_to_do(
    byline: Byline, tmp_path: Path, engines: Engines
) -> None:
    path = tmp_path / "library" / "index" / "library.sqlite"
    with closing(Library(path)) as library, library.transaction() as db:
        assert db.execute("SELECT value FROM meta WHERE key = 'format'").fetchone() == ("1",)
        db.execute("UPDATE meta SET value = '2' WHERE key = 'format'")
    for args in (["ask", "Who led?"], ["index"], ["library", "check"], ["library", "export", "a"]):
        refused(byline(*args), "newer Byline (format 2, this one knows 1)", "--library", str(path))
    refused(byline("backup", tmp_path / "a.zip"), "newer Byline", "bring this one up to date")
    assert engines.opened <= 1
