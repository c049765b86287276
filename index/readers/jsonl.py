"""Reads a .jsonl file: one article a line, as JSON with id, title, url, outlet, published, text.

Knows that exports have bad lines: one is reported and does not stop the others.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from index.readers.dates import parse_date
from index.types import RawArticle


@dataclass(frozen=True, slots=True)
class BadRecord:
    """A record that could not be read. `key` says where, `reason` why, both for people."""

    key: str
    reason: str


def read_jsonl(text: str) -> Iterator[RawArticle | BadRecord]:
    """An article or a BadRecord for each line that is not blank, in order.

    Only `text` must be there. A record without `id` gets a key from its url or, lacking that, its
    content, so that it keeps its key when lines above it come or go. A key that was seen before
    in the file is a BadRecord: two articles under one key would replace each other.
    """
    seen: dict[str, int] = {}
    # Not splitlines(): U+2028 and its like may stand raw inside a JSON string.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        record = _record(line, f"line {number}")
        if isinstance(record, RawArticle):
            first = seen.setdefault(record.key, number)
            if first != number:
                reason = f"has the id of line {first}: give each record its own id"
                record = BadRecord(f"line {number}", reason)
        yield record


def _record(line: str, place: str) -> RawArticle | BadRecord:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        return BadRecord(place, "is not JSON: write one object a line")
    if not isinstance(fields, dict):
        return BadRecord(place, "is not a JSON object: write {...} with at least text")
    text = fields.get("text")
    if not isinstance(text, str) or not text.strip():
        return BadRecord(place, "has no text: put the article into the field text")
    given = fields.get("id")
    key = str(given).strip() if isinstance(given, str | int) else ""
    return RawArticle(
        key=key or _derived_key(_word(fields, "url") or text),
        title=_word(fields, "title"),
        text=text,
        url=_word(fields, "url"),
        outlet=_word(fields, "outlet"),
        published=parse_date(fields.get("published")),
    )


def _word(fields: dict[str, object], name: str) -> str:
    value = fields.get(name)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _derived_key(content: str) -> str:
    # JSON may smuggle in lone surrogates, which have no bytes of their own.
    return hashlib.sha256(content.encode(errors="replace")).hexdigest()[:16]
