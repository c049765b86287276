"""Sessions keep answers by conversation and talk, over restarts, from any thread."""

import threading
from datetime import date
from pathlib import Path

import pytest

from bot.memory.sessions import ASIDE, Sessions
from bot.types import Answer, Citation, Claim
from index.errors import LibraryError


def answer(number: int = 1) -> Answer:
    cited = Citation(1, f"It is {number}.", "a", "T", "O", "https://e.org", date(2025, 1, 2), 0, 8)
    return Answer(
        f"q{number}?", f"Q{number}?", "answered", f"It is {number} [1].",
        (Claim(f"It is {number}.", (1,)),), (cited,),
    )  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "sessions.sqlite"


def test_history_is_the_latest_turns_oldest_first(path: Path) -> None:
    sessions = Sessions(path)
    for number in range(6):
        sessions.remember("ana", answer(number))
    assert [turn.question for turn in sessions.history("ana")] == ["Q2?", "Q3?", "Q4?", "Q5?"]
    assert [turn.answer for turn in sessions.history("ana", turns=1)] == ["It is 5."]
    sessions.close()


def test_nobody_sees_anothers_conversation(path: Path) -> None:
    sessions = Sessions(path)
    id = sessions.remember("ana", answer())
    assert sessions.history("ben") == []
    assert sessions.last("ben") is None
    assert sessions.answer("ben", id) is None
    assert sessions.answer("ana", id) == answer()
    sessions.close()


def test_a_new_talk_forgets_the_history_but_not_the_answers_behind_buttons(path: Path) -> None:
    sessions = Sessions(path)
    id = sessions.remember("ana", answer())
    other = sessions.remember("ben", answer())
    sessions.start_over("ana")
    assert sessions.history("ana") == []
    assert sessions.last("ana") is None
    assert sessions.answer("ana", id) == answer()
    assert sessions.last("ben") == (other, answer())
    sessions.close()


def test_an_answer_that_comes_late_stays_in_the_talk_it_was_asked_in(path: Path) -> None:
    sessions = Sessions(path)
    talk = sessions.talk("ana")
    sessions.start_over("ana")
    sessions.remember("ana", answer(), talk)
    assert sessions.history("ana") == []
    assert [turn.question for turn in sessions.history("ana", talk)] == ["Q1?"]
    sessions.close()


def test_all_is_there_after_a_restart(path: Path) -> None:
    before = Sessions(path)
    before.remember("ana", answer(1))
    before.start_over("ana")
    id = before.remember("ana", answer(2))
    before.close()
    after = Sessions(path)
    assert after.last("ana") == (id, answer(2))
    assert [turn.question for turn in after.history("ana")] == ["Q2?"]
    after.close()


def test_threads_do_not_get_in_each_others_way(path: Path) -> None:
    sessions = Sessions(path)
    faults: list[Exception] = []

    def work(name: str) -> None:
        try:
            for number in range(20):
                sessions.remember(name, answer(number))
                sessions.history(name)
                sessions.start_over(name)
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=work, args=(f"p{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert all(sessions.talk(f"p{n}") == 20 for n in range(4))
    sessions.close()


def test_a_file_that_is_no_database_is_named_with_a_remedy(tmp_path: Path) -> None:
    path = tmp_path / "sessions.sqlite"
    path.write_bytes(b"not a database" * 100)
    with pytest.raises(LibraryError, match=r"sessions\.sqlite is damaged .*byline restore"):
        Sessions(path)


def test_a_closed_database_is_a_library_error(path: Path) -> None:
    sessions = Sessions(path)
    sessions.close()
    for call in (sessions.talk, sessions.history, sessions.last, sessions.start_over):
        with pytest.raises(LibraryError):
            call("ana")


def test_a_replacing_answer_keeps_the_id_and_the_history_of_the_first_one(
    path: Path,
) -> None:
    sessions = Sessions(path)
    ids = [sessions.remember("ana", answer(number)) for number in range(3)]
    assert [t.question for t in sessions.history("ana", before=ids[1])] == ["Q0?"]
    assert sessions.remember("ana", answer(8), replaces=ids[1]) == ids[1]
    assert [turn.question for turn in sessions.history("ana")] == ["Q0?", "Q8?", "Q2?"]
    forgotten = sessions.remember("ben", answer(9), replaces=ids[0])  # not his: nothing is replaced
    assert forgotten not in ids
    assert sessions.answer("ana", ids[0]) == answer(0)
    sessions.close()


def test_hits_shown_beside_the_talks_are_reached_by_their_id_only(path: Path) -> None:
    sessions = Sessions(path)
    id = sessions.remember("telegram:1:2", answer(), ASIDE)
    assert sessions.last("telegram:1:2") is None
    assert sessions.history("telegram:1:2") == []
    assert sessions.typical_s() is None
    assert sessions.shown_in("telegram:1:", id) == answer()
    assert sessions.shown_in("telegram:12:", id) is None
    sessions.forget(":2")
    assert sessions.shown_in("telegram:1:", id) is None
    sessions.close()
