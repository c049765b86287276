"""Measures cleaning on labelled articles: lines to be dropped against lines dropped.

`cleaning.jsonl` holds what a person who read the articles decided, by number of the line: lines to
be dropped ("drop") and lines that may go or stay ("open": a headline that differs from the title, a
note on the author, a line that is furniture in part). Hashes stand for the texts, which are not
ours to copy. The articles were drawn four times. Those of the later draws ("draw" is 2, 3 or 4)
were labelled when the rules were finished; the rules were changed once more after the third and the
fourth draw (evals/LOG.md has the figures before).
"""

import gzip
import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bot.errors import SettingsError
from evals import sets
from index.cleaning.cleaner import clean, scrub

_LABELS = Path(__file__).parent / "cleaning.jsonl"
# A line counts as dropped when this share of its characters is: cleaning may cut a part of a line.
_GONE = 0.8
_LATER_DRAWS = {2: "second draw", 3: "third draw", 4: "fourth draw"}

Row = dict[str, Any]


def rows(corpus: Path) -> list[Row]:
    """Return a row for each labelled article in `corpus`: lines to drop and lines dropped.

    Raises SettingsError when the corpus is missing or is another one.
    """
    labels = [json.loads(line) for line in _LABELS.read_text(encoding="utf-8").splitlines()]
    texts = dict(_texts(corpus, {label["id"] for label in labels}))
    return [_row(label, texts.get(label["id"], "")) for label in labels]


def summary(rows: Sequence[Row]) -> dict[str, float]:
    """Return precision and recall of dropped lines, and how many lines were lost wrongly."""
    wanted = sum(len(row["wanted"]) for row in rows)
    dropped = sum(len(row["dropped"]) for row in rows)
    right = sum(len(set(row["wanted"]) & set(row["dropped"])) for row in rows)
    return {
        "articles": len(rows),
        "lines to be dropped": wanted,
        "precision": round(right / dropped, 3) if dropped else 1.0,
        "recall": round(right / wanted, 3) if wanted else 1.0,
        "lines lost": dropped - right,
    }


def figures(rows: Sequence[Row]) -> dict[str, dict[str, float]]:
    """Return the summary of all rows, of the tuned half, and of those held out."""
    first = [row for row in rows if row["draw"] == 1]
    groups = {
        "all": rows,
        "tuned half": [row for row in first if not row["held_out"]],
        "held-out half": [row for row in first if row["held_out"]],
        **{
            name: [row for row in rows if row["draw"] == number]
            for number, name in _LATER_DRAWS.items()
        },
    }
    return {name: summary(group) for name, group in groups.items() if group}


def _row(label: Row, text: str) -> Row:
    lines = text.split("\n")
    for number, expected in {**label["drop"], **label["open"]}.items():
        if int(number) >= len(lines) or _hash(lines[int(number)]) != expected:
            raise SettingsError(
                f"Line {number} of the article {label['id']} is not the one that was labelled: "
                "put the corpus that evals/README.md names there."
            )
    pieces = clean(text).dropped
    dropped = {number for number, line in enumerate(lines) if line.strip() and _gone(line, pieces)}
    return {
        "id": label["id"],
        "draw": label.get("draw", 1),
        "held_out": "draw" in label or sets.held_out(label["id"]),
        "wanted": sorted(map(int, label["drop"])),
        "dropped": sorted(dropped - set(map(int, label["open"]))),
    }


def _gone(line: str, pieces: tuple[str, ...]) -> bool:
    plain = " ".join(scrub(line).split())
    return sum(len(piece) for piece in set(pieces) if piece in plain) >= _GONE * len(plain)


def _hash(line: str) -> str:
    return hashlib.sha256(" ".join(line.split()).encode()).hexdigest()[:8]


def _texts(corpus: Path, wanted: set[str]) -> Iterator[tuple[str, str]]:
    try:
        with gzip.open(corpus, "rt", encoding="utf-8") as file:
            for record in map(json.loads, file):
                if record["id"] in wanted:
                    yield record["id"], record["text"]
    except OSError as error:
        raise SettingsError(
            f"The corpus {corpus} is not there: set BYLINE_EVAL_DATA to the folder beside whose "
            "corpus/ it lies; evals/README.md says what it is."
        ) from error
