"""The journal keeps what was accepted until it is finished, and recognises it afterwards."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.memory.question_log import Journal, QueuedQuestion

ASKED = QueuedQuestion(7, 1, 1, None, 10, "telegram:1:1", 0, "Who led?")


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    opened = Journal(tmp_path / "journal.sqlite")
    yield opened
    opened.close()


def test_an_update_is_kept_until_it_is_handled_and_known_after_that(journal: Journal) -> None:
    assert journal.receive(5, 1, "{}")
    assert not journal.receive(5, 1, "{}")
    assert journal.unhandled() == ["{}"]
    journal.handled(5)
    assert journal.unhandled() == []
    assert not journal.receive(5, 1, "{}")


def test_an_update_that_ends_the_process_each_time_is_given_up(journal: Journal) -> None:
    journal.receive(5, 1, "{}")
    assert [len(journal.unhandled()) for _ in range(5)] == [1, 1, 1, 0, 0]


def test_a_question_is_kept_with_its_messages_and_its_answer(journal: Journal) -> None:
    assert journal.accept(ASKED)
    assert not journal.accept(ASKED)
    assert not journal.accept(replace(ASKED, id=8))  # the same message under another number
    journal.shown(7, [11, 12])
    journal.answered(7, 3)
    assert journal.unfinished() == [replace(ASKED, shown=(11, 12), answer=3)]
    journal.finished(7)
    assert journal.unfinished() == []
    assert not journal.accept(ASKED)


def test_a_question_that_is_never_finished_is_called_worn_out(journal: Journal) -> None:
    journal.accept(ASKED)
    assert [journal.unfinished()[0].worn_out for _ in range(4)] == [False, False, False, True]


def test_a_chat_that_moves_takes_its_open_questions_along_without_their_messages(
    journal: Journal,
) -> None:
    journal.accept(ASKED)
    journal.shown(7, [11])
    journal.move(1, -100)
    (moved,) = journal.unfinished()
    assert moved == replace(ASKED, chat=-100, message=-7, shown=(), conversation="telegram:-100:1")
    assert journal.accept(replace(ASKED, id=9, chat=-100))  # numbers begin anew there


def test_nothing_of_a_forgotten_person_is_left_in_the_files(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.sqlite")
    secret = "a-question-nobody-may-see"
    journal.receive(5, 1, secret)
    journal.accept(replace(ASKED, text=secret))
    journal.accept(replace(ASKED, id=8, person=2, chat=2, conversation="telegram:2:2"))
    journal.forget(1)
    assert [question.person for question in journal.unfinished()] == [2]
    journal.close()
    assert not any(secret.encode() in file.read_bytes() for file in tmp_path.iterdir())


def test_an_edited_question_replaces_the_first_one_and_is_found_by_its_message(
    journal: Journal,
) -> None:
    assert journal.asked_in(1, 10) is None
    journal.accept(ASKED)
    journal.shown(7, [11])
    journal.answered(7, 3)
    journal.finished(7)
    before = journal.asked_in(1, 10)
    assert before == replace(ASKED, text="", shown=(11,), answer=3)
    edited = replace(ASKED, id=9, text="Who lost?", shown=(11,), about=2, replaces=3)
    journal.revise(7, edited)
    journal.finished(7)  # of what it was before: too late
    assert journal.unfinished() == [edited]
    assert journal.asked_in(1, 10) == edited


def test_a_journal_of_an_older_version_can_be_read(tmp_path: Path) -> None:
    file = tmp_path / "journal.sqlite"
    Journal(file).close()
    with closing(sqlite3.connect(file)) as db:
        for column in ("about", "replaces"):
            db.execute(f"ALTER TABLE questions DROP COLUMN {column}")
        db.execute(
            "INSERT INTO questions (id, person, chat, message, conversation, talk, text) "
            "VALUES (7, 1, 1, 10, 'telegram:1:1', 0, 'Who led?')"
        )
        db.commit()
    with closing(Journal(file)) as journal:
        assert journal.unfinished() == [ASKED]
