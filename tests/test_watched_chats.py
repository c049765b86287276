"""What is kept of watched chats and of posts that wait outlives a restart."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.memory.watched_chats import Part, WatchedChat, WatchedChats
from bot.messenger.channels.seats import Seat
from index.errors import LibraryError

HARBOUR = WatchedChat(-1001, "Harbour Channel", "https://t.me/harbour", 1)


@pytest.fixture
def chats(tmp_path: Path) -> Iterator[WatchedChats]:
    opened = WatchedChats(tmp_path / "channels.sqlite")
    yield opened
    opened.close()


def test_a_watched_chat_is_known_after_a_restart_with_all_that_was_noted(
    chats: WatchedChats, tmp_path: Path
) -> None:
    assert chats.watch(HARBOUR)
    assert not chats.watch(HARBOUR)
    chats.rename(HARBOUR.chat, "Harbour News", "")
    for posts, latest in ((3, "2024-03-09"), (2, "2024-03-07"), (0, "")):
        chats.count(HARBOUR.chat, posts, latest)
    assert chats.set_lost(HARBOUR.chat, True) is not None
    assert chats.set_lost(HARBOUR.chat, True) is None  # told once
    chats.note_language(1, "de")
    again = WatchedChats(tmp_path / "channels.sqlite")
    known = WatchedChat(-1001, "Harbour News", "", 1, lost=True, posts=5, latest="2024-03-09")
    assert again.all() == [known]
    assert again.of(-1001) == known
    assert again.language(1) == "de"
    again.close()
    assert chats.watch(HARBOUR)  # it was lost, so this is news
    chats.move(-1001, -1002)
    assert chats.of(-1001) is None
    assert chats.unwatch(-1002) is not None
    assert chats.unwatch(-1002) is None


def test_a_moved_group_takes_what_waits_along_and_a_person_can_be_forgotten(
    chats: WatchedChats, tmp_path: Path
) -> None:
    chats.watch(HARBOUR)
    chats.keep(HARBOUR.chat, "a post")
    chats.keep(7, "passed on", sender=7, message=1, language="de")
    chats.note_language(7, "de")
    part = Part("k7", "u7", "Title", "First.")
    chats.note_part(7, "a", 1, part)
    chats.move(HARBOUR.chat, -1002)
    assert [post.chat for post in chats.waiting(9)] == [-1002, 7]
    chats.forget(7)
    assert [post.body for post in chats.waiting(9)] == ["a post"]
    assert chats.language(7) == ""
    assert chats.note_part(7, "a", 2, part) == [part]
    again = WatchedChats(tmp_path / "channels.sqlite")
    assert again.language(7) == ""
    assert again.of(-1002) is not None
    again.close()


def test_a_chat_may_ask_once_and_few_may_ask_in_a_day(chats: WatchedChats) -> None:
    assert [chats.may_ask(chat) for chat in (1, 1, 2, 3, 4, 5, 6)] == [
        *(True, False, True, True, True, True, False)
    ]


def test_posts_wait_in_order_and_one_that_fails_each_time_is_given_up(chats: WatchedChats) -> None:
    for body in ("one", "two", "three"):
        chats.keep(HARBOUR.chat, body)
    first, second, _ = chats.waiting(9)
    assert [post.body for post in chats.waiting(2)] == ["one", "two"]
    chats.done([second])
    for is_last in (False, False, True):
        assert [post.body for post in chats.waiting(9)] == ["one", "three"]
        assert chats.failed(first) == is_last
    assert [post.body for post in chats.waiting(9)] == ["three"]


def test_the_parts_of_an_album_come_in_its_order_and_the_last_form_of_each(
    chats: WatchedChats,
) -> None:
    second, first = Part("k8", "u8", "", "Second."), Part("k7", "u7", "Title", "First.")
    assert chats.note_part(-1001, "a", 8, second) == [second]
    assert chats.note_part(-1001, "a", 7, first) == [first, second]
    assert chats.note_part(-1001, "b", 9, first) == [first]
    changed = Part("k8", "u8", "", "Changed.")
    assert chats.note_part(-1001, "a", 8, changed) == [first, changed]


def test_each_of_several_bots_has_its_own_posts_and_takes_over_those_of_one_that_has_ended(
    chats: WatchedChats, tmp_path: Path
) -> None:
    one, other, third = (Seat(tmp_path) for _ in range(3))
    assert [one.number, other.number, one.number] == [1, 2, 1]
    for seat in (one, other):
        chats.keep(7, f"of {seat.number}", seat=seat.number, sender=7)
    assert [post.body for post in chats.waiting(9, other.number)] == ["of 2"]
    with other.of_ended(chats.seats()) as ended:
        assert ended == []
    one.leave()
    with other.of_ended(chats.seats()) as ended:
        assert ended == [1]
        assert third.number == 3  # whoever starts at this moment does not get that seat
        chats.hand_over(ended, other.number)
    assert [post.body for post in chats.waiting(9, other.number)] == ["of 1", "of 2"]
    assert one.number == 1
    for seat in (one, other, third):
        seat.leave()


def test_a_correction_goes_to_the_bot_that_still_has_what_it_corrects(chats: WatchedChats) -> None:
    chats.keep(HARBOUR.chat, "first", seat=1)
    chats.keep(HARBOUR.chat, "corrected", seat=2)
    chats.keep(-1003, "of another channel", seat=2)
    waiting = chats.waiting(9, 1)
    assert [post.body for post in waiting] == ["first", "corrected"]
    chats.done(waiting)
    chats.keep(HARBOUR.chat, "corrected again", seat=2)
    assert [post.body for post in chats.waiting(9, 2)] == ["of another channel", "corrected again"]


def test_a_folder_that_cannot_be_written_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LibraryError, match=r"cannot be written .*: check that") as error:
        _ = Seat(tmp_path / "file").number
    assert "\n" not in str(error.value)


def test_posts_that_an_earlier_byline_kept_are_of_the_first_bot(tmp_path: Path) -> None:
    path = tmp_path / "channels.sqlite"
    WatchedChats(path).close()
    with closing(sqlite3.connect(path)) as old:
        old.execute("ALTER TABLE posts DROP COLUMN seat")
        old.execute("INSERT INTO posts (chat, body, language) VALUES (1, 'kept', '')")
        old.commit()
    with closing(WatchedChats(path)) as chats:
        assert [post.body for post in chats.waiting(9, 1)] == ["kept"]
