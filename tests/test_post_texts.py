"""How people name a channel and a post, and what counts as the text of a post."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from every_case import over

from bot.adding.posts import Post, is_short, merged, without_pointers
from bot.messenger.channels.post_reader import PostName, named_chat, named_post

NAMED: list[tuple[Callable[[str], object], str, object]] = [
    (named_chat, "@harbour", "@harbour"),
    (named_chat, " harbour ", "@harbour"),
    (named_chat, "https://t.me/harbour", "@harbour"),
    (named_chat, "telegram.me/harbour/", "@harbour"),
    (named_chat, "https://t.me/harbour/17", "@harbour"),
    (named_chat, "https://t.me/c/1234567890/17", -1001234567890),
    (named_chat, "-1001234567890", -1001234567890),
    (named_chat, "1234", None),
    (named_chat, "the harbour channel", None),
    (named_chat, "https://example.org/harbour", None),
    (named_post, "https://t.me/harbour/17", PostName("@harbour", 17)),
    (named_post, "t.me/s/harbour/17?single", PostName("@harbour", 17)),
    (named_post, "https://t.me/c/1234567890/4/17", PostName(-1001234567890, 17)),
    (named_post, "https://t.me/harbour", None),
    (is_short, "Good morning, dear harbour!", True),
    (is_short, "Read https://example.org/a/b @harbour #news today now", True),
    (is_short, "Mayor resigns over harbour tolls", False),
    (is_short, "早上好", True),
    (is_short, "渡轮将于周一恢复通航", False),
    (without_pointers, "One.\n\n@harbour | https://t.me/harbour\n#news", "One."),
    (without_pointers, "#news\nOne of @harbour.\n\n\nTwo.", "One of @harbour.\n\nTwo."),
    (without_pointers, "One\n—\nTwo", "One\n—\nTwo"),
]


@over(NAMED)
def test_names_and_texts_are_read(read: Callable[[str], object], text: str, wanted: object) -> None:
    assert read(text) == wanted


def test_a_copy_that_was_passed_on_does_not_undo_an_edit() -> None:
    first = Post("k", "Harbour", date(2024, 3, 9), "", "Two were hurt.", links=("https://a",))
    edited = replace(first, text="Five were hurt.", links=())
    copy = replace(first, copy=True, links=("https://b",))
    links = ("https://a", "https://b")
    assert merged([first, edited, copy]) == [replace(edited, links=links)]
    assert merged([copy, edited]) == [replace(edited, links=("https://b",))]
    assert merged([copy, replace(copy, text="Later.")]) == [replace(copy, text="Later.")]
