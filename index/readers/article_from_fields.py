"""Makes an article from named fields, such as a line of JSON or a row of a table.

Knows the names that exports use for the fields.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from index.readers.date_parsing import Dates
from index.types import RawArticle

# The names that sites, feeds and note-taking programs use for a field, the most usual first.
TITLE = ("title", "headline")
OUTLET = ("outlet", "source", "publisher", "sitename", "site_name")
URL = ("url", "link", "canonical_url")
PUBLISHED = ("published", "date", "published_at", "publication_date")
LANGUAGE = ("language", "lang")
TEXT = ("text", "body", "content", "article")


@dataclass(frozen=True, slots=True)
class BadRecord:
    """A record that could not be read. `key` says where it is, `reason` why; both for people."""

    key: str
    reason: str


Fields = Mapping[str, object]


def field_text(fields: Fields, names: Iterable[str]) -> str:
    """The first of `names` whose value is text or a number, as one line; else ""."""
    values = (fields[name] for name in names if name in fields)
    return next((" ".join(str(v).split()) for v in values if isinstance(v, str | int)), "")


def first_value(fields: Fields, names: Iterable[str]) -> object:
    """The value of the first of `names` that exists, or None."""
    return next((fields[name] for name in names if name in fields), None)


def read_record(fields: Fields, where: str, dates: Dates) -> RawArticle | BadRecord:
    """Make an article from `fields`, of which only the text is required.

    `where` says for people where the record is, and `dates` reads the dates of its file. Without an
    `id` the key is derived from the url or, lacking that, from the content, so that it stays the
    same when other records come or go.
    """
    text = first_value(fields, TEXT)
    if not isinstance(text, str) or not text.strip():
        return BadRecord(where, "has no text: put the article into the field text")
    given = fields.get("id")
    key = str(given).strip() if isinstance(given, str | int) else ""
    published = first_value(fields, PUBLISHED)
    return RawArticle(
        key=key or _derived_key(field_text(fields, URL) or text),
        title=field_text(fields, TITLE) if isinstance(first_value(fields, TITLE), str) else "",
        text=text,
        url=field_text(fields, URL),
        outlet=field_text(fields, OUTLET),
        published=dates.parse(published),
        language=field_text(fields, LANGUAGE),
        remarks=dates.remark(published),
    )


def once_each(
    records: Iterable[tuple[str, RawArticle | BadRecord]],
) -> Iterator[RawArticle | BadRecord]:
    """Replace records whose key was seen before by a BadRecord; each comes with its place.

    Two articles with one key would replace each other.
    """
    seen: dict[str, str] = {}
    for where, record in records:
        if isinstance(record, RawArticle) and seen.setdefault(record.key, where) != where:
            reason = f"has the id of {seen[record.key]}: give each record its own id"
            yield BadRecord(where, reason)
        else:
            yield record


def _derived_key(content: str) -> str:
    # JSON may contain lone surrogates, which cannot be encoded.
    return hashlib.sha256(content.encode(errors="replace")).hexdigest()[:16]
