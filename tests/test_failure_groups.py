"""Ten thousand failures for one reason take a few lines, so that the others are seen."""

from bot.adding.failure_groups import FailureGroup, group_failures
from index.types import Failure


def empty(name: str, folder: str = "/news") -> Failure:
    return Failure(f"{folder}/{name}", f"{name} is empty: remove it.")


def test_many_for_one_reason_are_the_first_three_and_a_number() -> None:
    many = [empty(f"{number}.txt") for number in range(10_000)]
    locked = Failure("/news/locked.pdf", "locked.pdf has a password: save it without one.")
    found = group_failures([*many[:5000], locked, *many[5000:]])
    assert found == [
        FailureGroup("/news", tuple(many[:3]), 9997),
        FailureGroup("/news", (locked,), 0),
    ]


def test_a_line_that_stands_for_one_would_save_nothing() -> None:
    four = [empty(f"{number}.txt") for number in range(4)]
    assert group_failures(four) == [FailureGroup("/news", tuple(four), 0)]
    assert [kind.more for kind in group_failures([*four, empty("4.txt")])] == [2]
    assert [(len(kind.shown), kind.more) for kind in group_failures(four, 1)] == [(1, 3)]


def test_names_and_numbers_in_a_reason_make_no_kind_and_folders_and_words_do() -> None:
    large = [Failure(f"/a/{n}.txt", f"{n}.txt has {n} MB: split it.") for n in range(3, 9)]
    records = [Failure(f"/a/x.jsonl line {n}", "is not JSON") for n in range(7)]
    elsewhere = [empty(f"{n}.txt", "/b") for n in range(6)]
    pages = [Failure(f"https://site.example/{n}", "is not there (404)") for n in range(5)]
    found = group_failures([*large, *records, *elsewhere, *map(empty, "12"), *pages])
    assert [(kind.folder, len(kind.shown), kind.more) for kind in found] == [
        *(("/a", 3, 3), ("/a", 3, 4), ("/b", 3, 3), ("/news", 2, 0)),
        ("https://site.example", 3, 2),
    ]
    assert sum(len(kind.shown) + kind.more for kind in found) == 26


def test_the_reason_is_the_files_own_and_not_made_of_its_name() -> None:
    dots = [
        Failure(f"/a/{name}", reason) for name, reason in (("e", "is empty"), ("m", "is binary"))
    ]
    assert len(group_failures(dots)) == 2
    assert group_failures([Failure("/a", "does not exist")])[0].folder == "/"
