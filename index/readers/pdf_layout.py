"""Puts the words of a PDF's page into the order in which people read them (pure).

A page is lines and columns of words; nothing in the file says which. Columns are told by the empty
strip between them, tables by cells that do not fill theirs. All lengths are in points, upwards from
the page's bottom and from its left.
"""

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

# Narrowest strip between two columns, in heights of their letters.
_GUTTER = 0.8
_FEWEST_LINES = 3
# Share of its column that a line of running text fills, and words in it.
_FILLED = 0.75
_FEWEST_WORDS = 2.5
# Bounds of the work on one page.
_DEEPEST = 40
_MOST_WORDS = 5000
_MOST_EDGES = 40
# In heights of letters: what is farther off belongs to something else.
_FAR = 2.5


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its box; the box has the height of the font, not of the letters."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        """Size of the letters."""
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, or a row of a table if `is_row`; `block` numbers its column or part."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    height: float
    is_row: bool = False
    block: int = 0


Row = list[Word]  # the words at one height, from left to right


def rows_of(words: Sequence[Word]) -> list[Row]:
    """Group words that stand at one height, from the top of the page to its bottom."""
    rows: list[Row] = []
    for word in sorted(words, key=lambda word: -(word.top + word.bottom)):
        if rows and _same_row(rows[-1][0], word):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda word: word.left) for row in rows]


def _same_row(first: Word, other: Word) -> bool:
    shared = min(first.top, other.top) - max(first.bottom, other.bottom)
    return shared > 0.5 * min(first.height, other.height)


def lines_of(rows: Sequence[Row], block: int = 0) -> list[Line]:
    """Return the lines of a page in reading order, columns one after the other.

    Their blocks are numbered from `block` on. A page with a great many words is read row by row.
    """
    if sum(map(len, rows)) > _MOST_WORDS:
        return [_line(row, block) for row in rows]
    found: list[Line] = []
    for number, part in enumerate(_parts(rows), start=block):
        found += _block(part, number)
    return found


def _parts(rows: Sequence[Row], depth: int = 0) -> Iterator[Sequence[Row]]:
    """The columns and what stands above and below them, in reading order."""
    strips = _strips(rows) if depth < _DEEPEST else []
    columns = next((strip for strip in strips if _is_text(rows[slice(*strip.rows)], strip)), None)
    if not columns:
        if rows:
            yield rows
        return
    first, last = columns.rows
    inside = [word for row in rows[first:last] for word in row]
    left = [word for word in inside if word.right <= columns.right]
    right = [word for word in inside if word.right > columns.right]
    for part in (rows[:first], rows_of(left), rows_of(right), rows[last:]):
        yield from _parts(part, depth + 1)


@dataclass(frozen=True, slots=True)
class _Strip:
    """An empty strip between `left` and `right` through rows[first:last]."""

    left: float
    right: float
    rows: tuple[int, int]


def _strips(rows: Sequence[Row]) -> list[_Strip]:
    """Find the empty strips with text on both sides, the tallest first."""
    if len(rows) < _FEWEST_LINES:
        return []
    height = statistics.median(word.height for row in rows for word in row)
    found: list[_Strip] = []
    for edge in _left_edges(rows, _GUTTER * height):
        strip = edge - _GUTTER * height, edge - 0.5
        run: list[int] = []
        for number, row in enumerate([*rows, []]):
            free = row and not any(w.left < strip[1] and w.right > strip[0] for w in row)
            if free and not (run and _far(rows, run[-1], number, height)):
                run.append(number)
                continue
            found += _both_sided(rows, run, strip)
            run = [number] if free else []
    return sorted(found, key=lambda strip: (strip.rows[0] - strip.rows[1], strip.left))


def _far(rows: Sequence[Row], before: int, number: int, height: float) -> bool:
    return rows[before][0].bottom - rows[number][0].top > _FAR * height


def _left_edges(rows: Sequence[Row], gap: float) -> list[float]:
    """Where several rows begin anew behind a gap, or begin at all."""
    edges: list[float] = []
    for row in rows:
        edges.append(row[0].left)
        edges += [after.left for before, after in pairwise(row) if after.left - before.right >= gap]
    edges.sort()
    found: dict[float, int] = {}  # and how many do
    for edge in edges:
        near = next((other for other in reversed(found) if edge - other <= 2), edge)
        found[near] = found.get(near, 0) + 1
    often = [edge for edge in found if found[edge] >= _FEWEST_LINES]
    return sorted(often, key=lambda edge: -found[edge])[:_MOST_EDGES]


def _both_sided(rows: Sequence[Row], run: list[int], strip: tuple[float, float]) -> list[_Strip]:
    """The strip through the rows of `run`, if enough of them have words on each side."""
    left = [number for number in run if rows[number][0].right <= strip[0]]
    right = [number for number in run if rows[number][-1].left >= strip[1]]
    if min(len(left), len(right)) < _FEWEST_LINES:
        return []
    if max(left[0], right[0]) > min(left[-1], right[-1]):
        return []  # one above the other
    return [_Strip(*strip, rows=(run[0], run[-1] + 1))]


def _is_text(rows: Sequence[Row], strip: _Strip) -> bool:
    """Whether both sides of a strip are running text, not cells of a table."""
    left = [[w for w in row if w.right <= strip.right] for row in rows]
    right = [[w for w in row if w.right > strip.right] for row in rows]
    for side in (left, right):
        lines = [line for line in side if line]
        begin = min(line[0].left for line in lines)
        width = max(line[-1].right for line in lines) - begin
        filled = [(line[-1].right - begin) / max(width, 1) for line in lines]
        words = statistics.mean(len(line) for line in lines)
        if statistics.median(filled) < _FILLED or words < _FEWEST_WORDS:
            return False
    return True


def _block(rows: Sequence[Row], number: int) -> list[Line]:
    """The lines of one column; those of its tables are rows."""
    tables: dict[int, list[float]] = {}  # by row: where its cells begin
    for strip in _strips(rows):
        for row in _cells_beside(rows, strip):
            tables.setdefault(row, []).append(strip.right)
    lines: list[Line] = []
    row = 0
    while row < len(rows):
        if row not in tables:
            lines.append(_line(rows[row], number))
            row += 1
            continue
        first = row
        while row < len(rows) and row in tables:
            row += 1
        edges = sorted({edge for each in range(first, row) for edge in tables[each]})
        lines += _table(rows[first:row], edges, number)
    return lines


def _cells_beside(rows: Sequence[Row], strip: _Strip) -> range:
    """The rows from the first to the last with cells on both sides, and cells that go on below."""
    first, last = strip.rows
    both = [
        number
        for number in range(first, last)
        if rows[number][0].right <= strip.right < rows[number][-1].left
    ]
    if len(both) < _FEWEST_LINES:
        return range(0)
    end = both[-1] + 1
    while end < last and rows[end][0].left > strip.right:
        end += 1
    return range(both[0], end)


def _table(rows: Sequence[Row], edges: Sequence[float], number: int) -> Iterator[Line]:
    """The rows of a table, each on one line though its cells may have several."""
    height = statistics.median(word.height for row in rows for word in row)
    steps = [above[0].bottom - row[0].bottom for above, row in pairwise(rows)]
    apart = [step for step in steps if step > 1.35 * height]
    is_loose = len(apart) >= max(2, len(steps) / 4)
    merged: list[list[Row]] = []
    for row, step in zip(rows, [0.0, *steps], strict=True):
        goes_on = row[0].left >= edges[0] or (is_loose and step <= 1.35 * height)
        if merged and goes_on and step <= 1.6 * height:
            merged[-1].append(row)
        else:
            merged.append([row])
    for together in merged:
        words = [word for row in together for word in row]
        cells: list[Row] = [[] for _ in range(len(edges) + 1)]
        for word in words:
            cells[sum(word.left >= edge for edge in edges)].append(word)
        yield _line([word for cell in cells for word in cell], number, is_row=True)


def _line(row: Row, number: int, *, is_row: bool = False) -> Line:
    return Line(
        " ".join(word.text for word in row),
        left=min(word.left for word in row),
        right=max(word.right for word in row),
        top=max(word.top for word in row),
        bottom=min(word.bottom for word in row),
        height=statistics.median(word.height for word in row),
        is_row=is_row,
        block=number,
    )
