"""Wraps pyarrow: reads a .parquet file, whose rows are articles and whose columns are named.

A few kilobytes may stand for gigabytes of equal texts, so one row at a time is unpacked.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import UnreadableSourceError, install
from index.readers.article_from_fields import (
    LANGUAGE,
    OUTLET,
    PUBLISHED,
    TEXT,
    TITLE,
    URL,
    BadRecord,
    once_each,
    read_record,
)
from index.readers.date_parsing import Dates
from index.types import RawArticle

if TYPE_CHECKING:
    from pyarrow import Array
    from pyarrow.parquet import ParquetFile

_COLUMNS = frozenset(("id", *TITLE, *OUTLET, *URL, *PUBLISHED, *LANGUAGE, *TEXT))
_ROWS = 64  # decoded together
MOST_ROWS = 2_000_000  # two gigabytes of news are no more


def read_parquet(source: Path | bytes, name: str) -> Iterator[RawArticle | BadRecord]:
    """Read an article or a BadRecord from each row, in order.

    Raises UnreadableSourceError, which calls the file `name`, if it is damaged, has no column named
    as the text, no rows or too many, or if pyarrow is not installed.
    """
    table = _opened(source, name)
    columns = _columns(table)
    if not {each.casefold() for each in columns} & set(TEXT):
        raise UnreadableSourceError(
            f"{name} has no column named text: name its columns text; and id, title, url, outlet, "
            "published where you have them."
        )
    rows = table.metadata.num_rows
    if not 0 < rows <= MOST_ROWS:
        raise UnreadableSourceError(
            f"{name} has {rows:,} rows, and 1 to {MOST_ROWS:,} are read: split it."
        )
    return once_each(_rows(_opened(source, name, columns), columns))


def count_parquet(source: Path | bytes, name: str) -> int:
    """Number of rows. Raises UnreadableSourceError as `read_parquet` does."""
    return int(_opened(source, name).metadata.num_rows)


def _opened(source: Path | bytes, name: str, columns: list[str] | None = None) -> "ParquetFile":
    """Open the file so that the texts of `columns` are unpacked only where they are looked at."""
    try:
        import pyarrow
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise UnreadableSourceError(
            f"{name} needs pyarrow, which is not installed: {install('cloud')}."
        ) from error
    given = str(source) if isinstance(source, Path) else pyarrow.BufferReader(source)
    try:
        return ParquetFile(given, read_dictionary=columns or [])
    except (OSError, ValueError, pyarrow.ArrowException) as error:
        raise UnreadableSourceError(
            f"{name} is damaged or not Parquet: save it again, or as .jsonl."
        ) from error


def _columns(table: "ParquetFile") -> list[str]:
    """The columns that an article has, as they are written there; each name once."""
    found: dict[str, str] = {}
    for column in table.schema_arrow:
        if column.name.casefold() in _COLUMNS and not column.type.num_fields:  # of parts
            found.setdefault(column.name.casefold(), column.name)
    return list(found.values())


def _rows(table: "ParquetFile", columns: list[str]) -> Iterator[tuple[str, RawArticle | BadRecord]]:
    dates, number = Dates(), 0
    try:
        for batch in table.iter_batches(batch_size=_ROWS, columns=columns, use_threads=False):
            values = [(column.casefold(), batch.column(column)) for column in columns]
            for row in range(batch.num_rows):
                number += 1
                where = f"row {number}"
                fields = {column: _value(held, row) for column, held in values}
                yield where, read_record(fields, where, dates)
    except (OSError, ValueError) as error:  # pyarrow's own errors are of these
        where = f"row {number + 1}"
        reason = f"and all below are damaged ({type(error).__name__}): save the file again"
        yield where, BadRecord(where, reason)


def _value(column: "Array", row: int) -> object:
    """One value as Python has it; None where it has no such, as with the year 12000."""
    import pyarrow

    kind = column.type
    try:
        if pyarrow.types.is_timestamp(kind):
            # Python counts no nanoseconds.
            cut = column.slice(row, 1).cast(pyarrow.timestamp("us", kind.tz), safe=False)
            return cut[0].as_py()
        return column[row].as_py()
    except (ValueError, OverflowError, LookupError):
        return None
