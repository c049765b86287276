"""Wraps pypdfium2: reads the words of a PDF and what it says about itself.

Scanned pages have no text, and none is guessed. Order and paragraphs are the work of `pdf_layout`
and `pdf_paragraphs`.
"""

import math
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing

import pypdfium2
from pypdfium2 import raw

from index.errors import UnreadableSourceError
from index.readers.date_parsing import parse_date
from index.readers.pdf_hyphens import joiner
from index.readers.pdf_layout import Line, Row, Word, lines_of, rows_of
from index.readers.pdf_paragraphs import paragraphs, without_margins
from index.readers.pdf_unseen import seen
from index.splitting.guessed_language import guessed_language
from index.types import RawArticle

# The library must not be used by two threads of a process at once.
_ONE_AT_A_TIME = threading.Lock()

_MOST_PAGES = 200
_MOST_SECONDS = 8.0  # of work, whatever else the machine does
_CHECKED_EVERY = 5000  # characters, between two looks at the clock
# Titles that programs derive from the file's name or their own.
_MADE_UP = re.compile(r"(?:Microsoft \w+ - .*|untitled.*|.*\.\w{2,4}|\W*)$", re.IGNORECASE)
_DATE = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
_HYPHEN = "\x02"  # the library's mark for a hyphen at a line's end
_WIDEST_GAP = 0.3  # between two letters of a word, in heights


def read_pdf(data: bytes, name: str) -> RawArticle:
    """Read the article in a PDF; title and date come from its properties, if they are there.

    Raises UnreadableSourceError, which calls the file `name`, if it is damaged, has a password, has
    no text or is too long.
    """
    until = time.thread_time() + _MOST_SECONDS
    try:
        with _ONE_AT_A_TIME, closing(_opened(data, name)) as document:
            pages = list(_pages(document, name, until))
            about = document.get_metadata_dict()
        text = _text([rows for rows, _ in pages], [height for _, height in pages], until)
    except TimeoutError as error:
        raise UnreadableSourceError(
            f"{name} takes too long to read: save the article's text as .txt."
        ) from error
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
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise UnreadableSourceError(
                f"{name} has a password: save it without one, or its text as .txt."
            ) from error
        raise UnreadableSourceError(
            f"{name} is damaged or not a PDF: save it again, or its text as .txt."
        ) from error


def _text(pages: list[list[Row]], heights: list[float], until: float) -> str:
    """The paragraphs of the pages, given as their rows of words and their heights in points.

    Raises TimeoutError if they are not in order at `until`.
    """
    lines: list[Line] = []
    for rows in without_margins(pages, heights):
        if time.thread_time() > until:
            raise TimeoutError
        lines += lines_of(rows, block=lines[-1].block + 1 if lines else 0)
    whole = " ".join(line.text for line in lines)
    return "\n\n".join(paragraphs(lines, joiner(whole, guessed_language(whole))))


def _pages(
    document: pypdfium2.PdfDocument, name: str, until: float
) -> Iterator[tuple[list[Row], float]]:
    """The rows of words of each page, and its height in points.

    Raises TimeoutError if they are not read at `until`, in seconds of this thread's work.
    """
    if len(document) > _MOST_PAGES:
        raise UnreadableSourceError(
            f"{name} has more than {_MOST_PAGES} pages: save the article's pages as a file."
        )
    for number in range(len(document)):
        try:
            page = document[number]
            text = page.get_textpage()
        except pypdfium2.PdfiumError:
            continue  # the other pages can still be read
        drawn = list(_words(text, until))
        visible = seen(page, text, [(start, word) for start, _, word in drawn])
        words = [
            (turn, word) for (_, turn, word), shown in zip(drawn, visible, strict=True) if shown
        ]
        turns = Counter(turn for turn, _ in words).most_common(1)
        turn = turns[0][0] if turns else 0
        box = page.get_bbox()
        upright = [_upright(word, turn, box) for own, word in words if own == turn]
        yield rows_of(upright), box[2] - box[0] if turn % 2 else box[3] - box[1]
        text.close()
        page.close()


def _words(page: pypdfium2.PdfTextPage, until: float) -> Iterator[tuple[int, int, Word]]:
    """The words of a page as drawn, each with the number of its first character and its turn.

    Raises TimeoutError if that is not done at `until`.
    """
    letters: list[Word] = []
    start = 0
    box = raw.FS_RECTF()
    for index in range(page.count_chars()):
        if index % _CHECKED_EVERY == 0 and time.thread_time() > until:
            raise TimeoutError
        char = chr(raw.FPDFText_GetUnicode(page, index))
        if char == _HYPHEN:
            char = "-"
        # The spaces that the library adds have no box of their own.
        if char.isspace() or char == "\0" or not raw.FPDFText_GetLooseCharBox(page, index, box):
            if letters:
                yield _word(page, start, letters)
                letters = []
            continue
        letter = Word(char, box.left, box.right, box.top, box.bottom)
        if letters and _apart(letters[-1], letter):
            yield _word(page, start, letters)
            letters = []
        if not letters:
            start = index
        letters.append(letter)
    if letters:
        yield _word(page, start, letters)


def _apart(before: Word, letter: Word) -> bool:
    """Whether `letter` begins a word of its own."""
    height = max(before.height, before.right - before.left)
    sideways = (
        letter.left - before.right > _WIDEST_GAP * height or letter.left < before.left - height
    )
    upwards = letter.bottom - before.top > _WIDEST_GAP * height or before.bottom > letter.top
    return sideways or upwards


def _word(page: pypdfium2.PdfTextPage, start: int, letters: list[Word]) -> tuple[int, int, Word]:
    """A word with the number of its first character and its quarter turns."""
    angle = raw.FPDFText_GetCharAngle(page, start)
    return (
        start,
        round(angle / (math.pi / 2)) % 4,
        Word(
            "".join(letter.text for letter in letters),
            left=min(letter.left for letter in letters),
            right=max(letter.right for letter in letters),
            top=max(letter.top for letter in letters),
            bottom=min(letter.bottom for letter in letters),
        ),
    )


def _upright(word: Word, turn: int, box: tuple[float, float, float, float]) -> Word:
    """The word as it stands when the page in `box` is turned back by `turn` quarters."""
    left, right = word.left - box[0], word.right - box[0]
    bottom, top = word.bottom - box[1], word.top - box[1]
    width, height = box[2] - box[0], box[3] - box[1]
    match turn:
        case 1:
            left, right, top, bottom = height - top, height - bottom, right, left
        case 2:
            left, right, top, bottom = width - right, width - left, height - bottom, height - top
        case 3:
            left, right, top, bottom = bottom, top, width - left, width - right
    return Word(word.text, left, right, top, bottom)


def _iso(value: str) -> str:
    found = _DATE.match(value)
    return "-".join(found.groups()) if found else ""
