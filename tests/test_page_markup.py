"""Pages whose markup misleads, and pages that say or do not say when they were published."""

from pathlib import Path

import pytest
from every_case import over
from page_building import PageCase
from page_consent_cases import CONSENT_PAGES
from page_date_cases import DATES, LATER_DATES, DateCase
from page_layout_cases import LAYOUT_PAGES
from page_text_cases import TEXT_PAGES

from index.cleaning.cleaner import clean, scrub
from index.readers import formats, saved_page
from index.readers.html import read_html
from index.readers.page_date import address_day
from index.readers.page_markup import prepared
from index.readers.raised_text import fraction, lowered, raised
from index.readers.saved_page import Note, Page
from index.types import RawArticle


@over([*CONSENT_PAGES, *TEXT_PAGES, *LAYOUT_PAGES])
def test_what_a_reader_sees_is_read(case: PageCase) -> None:
    article = read_html(scrub(case.html))
    assert article is not None
    text = clean(article.text).text
    assert [each for each in case.has if each not in text] == []
    assert [each for each in case.lacks if each in text] == []


@pytest.mark.parametrize("case", [*DATES, *LATER_DATES], ids=lambda case: case.name)
def test_a_page_has_the_date_that_it_surely_says(tmp_path: Path, case: DateCase) -> None:
    saved_page.write(tmp_path / "a.warc", Page(case.url, case.html.encode(), "text/html"))
    (found,) = formats.read(tmp_path / "a.warc")
    assert isinstance(found, RawArticle)
    assert found.published == case.day


def test_a_date_that_is_not_sure_is_told_to_the_owner(tmp_path: Path) -> None:
    unsure = next(case for case in DATES if case.name == "another story's date")
    changed = next(case for case in LATER_DATES if case.name == "only changed")
    for case, remark in (
        (unsure, "its date may be 2026-02-11, which is not sure: it is kept without a date"),
        (changed, "its date 2026-09-17 is that of its last change"),
    ):
        saved_page.write(tmp_path / "a.warc", Page(case.url, case.html.encode(), "text/html"))
        (found,) = formats.read(tmp_path / "a.warc")
        assert isinstance(found, RawArticle)
        assert found.remarks == (remark,)


def test_a_feeds_date_leaves_no_doubt(tmp_path: Path) -> None:
    case = next(case for case in DATES if case.name == "another story's date")
    note = Note("Well", published="2026-09-17")
    page = Page(case.url, case.html.encode(), "text/html", note=note)
    saved_page.write(tmp_path / "a.warc", page)
    (found,) = formats.read(tmp_path / "a.warc")
    assert isinstance(found, RawArticle)
    assert (str(found.published), found.remarks) == ("2026-09-17", ())


@over(
    [
        ("https://a.example/2026/9/7/well", "2026-09-07"),
        ("https://a.example/news/2026-09-07/well", "2026-09-07"),
        ("https://a.example/20260907-well", "2026-09-07"),
        ("https://a.example/well-2026-09-07.html", "2026-09-07"),
        ("https://a.example/2026/09/well", None),
        ("https://a.example/2026/13/41/well", None),
        ("https://a.example/the-fire-of-2001-09-11-remembered", None),
        ("https://a.example/item-3420260907", None),
        ("https://a.example/well?on=2026-09-07", None),
        ("https://[a.example/2026/09/07", None),
        ("", None),
    ]
)
def test_a_date_in_an_address_counts_if_it_is_whole(url: str, day: str | None) -> None:
    found = address_day(url)
    assert (str(found) if found else None) == day


@over(
    [
        ("450", "2", " ships", ""),
        ("in 1987", "12", ".", ""),
        ("10", "6", " crowns", "⁶"),
        ("3·10", "-6", "", "⁻⁶"),
        ("12 km", "2", ".", "²"),
        ("the museum", "3", " wrote", ""),
        ("said.", "4", " Then", ""),
        ("the 3", "rd", " time", "rd"),
        ("XIX", "e", " siècle", "e"),
        ("5", "2", " = 25", "²"),
        ("", "235", "U decays", "²³⁵"),
        ("", "1", " See the annex.", ""),
        ("", "", "", ""),
        ("Orrin", " this is small print", "", "this is small print"),
    ]
)
def test_raised_characters_make_no_other_number(
    before: str, text: str, after: str, written: str
) -> None:
    assert raised(text, before, after, linked=False) == written
    assert len(text) > 9 or not raised(text, before, after, linked=True)


def test_lowered_characters_and_fractions_make_no_other_number() -> None:
    assert lowered("2", "CO") == "2"
    assert lowered("2", "50") == "₂"
    assert (fraction("1", "2", "3"), fraction("7", "16", "3")) == ("½", " 7/16")


@over(["", "<", "<!-- -->", "<p", "<sup>", "<table><td><table>", "\0", "<a><a>"])
def test_any_page_can_be_prepared(page: str) -> None:
    assert isinstance(prepared(page), str)
