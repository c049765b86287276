"""Reads a .csv file: its first row names the columns, and every other row is an article.

Accepts commas, semicolons, tabs and bars. A bad row is reported and does not stop the others.
"""

import csv
from collections.abc import Iterator
from string import whitespace

from index.errors import UnreadableSourceError
from index.readers.article_from_fields import TEXT, BadRecord, once_each, read_record
from index.readers.date_parsing import Dates
from index.types import RawArticle

# The csv module's limit, 131,072 characters, is below that of an article, which `read` checks.
csv.field_size_limit(1 << 30)

_DELIMITERS = ",;\t|"
# Fifty megabytes of commas would be fifty million columns and gigabytes of memory.
_LONGEST_HEADER = 10_000


def read_csv(text: str, name: str) -> Iterator[RawArticle | BadRecord]:
    """Read an article or a BadRecord from each row, in order.

    Raises UnreadableSourceError, which calls the file `name`, if no column is named as the text, or
    if there are no rows of articles.
    """
    header, _, rows = text.partition("\n")
    if len(header) > _LONGEST_HEADER:
        raise UnreadableSourceError(
            f"{name} has a first row of {len(header):,} characters, which names no columns: name "
            "them there (text; and id, title, url, outlet, published where you have them)."
        )
    delimiter = _delimiter(header)
    if not delimiter:
        raise UnreadableSourceError(
            f"{name} has no column named text in its first row: name the columns there "
            "(text; and id, title, url, outlet, published where you have them)."
        )
    if not rows.strip(f'{delimiter}"{whitespace}'):
        raise UnreadableSourceError(
            f"{name} has no row below the names of its columns: write the articles there."
        )
    return once_each(_rows(text, delimiter))


def count_rows(text: str) -> int:
    """Number of rows below the first, good and bad."""
    header = text[:_LONGEST_HEADER].partition("\n")[0]
    rows = csv.reader(text.splitlines(keepends=True), delimiter=_delimiter(header) or ",")
    count = -1
    while True:
        try:
            count += any(map(str.strip, next(rows)))
        except StopIteration:
            return count
        except csv.Error:
            count += 1


def _delimiter(header: str) -> str:
    """What separates the columns of which one is named as the text; "" if none is."""
    return next((d for d in _DELIMITERS if set(_columns(header, d)) & set(TEXT)), "")


def _columns(header: str, delimiter: str) -> list[str]:
    try:
        names = next(csv.reader([header], delimiter=delimiter), [])
    except csv.Error:
        return []
    return [name.strip().casefold() for name in names]


def _rows(text: str, delimiter: str) -> Iterator[tuple[str, RawArticle | BadRecord]]:
    # Line ends are kept, because inside quotation marks they belong to the article.
    rows = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    columns = _columns(text.partition("\n")[0], delimiter)
    dates = Dates()
    next(rows)
    while True:
        line = f"line {rows.line_num + 1}"
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, BadRecord(line, f"is not CSV ({error}): put quotation marks right")
            continue
        if not any(map(str.strip, row)):
            continue
        if len(row) > len(columns):
            reason = "has more cells than the first row has names: put text in quotation marks"
            yield line, BadRecord(line, reason)
            continue
        yield line, read_record(dict(zip(columns, row, strict=False)), line, dates)
