"""Texts, addresses and days that may break messages, and what people then read of them."""

from datetime import date

from hypothesis import strategies as st
from telegram_html import link_problem, parse, utf16

NASTY = [
    "<b>", "</a>", "&amp;", "&", '"', "'", "“", "<", ">", "\n", "\n\n", " ", "😀", "👨‍👩‍👧",
    "e\u0301", "שלום", "\u202e", "\ud83d", "\udc00", ". ", "! ", "[1]", 
    "word", "-", ",", "\x00", "\u00a0",
]  # fmt: skip
TEXT = st.lists(st.sampled_from(NASTY) | st.text(max_size=6), max_size=12).map("".join)
LONG = st.builds(lambda text, times: text * times, TEXT, st.sampled_from([1, 1, 1, 40, 700]))
SPOKEN = LONG.map(lambda text: f"So {text} ends")  # a sentence is never blank
URL = st.sampled_from([
    "", "https://e.org/a", "https://e.org/a?b=c&d=\"e\"", "https://e.org/a b", "https://e.org/#x",
    "javascript:alert(1)", "https://e.org/'x'>", "HTTPS://", "http://", "https://e.org/ü/#a:~:text=b",
])  # fmt: skip
DAY = st.sampled_from([None, date(2025, 5, 6)])


def sound(text: str) -> str:
    """With a sign for what no message can carry."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def bare(text: str) -> str:
    """Sound, and without white space."""
    return "".join(sound(text).split())


def read(parts: list[str]) -> str:
    """What people read, all messages together; fails when Telegram would refuse one."""
    assert parts
    plain = []
    for part in parts:
        text, entities = parse(part)
        assert 0 < utf16(text) <= 4096
        assert text.strip()
        for entity in entities:
            if entity["type"] == "text_link":
                assert link_problem(entity["url"]) == ""
        plain.append(text)
    return bare("".join(plain))
