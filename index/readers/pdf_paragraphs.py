"""Joins the lines of a PDF to paragraphs, without headers, footers and page numbers (pure)."""

import re
import statistics
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from index.readers.pdf_layout import Line, Row

_FULL_STOP = re.compile(r"[.!?:…][”\"’')\]»]*$")
_PAGE_NUMBER = re.compile(r"[^\w]*(?:\w{1,6}\.?\s)?\d{1,4}(?:\s?(?:/|\w{1,5})\s?\d{1,4})?[^\w]*")
# Of the height of a page: where headers and footers stand, never more than so many points.
_MARGIN, _WIDEST_MARGIN = 0.065, 52.0

Joiner = Callable[[str, str], str]


def without_margins(pages: Sequence[list[Row]], heights: Sequence[float]) -> list[list[Row]]:
    """Remove page numbers, rows that begin or end several pages, and what stands in the margin.

    `heights` are those of the pages. A row is in the margin if a gap separates it from the text and
    it is neither large like a title nor a sentence.
    """
    marks = Counter(
        mark for page in pages for mark in {_mark(page[number]) for number in _edges(page)} if mark
    )
    sizes = [row[0].height for page in pages for row in page]
    usual = statistics.median(sizes) if sizes else 0.0
    found: list[list[Row]] = []
    for page, height in zip(pages, heights, strict=True):
        shares = {n: marks[_mark(page[n])] / len(pages) for n in _edges(page)}
        gaps = {n: _gap(page, n) for n in shares}
        repeated = {
            n
            for n, share in shares.items()
            if share * len(pages) > 1
            and (share > 0.5 or (share > 0.3 and gaps[n] > usual))  # left and right pages differ
        }
        found.append(
            [
                row
                for n, row in enumerate(page)
                if n not in repeated
                and not (n in shares and gaps[n] > usual and _in_margin(page, n, height, usual))
            ]
        )
    return found


def _edges(page: Sequence[Row]) -> set[int]:
    return {number for number in range(len(page)) if number < 2 or number >= len(page) - 2}


def _mark(row: Row) -> str:
    """What stays of a row from page to page; "" for numbers of a table."""
    mark = re.sub(r"\d+", "#", _text(row))
    return mark if mark.count("#") < 2 or re.search(r"[^\W\d_]", mark) else ""


def _text(row: Row) -> str:
    return " ".join(word.text for word in row)


def _gap(page: Sequence[Row], number: int) -> float:
    """The space between a row at the edge of a page and the text."""
    if number < len(page) / 2:
        below = page[min(number + 1, len(page) - 1)]
        return page[number][0].bottom - below[0].top
    return page[number - 1][0].bottom - page[number][0].top


def _in_margin(page: Sequence[Row], number: int, height: float, usual: float) -> bool:
    """Whether the first or last row of a page is a header, a footer or a page number."""
    row, text = page[number], _text(page[number])
    zone = min(_MARGIN * height, _WIDEST_MARGIN)
    at_top = number == 0 and row[0].bottom > height - zone
    at_bottom = number == len(page) - 1 and row[0].top < zone
    small = row[0].height <= 1.05 * usual
    words = _PAGE_NUMBER.fullmatch(text) or not _FULL_STOP.search(text)
    return len(page) > 1 and small and (at_top or at_bottom) and bool(words)


def paragraphs(lines: Sequence[Line], joined: Joiner) -> Iterator[str]:
    """Join lines in reading order to paragraphs; `joined` puts two of them together."""
    if not lines:
        return
    steps = [
        above.bottom - line.bottom
        for above, line in pairwise(lines)
        if above.block == line.block and not line.is_row
    ]
    usual_step = statistics.median([step for step in steps if step > 0] or [0.0])
    edges = _right_edges(lines)
    earlier: list[str] = []  # of the paragraph, with what joins it to the last line
    for before, line in pairwise(lines):
        if _begins(before, line, usual_step, edges[before.block]):
            yield "".join([*earlier, before.text])
            earlier = []
        else:
            earlier.append(joined(before.text, line.text).removesuffix(line.text))
    yield "".join([*earlier, lines[-1].text])


def _right_edges(lines: Sequence[Line]) -> dict[int, float]:
    """Where the lines of each block usually end, which a last line may fall short of."""
    ends: dict[int, list[float]] = {}
    for line in lines:
        ends.setdefault(line.block, []).append(line.right)
    return {
        block: statistics.quantiles(rights, n=10)[-1] if len(rights) > 1 else rights[0]
        for block, rights in ends.items()
    }


def _begins(before: Line, line: Line, usual_step: float, right_edge: float) -> bool:
    """Whether a paragraph begins with `line`, which is read after `before`."""
    ended = bool(_FULL_STOP.search(before.text))
    step = before.bottom - line.bottom
    same_block = before.block == line.block
    return (
        before.is_row
        or line.is_row
        or abs(before.height - line.height) > 0.15 * before.height  # a title
        or step > 1.4 * usual_step > 0  # a gap
        or (ended and before.right < right_edge - 3 * before.height)  # a last line, short
        or (ended and same_block and line.left > before.left + 0.8 * before.height)  # indented
        or (ended and not same_block)
    )
