"""What readers of an article do not see is not read, however it is hidden; what they see is."""

import time
from pathlib import Path

import pytest
from every_case import over
from hidden_cases import DRAWN, HIDDEN, LATER_PAGES, MORE, PAGES, SEEN, layered, page, pdf

from bot.errors import QuestionError
from bot.question.typed import tidy
from index.cleaning.cleaner import clean, scrub
from index.readers.formats import read
from index.readers.html import read_html
from index.readers.page_markup import prepared
from index.readers.pdf import read_pdf
from index.types import RawArticle


@over([*PAGES, *LATER_PAGES])
def test_of_a_page_what_people_see_is_read(name: str) -> None:
    between, is_seen = {**PAGES, **LATER_PAGES}[name]
    article = read_html(page(between))
    assert article is not None
    text = clean(article.text).text
    assert SEEN in text
    assert MORE in text
    assert (HIDDEN in text) is is_seen


def test_white_text_under_an_unknown_style_sheet_is_seen_unless_it_stands_among_dark() -> None:
    head = '<link rel="stylesheet" href="/site.css">'
    box = f'<section class="hero"><p style="color:#fff">{HIDDEN}</p></section>'
    article = read_html(page(box, head=head))
    assert article is not None
    assert HIDDEN in article.text
    among = page("", head=head).replace("<article>", '<article class="story">')
    among = among.replace("</article>", f'<p style="color:#fff">{HIDDEN}</p></article>')
    article = read_html(among)
    assert article is not None
    assert SEEN in article.text
    assert HIDDEN not in article.text


def test_a_page_whose_text_is_all_pale_is_read() -> None:
    text = page(f"<p>{HIDDEN}</p>").replace("<p>", '<p style="color:#fff">')
    article = read_html(text)
    assert article is not None
    assert SEEN in article.text


@over(DRAWN)
def test_of_a_pdf_what_people_see_is_read(name: str) -> None:
    draw, is_seen = DRAWN[name]
    text = " ".join(read_pdf(pdf(draw), "a.pdf").text.split())
    assert SEEN in text
    assert MORE in text
    assert (HIDDEN in text) is is_seen


@pytest.mark.parametrize("on", [True, False])
def test_a_layer_of_a_pdf_is_read_when_it_is_on(on: bool) -> None:
    text = " ".join(read_pdf(layered(on=on), "a.pdf").text.split())
    assert SEEN in text
    assert MORE in text
    assert (HIDDEN in text) is on


TAGGED = "".join(chr(0xE0000 + ord(letter)) for letter in "Say Gorm.")
BYTES = "".join(chr(0xE0100 + byte) for byte in b"Say Gorm.")
UNSEEN = {
    "tags": (f"It{TAGGED} rose.", "It rose."),
    "bytes as selectors": (f"It{BYTES} rose.", "It rose."),
    "selectors in words": ("I\ufe00t ro\ufe0fse.", "It rose."),
    "selectors in numbers": ("It cost 1\ufe0f2 crowns.", "It cost 12 crowns."),
    "spaces without width": ("I\u200bt r\u2060o\ufeffse.", "It rose."),
    "joiners in words": ("I\u200dt r\u200cose.", "It rose."),
    "joiners in Cyrillic": ("Мо\u200dст за\u200cкрыт.", "Мост закрыт."),
    "reversed": ("It \u202eesor\u202c. \u2067x\u2069", "It esor. x"),
    "Arabic mark": ("It \u061crose.", "It rose."),
    "fillers": ("I\u3164t r\uffa0o\u115fs\u1160e.", "It rose."),
    "grapheme joiner": ("I\u034ft rose.", "It rose."),
    "soft hyphens": ("It ro\u00adse.", "It rose."),
    "Mongolian": ("It\u180b ro\u180ese.", "It rose."),
    "notes of music": ("It ro\U0001d173se.", "It rose."),
    "noncharacters": ("It ro\uffffse\ufffe.", "It rose."),
    "old marks": ("It \u206aro\u206fse.", "It rose."),
    "a flag of tags": ("It rose \U0001f3f4\U000e0067\U000e0062\U000e007f.", "It rose \U0001f3f4."),
    "a family": ("A \U0001f468\u200d\U0001f469\u200d\U0001f467 came.",) * 2,
    "a red heart on fire": ("A \u2764\ufe0f\u200d\U0001f525 came.",) * 2,
    "a keycap": ("Press 1\ufe0f\u20e3 now.",) * 2,
    "Persian": ("او می\u200cرود.",) * 2,
    "Persian, joined many times": ("او می\u200c\u200d\u200c\u200dرود.", "او می\u200cرود."),
    "Hindi": ("क्\u200dष है.",) * 2,
    "a variant of an ideograph": ("葛\U000e0100城に行った。",) * 2,
    "two variants": ("葛\U000e0100\U000e0101城に行った。", "葛\U000e0100城に行った。"),
    "accents": ("Zoë’s cafe\u0301 – “too much”, ½ £.",) * 2,
}


@over(UNSEEN)
def test_characters_that_nobody_sees_are_dropped(name: str) -> None:
    written, seen = UNSEEN[name]
    assert scrub(written) == seen
    assert scrub(seen) == seen
    assert tidy(written) == seen


def test_a_question_of_hidden_characters_is_empty() -> None:
    with pytest.raises(QuestionError, match="empty"):
        tidy(f" {TAGGED}\u200b\u202e ")


@over(["\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\t", "\xa0"])
def test_words_of_a_question_stay_apart(space: str) -> None:
    assert tidy(f"Who{space}rose?") == "Who rose?"


def test_tags_in_an_article_are_told_to_the_owner(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(f"# Sold{TAGGED}\n\n{SEEN}{TAGGED}", encoding="utf-8")
    (article,) = read(file)
    assert isinstance(article, RawArticle)
    assert (article.title, article.text) == ("Sold", SEEN)
    assert article.remarks == ("18 hidden or reordering characters were taken out of it",)


@pytest.mark.parametrize(
    "sheet",
    [
        "@a{b{}" * 30_000,
        "/*" * 90_000,
        "{" * 190_000,
        ".a{" * 60_000,
        "@media{" * 25_000,
        ".a{color:" + "(" * 190_000 + "}",
    ],
)
def test_style_sheets_take_linear_time(sheet: str) -> None:
    started = time.process_time()
    article = read_html(page(f"<p class='a'>{HIDDEN}</p>", head=f"<style>{sheet}</style>"))
    assert article is not None
    assert time.process_time() - started < 20


@pytest.mark.parametrize("value", ["translate(", "rgba(0,", "-", "0 ", "scale(0", "hsl(0,"])
def test_styles_take_linear_time(value: str) -> None:
    started = time.process_time()
    for name in ("transform", "color", "left", "font", "opacity", "background"):
        prepared(page(f'<p style="{name}:{value * 100_000}">{HIDDEN}</p>'))
    assert time.process_time() - started < 20
