"""Everything that grows while the bot runs has a limit.

docs/howto/when-something-fails.md lists it.
States of the model: tests/test_saved_states.py. What a page may weigh: tests/test_fetch.py.
"""

import logging
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fakes import HashingEncoder
from queue_fakes import NO_BOT, asked, job
from telegram import Update

from bot.answering.answer_cache import AnswerCache
from bot.answering.citations import Checked
from bot.answering.retrieval import Found
from bot.failure_log import Failures
from bot.memory import feedback, sessions
from bot.memory.allowed_people import People
from bot.memory.feedback import Feedback
from bot.memory.question_log import Journal
from bot.memory.sessions import Sessions
from bot.messenger.incoming.rate_limit import Limit
from bot.messenger.incoming.unkept import Unkept
from bot.messenger.incoming.update_reader import UpdateReader
from bot.messenger.queue.waiting_line import WAITING_PER_PERSON, Line
from bot.messenger.sending.outbox import Outbox
from bot.messenger.troubles import Troubles
from bot.question.question import Question
from bot.types import Answer, Citation, Claim
from index.known_vectors import KnownVectors
from index.search import Searcher

CITED = Citation(1, "It is so.", "a", "T", "O", "https://e.org", date(2025, 1, 2), 0, 9)
ANSWER = Answer("q?", "Q?", "answered", "It is so [1].", (Claim("It is so.", (1,)),), (CITED,))
NOTHING: Any = None


def rows(file: Path, sql: str) -> int:
    with closing(sqlite3.connect(file)) as db:
        return int(db.execute(sql).fetchone()[0])


def test_the_line_is_full_for_one_person_and_for_all() -> None:
    line = Line()
    for number in range(WAITING_PER_PERSON + 1):
        assert not line.full_for(1)
        line.waiting.put(1, job(number, 1))
    assert line.full_for(1)
    assert not line.full_for(2)
    one = job(0, 2)
    for person in range(2, 2000):
        if line.full:
            break
        line.waiting.put(person, one)
    assert len(line.waiting) == 1000


def test_the_latest_answers_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "KEPT", 10)
    with closing(Sessions(tmp_path / "sessions.sqlite")) as kept:
        ids = [kept.remember(f"chat {number % 3}", ANSWER) for number in range(25)]
        assert rows(tmp_path / "sessions.sqlite", "SELECT count(*) FROM exchanges") == 10
        assert kept.answer("chat 0", ids[24]) == ANSWER
        assert kept.answer("chat 0", ids[0]) is None


def test_a_prompt_sees_four_turns(tmp_path: Path) -> None:
    with closing(Sessions(tmp_path / "sessions.sqlite")) as kept:
        for _ in range(9):
            kept.remember("chat", ANSWER)
        assert len(kept.history("chat")) == 4


def test_the_latest_verdicts_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feedback, "KEPT", 10)
    with closing(Feedback(tmp_path / "feedback.sqlite")) as kept:
        for number in range(25):
            kept.give(1, number, ANSWER, good=True)
            kept.give(1, 0, ANSWER, good=False)  # one that is given again and again
        assert len(kept.all()) == 10


def test_codes_that_nobody_used_go(tmp_path: Path) -> None:
    file = tmp_path / "people.sqlite"
    with closing(People(file)) as people:
        for _ in range(3):
            people.new_code()
        with closing(sqlite3.connect(file)) as db, db:
            db.execute("UPDATE codes SET at = datetime('now', '-2 days')")
        people.new_code()
        assert rows(file, "SELECT count(*) FROM codes") == 1


@pytest.mark.parametrize("away", ["-1 year", "+1 year"])
def test_a_code_made_while_the_clock_was_a_year_wrong_lets_nobody_in(
    tmp_path: Path, away: str
) -> None:
    file = tmp_path / "people.sqlite"
    with closing(People(file)) as people:
        code = people.new_code()
        with closing(sqlite3.connect(file)) as db, db:
            db.execute("UPDATE codes SET at = datetime('now', ?)", (away,))
        assert not people.redeem(code, 1, "Ana")


@pytest.mark.parametrize("away", ["-3 days", "-1 year", "+1 year"])
def test_the_journal_keeps_numbers_for_two_days_whatever_the_clock_did(
    tmp_path: Path, away: str
) -> None:
    file = tmp_path / "journal.sqlite"
    with closing(Journal(file)) as journal:
        for number in range(1, 4):
            journal.receive(number, 1, "{}")
            journal.accept(asked(number))
        for number in (1, 2):
            journal.handled(number)
            journal.finished(number)
        with closing(sqlite3.connect(file)) as db, db:
            for table in ("updates", "questions"):
                db.execute(f"UPDATE {table} SET at = datetime('now', ?)", (away,))
        assert len(journal.unhandled()) == 1  # what is not done stays
        assert len(journal.unfinished()) == 1
        for table in ("updates", "questions"):
            assert rows(file, f"SELECT count(*) FROM {table}") == 1


def test_the_log_of_failures_stays_below_a_megabyte(tmp_path: Path) -> None:
    failures = Failures(tmp_path / "failures.log", [])
    line = logging.makeLogRecord({"levelname": "ERROR", "levelno": 40, "msg": "x" * 10_000})
    for _ in range(200):
        failures.emit(line)
    failures.close()
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) <= 1_000_000
    assert len(failures.latest) == 5


def test_answers_and_vectors_are_cached_up_to_a_number() -> None:
    cache = AnswerCache()
    for number in range(600):
        cache.get(Found(Question(f"Who led {number}?"), [], []), Checked)
    assert len(cache._answers) == 512
    known = KnownVectors(HashingEncoder().encode, 100)
    for number in range(300):
        assert known.of([f"Who led {number}?"]).shape[0] == 1
    assert len(known._kept) == 100
    searcher = Searcher(NOTHING, NOTHING, HashingEncoder())
    assert searcher._questions._kept.maxsize + searcher._sentences._kept.maxsize == 10_000
    searcher.close()


def test_rates_are_counted_for_those_who_were_here_a_minute_ago() -> None:
    seconds = 0.0
    limit = Limit(60, lambda: seconds)
    for person in range(5000):
        seconds += 1
        limit.take(person)
    assert len(limit._left) <= 1000


async def test_paces_are_kept_for_chats_that_are_written_to() -> None:
    outbox = Outbox(NO_BOT)
    for chat in range(1, 3000):
        outbox._pace(chat)
    assert len(outbox._paces) <= 500


def test_the_numbers_of_unreadable_updates_and_past_troubles_are_few() -> None:
    reader, troubles = UpdateReader(), Troubles()
    for number in range(3000):
        reader.skip(number)
        troubles.begin(str(number), "why")
        troubles.end(str(number))
    assert len(reader._reported) == 1000
    assert len(troubles.past()) == 5


async def test_no_more_than_a_thousand_people_are_told_that_nothing_is_stored() -> None:
    told = Unkept(NOTHING, NOTHING)
    for person in range(1, 1500):
        user = {"id": person, "is_bot": False, "first_name": "A"}
        chat = {"id": person, "type": "private"}
        message = {"message_id": 1, "date": 0, "chat": chat, "from": user, "text": "x"}
        told.tell(Update.de_json({"update_id": person, "message": message}, None))
    assert len(told._told) == 1000
    for task in told._tasks:
        task.cancel()
