"""Long texts are cut where they may be, and links lead to the words on a page."""

from urllib.parse import unquote

from every_case import over
from hypothesis import given
from hypothesis import strategies as st
from nasty_texts import LONG, bare
from telegram_html import utf16

from bot.messenger.text import markup


@given(LONG, st.integers(5, 200))
def test_fold_loses_nothing_but_white_space(text: str, limit: int) -> None:
    pieces = markup.fold(text, limit)
    assert pieces
    assert all(utf16(piece) <= limit for piece in pieces)
    assert bare("".join(pieces)) == bare(text)


def test_fold_prefers_the_end_of_a_sentence() -> None:
    assert markup.fold("One is here. Two is there. Three.", 28) == [
        "One is here. Two is there.",
        "Three.",
    ]


@over([
        ("https://e.org/a", "It rose.", "https://e.org/a#:~:text=It%20rose."),
        # The minus of "prefix-," and the comma between start and end must not be taken for ours.
        ("https://e.org/a", "On-off, then - on", "https://e.org/a#:~:text=On%2Doff%2C%20then%20%2D%20on"),
        ("https://e.org/a", "A & B", "https://e.org/a#:~:text=A%20%26%20B"),
        ("https://e.org/a#part", "It rose.", "https://e.org/a#part:~:text=It%20rose."),
        ("https://e.org/a#:~:text=old", "It rose.", "https://e.org/a#:~:text=It%20rose."),
        ("https://e.org/a#p:~:text=old", "It rose.", "https://e.org/a#p:~:text=It%20rose."),
        ("https://e.org/a?b=1&c=2", "It rose.", "https://e.org/a?b=1&c=2#:~:text=It%20rose."),
        ("https://e.org/a b\"c", "It rose.", "https://e.org/a%20b%22c#:~:text=It%20rose."),
        ("", "It rose.", ""),
        ("javascript:alert(1)", "It rose.", "javascript:alert(1)"),
    ])  # fmt: skip
def test_fragment_urls(url: str, sentence: str, expected: str) -> None:
    assert markup.fragment_url(url, sentence) == expected


def test_a_long_sentence_is_found_by_its_first_and_last_five_words() -> None:
    sentence = "one two three four five six seven eight nine ten eleven, twelve"
    target = markup.fragment_url("https://e.org", sentence).partition("text=")[2]
    start, _, end = target.partition(",")
    assert unquote(start) == "one two three four five"
    assert unquote(end) == "eight nine ten eleven, twelve"
