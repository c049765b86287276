"""Makes an article of named fields, as a line of JSON or a row of a table gives them.

Knows the names that exports use. Does not know where the fields come from.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from index.readers.dates import Dates
from index.types import RawArticle

# The names under which sites, feeds and note-taking programs keep a field, the usual one first.
TITLE = ("title", "headline")
OUTLET = ("outlet", "source", "publisher", "sitename", "site_name")
URL = ("url", "link", "canonical_url")
PUBLISHED = ("published", "date", "published_at", "publication_date")
LANGUAGE = ("language", "lang")
TEXT = ("text", "body", "content", "article")


@dataclass(frozen=True, slots=True)
class BadRecord:
    """A record that could not be read. `key` says where, `reason` why, both for people."""

    key: str
    reason: str


Fields = Mapping[str, object]


def word(fields: Fields, names: Iterable[str]) -> str:
    """The first of `names` that holds text or a number, on one line, or ""."""
    values = (fields[name] for name in names if name in fields)
    return next((" ".join(str(v).split()) for v in values if isinstance(v, str | int)), "")


def first(fields: Fields, names: Iterable[str]) -> object:
    """The value of the first of `names` that is there, or None."""
    return next((fields[name] for name in names if name in fields), None)


def read_record(fields: Fields, place: str, dates: Dates) -> RawArticle | BadRecord:
    """The article in `fields`; only its text must be there. `dates` reads those of its file.

    Without `id` it gets a key from its url or, lacking that, its content, so that it keeps its key
    when records above it come or go.
    """
    text = first(fields, TEXT)
    if not isinstance(text, str) or not text.strip():
        return BadRecord(place, "has no text: put the article into the field text")
    given = fields.get("id")
    key = str(given).strip() if isinstance(given, str | int) else ""
    published = first(fields, PUBLISHED)
    return RawArticle(
        key=key or _derived_key(word(fields, URL) or text),
        title=word(fields, TITLE) if isinstance(first(fields, TITLE), str) else "",
        text=text,
        url=word(fields, URL),
        outlet=word(fields, OUTLET),
        published=dates.parse(published),
        language=word(fields, LANGUAGE),
        remarks=dates.remark(published),
    )


def once_each(
    records: Iterable[tuple[str, RawArticle | BadRecord]],
) -> Iterator[RawArticle | BadRecord]:
    """`records`, given with their places: a key that was seen before makes a BadRecord.

    Two articles under one key would replace each other.
    """
    seen: dict[str, str] = {}
    for place, record in records:
        if isinstance(record, RawArticle) and seen.setdefault(record.key, place) != place:
            reason = f"has the id of {seen[record.key]}: give each record its own id"
            yield BadRecord(place, reason)
        else:
            yield record


def _derived_key(content: str) -> str:
    # JSON may smuggle in lone surrogates, which have no bytes of their own.
    return hashlib.sha256(content.encode(errors="replace")).hexdigest()[:16]
