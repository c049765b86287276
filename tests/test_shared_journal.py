"""Several bots over one real PostgreSQL: who has which question, and whose turn it is."""

import asyncio
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from math import isclose

import pytest
from postgres_server import PASSWORD, new_database, running_postgres
from queue_fakes import asked

from bot.memory.all_databases import Server, connect
from bot.memory.allowances import Allowances
from bot.memory.shared_journal import SharedJournal

pytestmark = pytest.mark.slow

Join = Callable[..., SharedJournal]
DEAD = -1.0  # a lease that is over when it begins


@pytest.fixture
def database() -> Iterator[str]:
    """The address of an empty database."""
    with new_database() as url:
        yield url


@pytest.fixture
def join(database: str) -> Iterator[Join]:
    """Gives the journal of one more bot, which lives."""
    with ExitStack() as stack:

        def joined(lease_s: float = 600.0) -> SharedJournal:
            store = stack.enter_context(closing(connect(Server(database, PASSWORD))))
            journal = SharedJournal(store, lease_s)
            journal.beat()
            return journal

        yield joined


def ids(journal: SharedJournal) -> list[int]:
    return [each.question.id for each in journal.held()]


def test_an_update_and_a_question_are_taken_by_one_bot_only(join: Join) -> None:
    ours, theirs = join(), join()
    assert ours.receive(1, 1, "{}")
    assert not theirs.receive(1, 1, "{}")
    assert ours.accept(asked(1))
    assert not theirs.accept(asked(1))
    assert (ids(ours), ids(theirs)) == ([1], [])
    assert theirs.unhandled() == []
    assert theirs.unfinished() == []
    assert (theirs.taken_over(1), theirs.holds(1)) == (True, False)
    assert (ours.taken_over(1), ours.holds(1)) == (False, True)


def test_what_a_dead_bot_has_is_taken_up_once(join: Join) -> None:
    dead, ours, theirs = join(DEAD), join(), join()
    dead.receive(1, 1, "{}")
    dead.accept(asked(2))
    dead.shown(2, [5])
    dead.claim()
    assert ours.unhandled() == ["{}"]
    assert [(q.id, q.shown) for q in ours.unfinished()] == [(2, (5,))]
    assert (theirs.unhandled(), theirs.unfinished()) == ([], [])
    assert dead.taken_over(2)
    assert ours.claim() == 2  # it is begun anew


def test_a_bot_that_leaves_is_not_waited_for(join: Join) -> None:
    ours, theirs = join(), join()
    assert ours.others() == 1
    ours.accept(asked(1))
    ours.leave()
    assert theirs.others() == 0
    assert [question.id for question in theirs.unfinished()] == [1]


def test_what_ends_a_bot_each_time_is_given_up(join: Join) -> None:
    first = join(DEAD)
    first.receive(1, 1, "{}")
    first.accept(asked(1))
    worn, bodies = [], []
    for _ in range(4):
        bot = join(DEAD)
        bot.begin(1)
        worn.append(bot.unfinished()[0].worn_out)
        bodies.append(len(bot.unhandled()))
    assert worn == [False, False, False, True]
    assert join().claim() is None  # whoever took it up tells that it is given up
    assert bodies == [1, 1, 1, 0]


def test_a_question_goes_to_a_bot_that_is_free(join: Join) -> None:
    busy, free = join(), join()
    busy.accept(asked(1, person=1))
    busy.accept(asked(2, person=2))
    assert busy.claim() == 1
    assert [each.begun for each in busy.held()] == [True, False]
    assert free.claim() == 2
    assert free.claim() is None  # it has asked for one already
    assert [each.wanted for each in busy.held()] == [False, True]
    assert ids(free) == []
    busy.hand_over(2, [7])
    (held,) = free.held()
    assert held.begun
    assert held.question.shown == (7,)
    assert not held.wanted
    busy.hand_over(1)  # nobody wants it
    assert ids(busy) == [1]
    assert free.at_work() == 2


def test_a_bot_that_was_given_a_question_takes_no_other_before_it_has_looked(join: Join) -> None:
    busy, free = join(), join()
    busy.accept(asked(1, person=1))
    busy.accept(asked(2, person=2))
    assert free.claim() == 1
    busy.hand_over(1)
    assert free.claim() is None
    assert free.claim(known=ids(free)) == 2


def test_a_question_that_a_dead_bot_wanted_can_be_had_by_others(join: Join) -> None:
    ours, dead, theirs = join(), join(DEAD), join()
    ours.accept(asked(1))
    assert dead.claim() == 1
    assert theirs.claim() is None
    assert theirs.unfinished() == []  # which looks after such wishes
    assert theirs.claim() == 1


def test_people_take_turns_whichever_bot_they_asked(join: Join) -> None:
    ours, theirs = join(), join()
    for number in (1, 2, 3):
        ours.accept(asked(number, person=1))
    theirs.accept(asked(4, person=2))
    theirs.accept(asked(5, person=2))
    assert [number for number, _ in theirs.waiting()] == [1, 4, 2, 5, 3]
    served = []
    while (turn := ours.claim()) is not None:
        theirs.hand_over(turn)
        ours.answered(turn, 1)
        ours.finished(turn)
        served.append(turn)
        if turn == 1:
            theirs.accept(asked(6, person=3))  # came after 2 waited, and before 1 was served anew
    assert served == [1, 4, 2, 6, 5, 3]


def test_a_conversation_has_one_question_at_work(join: Join) -> None:
    ours, theirs = join(), join()
    ours.accept(asked(1))
    ours.accept(asked(2))
    assert ours.claim() == 1
    assert theirs.claim() is None
    ours.answered(1, 7)
    assert theirs.claim() == 2


def test_nothing_is_begun_in_a_pause(join: Join) -> None:
    ours, theirs = join(), join()
    ours.accept(asked(1))
    theirs.paused = True
    assert ours.paused
    assert ours.claim() is None
    theirs.paused = False
    assert ours.claim() == 1


def test_a_question_is_stopped_by_its_person_through_any_bot(join: Join) -> None:
    ours, theirs = join(), join()
    ours.accept(asked(1, person=1))
    ours.accept(asked(2, person=1))
    assert not theirs.stop(person=2, question=1)
    assert [each.stop for each in ours.held()] == [False, False]
    assert theirs.stop(person=1, question=1)
    assert [each.stop for each in ours.held()] == [True, False]
    assert theirs.claim() == 2
    assert theirs.stop(person=1)
    assert [each.stop for each in ours.held()] == [True, True]


def test_all_questions_of_a_chat_are_stopped_whoever_asked_and_has_them(join: Join) -> None:
    ours, theirs = join(), join()
    for person in (1, 2):
        ours.accept(replace(asked(person, person=person), chat=-5 if person == 1 else 7))
    assert theirs.stop(chat=-5)
    assert [each.stop for each in ours.held()] == [True, False]
    assert not theirs.stop(chat=-6)


def test_a_forgotten_person_leaves_no_turn(join: Join, database: str) -> None:
    ours = join()
    for person in (1, 2):
        ours.accept(asked(person, person=person))
        ours.claim(known=ids(ours))
    ours.forget(1)
    assert not ours.holds(1)
    name = database.rpartition("/")[2]
    assert running_postgres().run("SELECT person FROM byline.turns", name) == [(2,)]


def test_an_edited_question_stays_with_the_bot_that_shows_it(join: Join) -> None:
    ours, theirs, dead = join(), join(), join(DEAD)
    ours.accept(asked(1))
    ours.claim()
    edited = asked(1, text="Who lost?")
    theirs.revise(1, edited)
    (held,) = ours.held()
    assert (held.question.text, held.begun) == ("Who lost?", False)
    ours.finished(1)
    theirs.revise(1, edited)  # its message shows an answer: whoever comes may go on
    assert ids(theirs) == [1]
    dead.accept(asked(9, person=9))
    ours.revise(9, asked(9, person=9, text="Who else?"))
    assert ids(ours) == [9]


def test_many_bots_at_once_take_each_question_once(join: Join) -> None:
    asking = join()
    for number in range(40):
        asking.accept(asked(number, person=number))
    asking.leave()
    bots, taken = [join() for _ in range(4)], Counter[int]()
    together = threading.Barrier(len(bots))

    def work(bot: SharedJournal) -> None:
        together.wait()
        taken.update(question.id for question in bot.unfinished())
        while (number := bot.claim()) is not None:
            if number in ids(bot):
                bot.answered(number, 1)
            else:  # its bot does not hand over, as one that is out of order
                break

    threads = [threading.Thread(target=work, args=(bot,)) for bot in bots]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert taken == Counter(range(40))


async def test_a_change_is_told_to_the_other_bots_at_once(join: Join) -> None:
    ours, theirs = join(), join()
    rung = asyncio.Event()
    listening = asyncio.create_task(theirs.listen(rung.set))
    try:
        await rung.wait()  # it listens
        for change in (
            lambda: ours.accept(asked(1)),
            ours.claim,
            lambda: ours.answered(1, 1),
            lambda: setattr(ours, "paused", True),
            ours.leave,
        ):
            rung.clear()
            change()
            await asyncio.wait_for(rung.wait(), 60)
    finally:
        listening.cancel()


def test_what_a_person_may_ask_in_a_minute_counts_with_all_bots_together(database: str) -> None:
    with (
        closing(connect(Server(database, PASSWORD))) as one,
        closing(connect(Server(database, PASSWORD))) as other,
    ):
        bots = (Allowances(one), Allowances(other))
        slow = 0.02  # a minute: nothing comes back while this test runs
        assert bots[0].take("questions", 1, slow) == 0
        wait = bots[1].take("questions", 1, slow)
        assert isclose(wait, 3000, rel_tol=0.1)
        assert bots[1].take("questions", 2, slow) == 0  # each has their own
        assert bots[1].take("inputs", 1, slow) == 0
        assert [bool(bots[n % 2].take("many", -1, 4)) for n in range(5)][:4] == [False] * 4
        with one.transaction() as db:
            db.execute("UPDATE allowances SET at = at - INTERVAL '50 minutes' WHERE key = 1")
        assert bots[1].take("questions", 1, slow) == 0
