"""Turns an `Answer` into the public JSON object of `--json` and `--batch`, and back.

Others build on this interface: fields are added, never renamed or taken away.
"""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from typing import Any, TypeVar

from bot.types import Answer, Beyond, Citation, Claim, Headline, Timing, Witnesses

Kind = TypeVar("Kind", Citation, Headline, Timing, Witnesses)


def answer_to_json(answer: Answer, question_id: str = "") -> dict[str, Any]:
    """The JSON object of `answer`; dates are ISO strings or null.

    `question_id` becomes its field `id`, which tells the lines of a batch apart.
    """
    item = asdict(answer)
    quoted = [*item["citations"], *item["evidence"]]
    also = [headline for citation in quoted for headline in citation["also"]]
    for part in (*quoted, *item["nearest"], *also):
        part["published"] = part["published"].isoformat() if part["published"] else None
    if item["beyond"] and item["beyond"]["after"]:
        item["beyond"]["after"] = item["beyond"]["after"].isoformat()
    return {"id": question_id, **item}


def answer_from_json(item: Mapping[str, Any]) -> Answer:
    """The `Answer` that `answer_to_json` was given.

    Ignores unknown fields, which a newer Byline may have written, and gives those that an older
    one did not write their defaults.
    """
    return Answer(
        question=item["question"],
        standalone_question=item["standalone_question"],
        outcome=item["outcome"],
        text=item["text"],
        claims=tuple(map(_claim, item["claims"])),
        citations=tuple(map(_citation, item["citations"])),
        nearest=tuple(_read(Headline, h) for h in item["nearest"]),
        evidence=tuple(map(_citation, item.get("evidence", ()))),
        support=item.get("support", 0.0),
        timing=_read(Timing, item["timing"]),
        earlier=item.get("earlier", ""),
        unanswered=tuple(item.get("unanswered", ())),
        confidence=item.get("confidence", 0.0),
        witnesses=_read(Witnesses, item["witnesses"]) if item.get("witnesses") else None,
        beyond=_beyond(item["beyond"]) if item.get("beyond") else None,
    )


def _claim(item: Mapping[str, Any]) -> Claim:
    # Answers that were kept before claims had few words have none.
    return Claim(item["text"], tuple(item["citations"]), item.get("short", ""))


def _beyond(item: Mapping[str, Any]) -> Beyond:
    after = item.get("after")
    return Beyond(date.fromisoformat(after) if after else None, item.get("year"))


def _citation(item: Mapping[str, Any]) -> Citation:
    also = tuple(_read(Headline, headline) for headline in item.get("also", ()))
    words = tuple(item["words"]) if item.get("words") else None
    return _read(Citation, {**item, "also": also, "words": words})


def _read(kind: type[Kind], item: Mapping[str, Any]) -> Kind:
    known = {field.name: item[field.name] for field in fields(kind) if field.name in item}
    if known.get("published"):
        known["published"] = date.fromisoformat(known["published"])
    return kind(**known)
