"""An `Answer` as the public JSON object of `--json` and `--batch`, and back.

This is an interface that others build on: fields are added, never renamed or taken away.
README.md documents them.
"""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from typing import Any, TypeVar

from bot.types import Answer, Citation, Claim, Headline, Timing

Kind = TypeVar("Kind", Citation, Headline, Timing)


def to_record(answer: Answer, id: str = "") -> dict[str, Any]:
    """The JSON object of `answer`; dates are ISO strings or null."""
    record = asdict(answer)
    quoted = [*record["citations"], *record["evidence"]]
    also = [headline for citation in quoted for headline in citation["also"]]
    for item in (*quoted, *record["nearest"], *also):
        item["published"] = item["published"].isoformat() if item["published"] else None
    return {"id": id, **record}


def from_record(record: Mapping[str, Any]) -> Answer:
    """The `Answer` that `to_record` was given; fields that are not known here are left out."""
    return Answer(
        question=record["question"],
        standalone_question=record["standalone_question"],
        outcome=record["outcome"],
        text=record["text"],
        claims=tuple(Claim(c["text"], tuple(c["citations"])) for c in record["claims"]),
        citations=tuple(map(_citation, record["citations"])),
        nearest=tuple(_read(Headline, h) for h in record["nearest"]),
        evidence=tuple(map(_citation, record.get("evidence", ()))),
        support=record.get("support", 0.0),
        timing=_read(Timing, record["timing"]),
        earlier=record.get("earlier", ""),
        unanswered=tuple(record.get("unanswered", ())),
    )


def _citation(item: Mapping[str, Any]) -> Citation:
    also = tuple(_read(Headline, headline) for headline in item.get("also", ()))
    return _read(Citation, {**item, "also": also})


def _read(kind: type[Kind], item: Mapping[str, Any]) -> Kind:
    # A newer Byline may have written more than this one knows.
    known = {field.name: item[field.name] for field in fields(kind) if field.name in item}
    if known.get("published"):
        known["published"] = date.fromisoformat(known["published"])
    return kind(**known)
