"""What is read from PDFs: order of columns and tables, hyphens, headers, and the limits."""

import io
from collections.abc import Callable

import pytest
from every_case import over
from hypothesis import given
from hypothesis import strategies as st
from pdf_drawing import Sheet, lines
from pdf_files import FIRST, LATER, LONG, Case
from reportlab.pdfgen import canvas

from index.errors import UnreadableSourceError
from index.readers import pdf
from index.readers.pdf import read_pdf
from index.readers.pdf_hyphens import joiner
from index.readers.pdf_layout import Word, lines_of, rows_of


@pytest.mark.parametrize("case", FIRST + LATER, ids=lambda case: case.__name__)
def test_a_page_is_read_as_people_read_it(case: Callable[[], Case]) -> None:
    data, paragraphs = case()
    assert read_pdf(data, "a.pdf").text.split("\n\n") == paragraphs


@over(
    [
        ("the net-", "work grew", "en", "the network grew"),
        ("a long-", "awaited day", "en", "a long-awaited day"),
        ("the co-", "operation", "en", "the cooperation"),
        ("two-", "and three-bed flats", "en", "two- and three-bed flats"),
        ("the EU-", "wide ban", "en", "the EU-wide ban"),
        ("Mr Snow-", "den spoke", "en", "Mr Snowden spoke"),
        ("in 2026-", "27 it", "en", "in 2026-27 it"),
        ("the ferry -", "a slow one", "en", "the ferry - a slow one"),
        ("the by-", "pass", "en", "the by-pass"),
        ("Ein-", "und Ausgang", "de", "Ein- und Ausgang"),
        ("die Hafen-", "polizei", "de", "die Hafenpolizei"),
        ("Baden-", "Württemberg", "de", "Baden-Württemberg"),
        ("peut-", "être", "fr", "peut-être"),
        ("прави-", "тельство", "ru", "правительство"),
        ("the com\u00ad", "pany", "en", "the company"),
        ("no hyphen", "here", "en", "no hyphen here"),
    ],
)
def test_a_hyphen_at_a_lines_end_stays_where_the_word_has_it(
    before: str, after: str, language: str, line: str
) -> None:
    # The text shows that it writes "by-pass" so.
    assert joiner("A by-pass is built.", language)(before, after) == line


def test_nothing_but_headers_is_lost_whatever_stands_where() -> None:
    sheet = Sheet()
    words = [f"word{number}" for number in range(300)]
    sheet.draw(
        (60 + 37 * number % 450, 700 - 23 * number % 600, word) for number, word in enumerate(words)
    )
    assert sorted(read_pdf(sheet.data(), "a.pdf").text.split()) == sorted(words)


BOX = st.tuples(st.integers(0, 500), st.integers(60, 700), st.integers(4, 90))


@given(st.lists(BOX, max_size=60))
def test_every_word_of_a_page_is_in_one_line(boxes: list[tuple[int, int, int]]) -> None:
    words = [
        Word(f"w{number}", left, left + width, bottom + 10, bottom)
        for number, (left, bottom, width) in enumerate(boxes)
    ]
    found = [word for line in lines_of(rows_of(words)) for word in line.text.split()]
    assert sorted(found) == sorted(word.text for word in words)


def test_a_page_with_too_many_letters_is_given_up_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_MOST_SECONDS", -1.0)
    sheet = Sheet()
    sheet.draw(lines(60, 760, LONG))
    with pytest.raises(UnreadableSourceError, match="takes too long to read"):
        read_pdf(sheet.data(), "a.pdf")


def test_a_page_of_very_many_words_is_read_row_by_row() -> None:
    buffer = io.BytesIO()
    sheet = canvas.Canvas(buffer)
    sheet.setFont("Helvetica", 2)
    for row in range(280):
        sheet.drawString(20, 810 - 2.8 * row, " ".join(f"w{row}x{at}" for at in range(20)))
    sheet.showPage()
    sheet.save()
    text = read_pdf(buffer.getvalue(), "a.pdf").text
    assert len(text.split()) == 280 * 20
    assert text.split()[:2] == ["w0x0", "w0x1"]
