"""The journal keeps what was accepted until it is finished, and recognises it afterwards."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from bot.memory.question_log import Journal, QueuedQuestion

ASKED = QueuedQuestion(7, 1, 1, None, 10, "telegram:1:1", 0, "Who led?")


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


def test_a_journal_of_an_older_version_can_be_read(tmp_path: Path) -> None:
    file = tmp_path / "journal.sqlite"
    Journal(file).close()
    with closing(sqlite3.connect(file)) as db:
        for column in ("about", "replaces", "quoted"):
            db.execute(f"ALTER TABLE questions DROP COLUMN {column}")
        db.execute(
            "INSERT INTO questions (id, person, chat, message, conversation, talk, text) "
            "VALUES (7, 1, 1, 10, 'telegram:1:1', 0, 'Who led?')"
        )
        db.commit()
    with closing(Journal(file)) as journal:
        assert journal.unfinished() == [ASKED]
