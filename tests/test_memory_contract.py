"""What chats remember is kept alike in SQLite's files and in a real PostgreSQL."""

import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from memory_places import BOTH, Places, places

from bot.memory.allowed_people import People
from bot.memory.conversation_names import chat_prefix
from bot.memory.feedback import Feedback
from bot.memory.question_log import Journal, QueuedQuestion
from bot.memory.sessions import ASIDE, Sessions
from bot.types import Answer, Citation, Claim
from index.errors import LibraryError

ASKED = QueuedQuestion(7, 1, 1, None, 10, "telegram:1:1", 0, "Who led?")
LARGE = 7_000_000_000  # ids of Telegram do not fit into 32 bits


def answer(number: int = 1) -> Answer:
    cited = Citation(1, f"It is {number}.", "a", "T", "O", "https://e.org", date(2025, 1, 2), 0, 8)
    return Answer(
        f"q{number}?", f"Q{number}?", "answered", f"It is {number} [1].",
        (Claim(f"It is {number}.", (1,)),), (cited,),
    )  # fmt: skip


@pytest.fixture(params=BOTH)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Places]:
    """Where the stores are, in each engine in turn."""
    with places(request.param, tmp_path) as found:
        yield found


@pytest.fixture
def sessions(place: Places) -> Iterator[Sessions]:
    with closing(Sessions(place("sessions"))) as opened:
        yield opened


@pytest.fixture
def journal(place: Places) -> Iterator[Journal]:
    with closing(Journal(place("journal"))) as opened:
        yield opened


@pytest.fixture
def people(place: Places) -> Iterator[People]:
    with closing(People(place("people"))) as opened:
        yield opened


@pytest.fixture
def feedback(place: Places) -> Iterator[Feedback]:
    with closing(Feedback(place("feedback"))) as opened:
        yield opened


# Sessions


def test_history_is_the_latest_turns_oldest_first(sessions: Sessions) -> None:
    for number in range(6):
        sessions.remember("ana", answer(number))
    assert [turn.question for turn in sessions.history("ana")] == ["Q2?", "Q3?", "Q4?", "Q5?"]
    assert [turn.answer for turn in sessions.history("ana", turns=1)] == ["It is 5."]


def test_nobody_sees_anothers_conversation(sessions: Sessions) -> None:
    id = sessions.remember("ana", answer())
    assert sessions.history("ben") == []
    assert sessions.last("ben") is None
    assert sessions.answer("ben", id) is None
    assert sessions.answer("ana", id) == answer()


def test_a_new_talk_forgets_the_history_but_not_the_answers_behind_buttons(
    sessions: Sessions,
) -> None:
    id = sessions.remember("ana", answer())
    other = sessions.remember("ben", answer())
    sessions.start_over("ana")
    assert sessions.history("ana") == []
    assert sessions.last("ana") is None
    assert sessions.answer("ana", id) == answer()
    assert sessions.last("ben") == (other, answer())
    sessions.start_over("ana")
    assert sessions.talk("ana") == 2


def test_an_answer_that_comes_late_stays_in_the_talk_it_was_asked_in(sessions: Sessions) -> None:
    talk = sessions.talk("ana")
    sessions.start_over("ana")
    sessions.remember("ana", answer(), talk)
    assert sessions.history("ana") == []
    assert [turn.question for turn in sessions.history("ana", talk)] == ["Q1?"]


def test_all_is_there_after_a_restart(place: Places) -> None:
    before = Sessions(place("sessions"))
    before.remember("ana", answer(1))
    before.start_over("ana")
    id = before.remember("ana", answer(2))
    before.close()
    with closing(Sessions(place("sessions"))) as after:
        assert after.last("ana") == (id, answer(2))
        assert [turn.question for turn in after.history("ana")] == ["Q2?"]


def test_threads_do_not_get_in_each_others_way(sessions: Sessions) -> None:
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


def test_a_closed_store_is_a_library_error(place: Places) -> None:
    sessions = Sessions(place("sessions"))
    sessions.close()
    sessions.close()
    for call in (sessions.talk, sessions.history, sessions.last, sessions.start_over):
        with pytest.raises(LibraryError):
            call("ana")


def test_a_replacing_answer_keeps_the_id_and_the_history_of_the_first_one(
    sessions: Sessions,
) -> None:
    ids = [sessions.remember("ana", answer(number)) for number in range(3)]
    assert [t.question for t in sessions.history("ana", before=ids[1])] == ["Q0?"]
    assert sessions.remember("ana", answer(8), replaces=ids[1]) == ids[1]
    assert [turn.question for turn in sessions.history("ana")] == ["Q0?", "Q8?", "Q2?"]
    forgotten = sessions.remember("ben", answer(9), replaces=ids[0])  # not his: nothing is replaced
    assert forgotten not in ids
    assert sessions.answer("ana", ids[0]) == answer(0)


def test_hits_shown_beside_the_talks_are_reached_by_their_id_only(sessions: Sessions) -> None:
    id = sessions.remember("telegram:1:2", answer(), ASIDE)
    assert sessions.last("telegram:1:2") is None
    assert sessions.history("telegram:1:2") == []
    assert sessions.typical_s() is None
    assert sessions.shown_in("telegram:1:", id) == answer()
    assert sessions.shown_in("telegram:12:", id) is None
    sessions.forget(":2")
    assert sessions.shown_in("telegram:1:", id) is None


def test_a_moved_chat_takes_its_conversations_along_and_no_others(sessions: Sessions) -> None:
    old, new = chat_prefix(-5), chat_prefix(-100)
    for name in (f"{old}1", f"{new}1", f"{chat_prefix(-57)}1"):
        sessions.remember(name, answer())
    sessions.start_over(f"{old}1")
    sessions.start_over(f"{old}1")
    sessions.start_over(f"{new}1")  # somebody asked there before we heard of the move
    sessions.move(old, new)
    assert sessions.talk(f"{new}1") == 2
    assert sessions.talk(f"{old}1") == 0
    assert len(sessions.history(f"{new}1", 0)) == 2
    assert sessions.history(f"{old}1", 0) == []
    assert len(sessions.history(f"{chat_prefix(-57)}1")) == 1


# The journal


def test_an_update_is_kept_until_it_is_handled_and_known_after_that(journal: Journal) -> None:
    assert journal.receive(5, LARGE, "{}")
    assert not journal.receive(5, LARGE, "{}")
    assert journal.unhandled() == ["{}"]
    journal.handled(5)
    assert journal.unhandled() == []
    assert not journal.receive(5, LARGE, "{}")


def test_numbers_of_updates_are_tidied_only_when_they_are_old(journal: Journal) -> None:
    journal.receive(499, 1, "{}")
    journal.handled(499)
    assert journal.receive(500, None, "{}")  # tidies
    assert not journal.receive(499, 1, "{}")


def test_an_update_that_ends_the_process_each_time_is_given_up(journal: Journal) -> None:
    journal.receive(5, 1, "{}")
    assert [len(journal.unhandled()) for _ in range(5)] == [1, 1, 1, 0, 0]


def test_a_question_is_kept_with_its_messages_and_its_answer(journal: Journal) -> None:
    asked = replace(
        ASKED, person=LARGE, chat=-LARGE, thread=3, language="de", about=2, quoted="He won."
    )
    assert journal.accept(asked)
    assert not journal.accept(asked)
    assert not journal.accept(replace(asked, id=8))  # the same message under another number
    journal.shown(7, [11, 12])
    journal.answered(7, 3)
    assert journal.unfinished() == [replace(asked, shown=(11, 12), answer=3)]
    journal.finished(7)
    assert journal.unfinished() == []
    assert not journal.accept(asked)


def test_a_question_that_is_begun_and_never_finished_is_called_worn_out(journal: Journal) -> None:
    journal.accept(ASKED)
    journal.accept(replace(ASKED, id=8, message=11))  # it waits behind the other
    worn = []
    for _ in range(4):
        journal.begin(7)
        worn.append([question.worn_out for question in journal.unfinished()])
    assert worn == [[False, False]] * 3 + [[True, False]]


def test_a_chat_that_moves_takes_its_open_questions_along_without_their_messages(
    journal: Journal,
) -> None:
    journal.accept(ASKED)
    journal.shown(7, [11])
    journal.move(1, -100)
    (moved,) = journal.unfinished()
    assert moved == replace(ASKED, chat=-100, message=-7, shown=(), conversation="telegram:-100:1")
    assert journal.accept(replace(ASKED, id=9, chat=-100))  # numbers begin anew there


def test_only_what_is_of_a_forgotten_person_is_deleted(journal: Journal) -> None:
    journal.receive(5, 1, "{}")
    journal.receive(6, 2, "{6}")
    journal.accept(ASKED)
    journal.accept(replace(ASKED, id=8, person=2, chat=2, conversation="telegram:2:2"))
    journal.forget(1)
    assert [question.person for question in journal.unfinished()] == [2]
    assert journal.unhandled() == ["{6}"]


def test_an_edited_question_replaces_the_first_one_and_is_found_by_its_message(
    journal: Journal,
) -> None:
    assert journal.asked_in(1, 10) is None
    journal.accept(replace(ASKED, quoted="She lost."))
    journal.shown(7, [11])
    journal.answered(7, 3)
    journal.finished(7)
    before = journal.asked_in(1, 10)
    assert before == replace(ASKED, text="", shown=(11,), answer=3)
    edited = replace(ASKED, id=9, text="Who lost?", shown=(11,), about=2, replaces=3, quoted="He.")
    journal.revise(7, edited)
    journal.finished(7)  # of what it was before: too late
    assert journal.unfinished() == [edited]
    assert journal.asked_in(1, 10) == edited


def test_a_pause_outlives_a_restart(place: Places) -> None:
    with closing(Journal(place("journal"))) as journal:
        assert not journal.paused
        journal.paused = True
        journal.paused = True
    with closing(Journal(place("journal"))) as journal:
        assert journal.paused
        journal.paused = False
        assert not journal.paused


# Access and feedback


def test_decisions_on_people_are_kept_with_the_latest_name(people: People) -> None:
    assert people.allowed(LARGE) is None
    people.decide(LARGE, True, "Ana")
    people.decide(LARGE, False)
    assert people.allowed(LARGE) is False
    people.decide(-5, True, "A group\0")
    assert {(each.id, each.name.strip("\0"), each.allowed) for each in people.everyone()} == {
        (LARGE, "Ana", False),
        (-5, "A group", True),
    }
    people.forget_name(LARGE)
    assert {each.name.strip("\0") for each in people.everyone()} == {"", "A group"}


def test_a_code_lets_one_person_in(people: People) -> None:
    code = people.new_code()
    assert people.redeem(code, 1, "Ana")
    assert not people.redeem(code, 2, "Ben")
    assert people.allowed(1) is True
    assert people.allowed(2) is None


def test_a_decision_moves_with_its_chat_and_takes_the_place_of_another(people: People) -> None:
    people.decide(-100, False, "New")
    people.move(-5, -100)  # nothing was decided on it
    assert people.allowed(-100) is False
    people.decide(-5, True, "Old")
    people.move(-5, -100)
    assert [(each.id, each.allowed) for each in people.everyone()] == [(-100, True)]


def test_a_later_verdict_replaces_an_earlier_one(feedback: Feedback) -> None:
    feedback.give(LARGE, 1, answer(1), good=True)
    feedback.give(LARGE, 1, answer(1), good=False)
    feedback.give(2, 1, answer(1), good=True)
    verdicts = feedback.all()
    assert sorted(each["verdict"] for each in verdicts) == ["down", "up"]
    assert all(len(each["at"]) == len("2026-11-28 16:00:00") for each in verdicts)
    assert {each["question"] for each in verdicts} == {"q1?"}
    feedback.forget(LARGE)
    assert [each["verdict"] for each in feedback.all()] == ["up"]


def test_what_fails_in_the_middle_is_undone(place: Places) -> None:
    people = People(place("people"))
    code = people.new_code()

    def fail() -> None:
        with people._db.transaction() as db:
            db.execute("DELETE FROM codes WHERE code = ?", (code,))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert people.redeem(code, 1, "Ana")
    people.close()
