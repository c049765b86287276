"""Reads a .jsonl file: one article a line, as JSON with id, title, url, outlet, published, text.

Knows that exports have bad lines: one is reported and does not stop the others.
"""

import json
from collections.abc import Iterator

from index.readers.dates import Dates
from index.readers.records import BadRecord, once_each, read_record
from index.types import RawArticle


def read_jsonl(text: str) -> Iterator[RawArticle | BadRecord]:
    """An article or a BadRecord for each line that is not blank, in order."""
    return once_each(_lines(text))


def _lines(text: str) -> Iterator[tuple[str, RawArticle | BadRecord]]:
    dates = Dates()
    # Not splitlines(): U+2028 and its like may stand raw inside a JSON string.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield f"line {number}", _record(line, f"line {number}", dates)


def _record(line: str, place: str, dates: Dates) -> RawArticle | BadRecord:
    try:
        # A raw tab or NUL in a text is an exporter's fault, but clear enough.
        fields = json.loads(line, strict=False)
    except (ValueError, RecursionError):
        return BadRecord(place, "is not JSON: write one object a line")
    if not isinstance(fields, dict):
        return BadRecord(place, "is not a JSON object: write {...} with at least text")
    return read_record(fields, place, dates)
