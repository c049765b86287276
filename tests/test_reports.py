"""What an owner reads of a re-index and of files that cannot be read."""

from hypothesis import given
from nasty_texts import LONG, TEXT, read

from bot.messenger.text import reports
from index.types import Failure, Report


@given(TEXT, LONG)
def test_reports_are_valid_and_fit(text: str, long: str) -> None:
    read([reports.reindexing(1, 2, text, 3.0), reports.reindexing(0, 0, "")])
    failed = [
        *[Failure(f"/a/{text}", long)] * 12,
        *(Failure(f"/{n}", text + str(n)) for n in "abcde"),
    ]
    read(reports.reindexed(Report(1, 2, 3, 4, failed, failed), 3.2))
    read(["\n".join(reports.unread(failed))])


def test_what_a_reindex_found_odd_is_said_for_it_is_not_read_again() -> None:
    empty = [Failure(f"/news/{n}.txt", f"{n}.txt is empty: remove it.") for n in range(10_000)]
    bomb = Failure("/news/bomb.zip", "bomb.zip would unpack to 1,023 times its size: delete it.")
    odd = [
        Failure("/news/a.md", "its date 2999-01-01 cannot be: the article is kept without a date"),
        Failure("/news/b.md", "2 hidden or reordering characters were taken out of it"),
    ]
    (shown,) = reports.reindexed(Report(added=2, failed=[*empty, bomb], remarks=odd), 3.0)
    _, failed, remarks = shown.split("\n\n")
    assert failed.splitlines() == [
        *(f"{n}.txt: {n}.txt is empty: remove it." for n in range(3)),
        "and 9,997 more in news for the same reason",
        "bomb.zip: bomb.zip would unpack to 1,023 times its size: delete it.",
    ]
    assert remarks.splitlines() == [
        "Read, but unusual:",
        "a.md: its date 2999-01-01 cannot be: the article is kept without a date",
        "b.md: 2 hidden or reordering characters were taken out of it",
    ]
    unlike = [Failure(f"/{n}/a.txt", "is empty") for n in range(14)]
    assert reports.reindexed(Report(failed=unlike), 1.0)[0].endswith("\nand 4 more")


def test_the_list_of_what_cannot_be_read_says_where_the_rest_is() -> None:
    unlike = [Failure(f"/{n}/a.txt", "<is empty>") for n in range(6)]
    line = "• a.txt: &lt;is empty&gt;"
    where = "All of them: <code>byline library check</code> in a terminal"
    assert reports.unread(unlike) == [
        *("Files that could not be read: 6", *[line] * 5, "• and 1 more", where)
    ]
    assert reports.unread(unlike[:5]) == ["Files that could not be read: 5", *[line] * 5]
    assert reports.unread([]) == []
    many = [Failure(f"/news/{n}.txt", "is empty") for n in range(200)]
    assert reports.unread([*many, unlike[0]]) == [
        *("Files that could not be read: 201", "• 0.txt: is empty"),
        *("• and 199 more in news for the same reason", line, where),
    ]


def test_a_reindex_says_how_fast_it_is_and_how_long_it_will_take() -> None:
    shown = reports.reindexing(30, 90, "ferry.txt", 10.0)
    assert "30 of 90 articles, 3.0 a second, about 20 s left" in shown
    assert "about 10 min left" in reports.reindexing(10, 70, "ferry.txt", 100.0)
    assert "second" not in reports.reindexing(0, 90, "ferry.txt", 10.0)
