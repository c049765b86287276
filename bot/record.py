"""An `Answer` as the public JSON object of `--json` and `--batch`, and back.

This is an interface that others build on: fields are added, never renamed or taken away.
README.md documents them.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from bot.types import Answer, Citation, Claim, Headline, Timing


def to_record(answer: Answer, id: str = "") -> dict[str, Any]:
    """The JSON object of `answer`; dates are ISO strings or null."""
    record = asdict(answer)
    for item in (*record["citations"], *record["nearest"]):
        item["published"] = item["published"].isoformat() if item["published"] else None
    return {"id": id, **record}


def from_record(record: Mapping[str, Any]) -> Answer:
    """The `Answer` that `to_record` was given."""
    return Answer(
        question=record["question"],
        standalone_question=record["standalone_question"],
        outcome=record["outcome"],
        text=record["text"],
        claims=tuple(Claim(c["text"], tuple(c["citations"])) for c in record["claims"]),
        citations=tuple(Citation(**_dated(c)) for c in record["citations"]),
        nearest=tuple(Headline(**_dated(h)) for h in record["nearest"]),
        timing=Timing(**record["timing"]),
    )


def _dated(item: Mapping[str, Any]) -> dict[str, Any]:
    day = item["published"]
    return {**item, "published": date.fromisoformat(day) if day else None}
