"""Wraps pypdfium2: reads the text of a PDF and joins its lines to paragraphs.

Removes headers, footers and page numbers. Scanned pages have no text, and none is guessed.
"""

import re
import statistics
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2
from pypdfium2.raw import FPDF_ERR_PASSWORD

from index.errors import UnreadableSourceError
from index.readers.dates import parse_date
from index.types import RawArticle

# The library must not be used by two threads of a process at once.
_ONE_AT_A_TIME = threading.Lock()

_MOST_PAGES = 200
_MOST_SECONDS = 8.0
# Titles that programs derive from the file's name or their own.
_MADE_UP = re.compile(r"(?:Microsoft \w+ - .*|untitled.*|.*\.\w{2,4}|\W*)$", re.IGNORECASE)
_DATE = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
_HYPHEN = "\ufffe"  # the library's mark for a hyphen at a line's end that is not part of the word
_FULL_STOP = re.compile(r"[.!?:][”\"’')\]»]*$")


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    left: float
    right: float
    top: float
    bottom: float


def read_pdf(data: bytes, name: str) -> RawArticle:
    """Read the article in a PDF; title and date come from its properties, if they are there.

    Raises UnreadableSourceError, which calls the file `name`, if it is damaged, has a password, has
    no text or is too long.
    """
    with _ONE_AT_A_TIME:
        document = _opened(data, name)
        try:
            pages = list(_pages(document, name))
            about = document.get_metadata_dict()
        finally:
            document.close()
    text = "\n\n".join(_paragraphs(_without_margins(pages)))
    if not text:
        raise UnreadableSourceError(
            f"{name} holds pictures of pages and no text: run it through text recognition (OCR)."
        )
    title = about.get("Title", "").strip()
    return RawArticle(
        key="",
        title="" if _MADE_UP.match(title) else title,
        text=text,
        published=parse_date(_iso(about.get("CreationDate", ""))),
    )


def _opened(data: bytes, name: str) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == FPDF_ERR_PASSWORD:
            raise UnreadableSourceError(
                f"{name} has a password: save it without one, or its text as .txt."
            ) from error
        raise UnreadableSourceError(
            f"{name} is damaged or not a PDF: save it again, or its text as .txt."
        ) from error


def _pages(document: pypdfium2.PdfDocument, name: str) -> Iterator[list[_Line]]:
    started = time.monotonic()
    if len(document) > _MOST_PAGES:
        raise UnreadableSourceError(
            f"{name} has more than {_MOST_PAGES} pages: save the article's pages as a file."
        )
    for number in range(len(document)):
        if time.monotonic() - started > _MOST_SECONDS:
            raise UnreadableSourceError(
                f"{name} takes too long to read: save the article's text as .txt."
            )
        try:
            page = document[number]
            text = page.get_textpage()
        except pypdfium2.PdfiumError:
            continue  # the other pages can still be read
        yield list(_lines(text))
        text.close()
        page.close()


def _lines(page: pypdfium2.PdfTextPage) -> Iterator[_Line]:
    """The page's lines in reading order, with their position in points."""
    begin, last = 0, page.count_chars() - 1
    text = page.get_text_range()
    for line in text.split("\n"):
        shown = [begin + at for at, char in enumerate(line) if not char.isspace()]
        begin += len(line) + 1
        if not shown:
            continue
        # Characters beyond the basic plane shift the following offsets a little, which is harmless.
        offsets = (shown[0], shown[len(shown) // 2], shown[-1])
        ends = [page.get_charbox(min(offset, last)) for offset in offsets]
        yield _Line(
            " ".join(line.split()),
            left=min(box[0] for box in ends),
            right=max(box[2] for box in ends),
            top=max(box[3] for box in ends),
            bottom=min(box[1] for box in ends),
        )


def _without_margins(pages: Sequence[list[_Line]]) -> Iterator[_Line]:
    """All lines except page numbers and those that begin or end most pages (digits ignored)."""
    edges = Counter(
        mark for page in pages for mark in {_mark(line) for line in (*page[:2], *page[-2:])}
    )
    for page in pages:
        for position, line in enumerate(page):
            at_edge = position < 2 or position >= len(page) - 2
            often = len(pages) > 2 and edges[_mark(line)] > len(pages) / 2
            number = len(pages) > 1 and line.text.isdigit()
            if not (at_edge and (often or number)):
                yield line


def _mark(line: _Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def _paragraphs(lines: Iterable[_Line]) -> Iterator[str]:
    lines = list(lines)
    if not lines:
        return
    steps = [a.bottom - b.bottom for a, b in pairwise(lines)]
    usual_step = statistics.median([step for step in steps if step > 0] or [0.0])
    right_edge = statistics.quantiles([line.right for line in lines], n=10)[-1] if steps else 0.0
    paragraph = lines[0].text
    for before, line in pairwise(lines):
        step = before.bottom - line.bottom
        ended = bool(_FULL_STOP.search(before.text))
        height = before.top - before.bottom
        new = (
            step > 1.4 * usual_step  # a gap
            or (ended and before.right < right_edge - 6 * height)  # a last line, short
            or (ended and step > 0 and line.left > before.left + height)  # indented
        )
        if new:
            yield paragraph
            paragraph = line.text
        else:
            paragraph = _joined(paragraph, line.text)
    yield paragraph


def _joined(before: str, after: str) -> str:
    if before.endswith(_HYPHEN):
        return before[:-1] + after
    return f"{before} {after}"


def _iso(value: str) -> str:
    found = _DATE.match(value)
    return "-".join(found.groups()) if found else ""
