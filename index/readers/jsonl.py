"""Reads a .jsonl file: one article a line, as JSON with id, title, url, outlet, published, text.

A bad line is reported and does not stop the others.
"""

import json
from collections.abc import Iterator

from index.readers.article_from_fields import BadRecord, once_each, read_record
from index.readers.date_parsing import Dates
from index.types import RawArticle


def read_jsonl(text: str) -> Iterator[RawArticle | BadRecord]:
    """Read an article or a BadRecord from each line that is not blank, in order."""
    return once_each(_lines(text))


def count_lines(text: str) -> int:
    """Number of records, good and bad."""
    return sum(1 for line in text.split("\n") if line.strip())


def _lines(text: str) -> Iterator[tuple[str, RawArticle | BadRecord]]:
    dates = Dates()
    # Not splitlines(), because U+2028 and the like may occur unescaped inside a JSON string.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield f"line {number}", _record(line, f"line {number}", dates)


def _record(line: str, where: str, dates: Dates) -> RawArticle | BadRecord:
    try:
        # Not strict: an unescaped tab or NUL in a text is a fault of the export, but unambiguous.
        fields = json.loads(line, strict=False)
    except (ValueError, RecursionError):
        return BadRecord(where, "is not JSON: write one object a line")
    if not isinstance(fields, dict):
        return BadRecord(where, "is not a JSON object: write {...} with at least text")
    return read_record(fields, where, dates)
