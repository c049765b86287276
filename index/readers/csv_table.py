"""Reads a .csv file: its first row names the columns, every other row is an article.

Knows commas, semicolons and tabs, and that exports have bad rows: one is reported and does not
stop the others.
"""

import csv
from collections.abc import Iterator
from string import whitespace

from index.errors import UnreadableSourceError
from index.readers.dates import Dates
from index.readers.records import TEXT, BadRecord, once_each, read_record
from index.types import RawArticle

# The library's own limit, 131,072 characters, is below that of an article; `read` knows ours.
csv.field_size_limit(1 << 30)

_DELIMITERS = ",;\t|"
# Fifty megabytes of commas would be ten million columns and two gigabytes.
_LONGEST_HEADER = 10_000


def read_csv(text: str, name: str) -> Iterator[RawArticle | BadRecord]:
    """An article or a BadRecord for each row, in order.

    Raises UnreadableSourceError, which calls the file `name`, if no column holds the text, or there
    is no other row.
    """
    header, _, rows = text.partition("\n")
    if len(header) > _LONGEST_HEADER:
        raise UnreadableSourceError(
            f"{name} has a first row of {len(header):,} characters, which names no columns: name "
            "them there (text; and id, title, url, outlet, published where you have them)."
        )
    delimiter = next((d for d in _DELIMITERS if set(_columns(header, d)) & set(TEXT)), "")
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


def _columns(header: str, delimiter: str) -> list[str]:
    try:
        names = next(csv.reader([header], delimiter=delimiter), [])
    except csv.Error:
        return []
    return [name.strip().casefold() for name in names]


def _rows(text: str, delimiter: str) -> Iterator[tuple[str, RawArticle | BadRecord]]:
    # Line ends are kept: inside quotation marks they are the article's.
    rows = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    columns = _columns(text.partition("\n")[0], delimiter)
    dates = Dates()
    next(rows)
    while True:
        place = f"line {rows.line_num + 1}"
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield place, BadRecord(place, f"is not CSV ({error}): put quotation marks right")
            continue
        if not any(map(str.strip, row)):
            continue
        if len(row) > len(columns):
            reason = "has more cells than the first row has names: put text in quotation marks"
            yield place, BadRecord(place, reason)
            continue
        yield place, read_record(dict(zip(columns, row, strict=False)), place, dates)
