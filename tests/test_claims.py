"""`byline eval claims`: changed claims are told from those that say the same."""

import gzip
import json
from pathlib import Path

import pytest

from evals import claims


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "corpus.jsonl.gz"
    text = (
        "The council in Varde has approved 3 million crowns for the bridge at Tarrow, "
        "which was damaged by the flood last year."
    )
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(json.dumps({"id": "bridge", "text": text}) + "\n")
    return path


def test_each_change_of_a_sentence_is_a_row(corpus: Path) -> None:
    rows = {row["kind"]: row["carried"] for row in claims.rows(corpus, None)}
    assert rows["same: first clause"]
    assert {"negated", "number", "magnitude"} <= rows.keys()
    assert not (rows["negated"])
    assert not (rows["number"])
    assert not (rows["magnitude"])


def test_the_shares_are_of_the_changed_and_of_the_same_claims() -> None:
    rows = [
        {"kind": "negated", "carried": True},
        {"kind": "number", "carried": False},
        {"kind": "same: shorten", "carried": True},
    ]
    figures = claims.summary(rows)
    assert figures["changed claims let through"] == 0.5
    assert figures["same claims lost"] == 0.0
    assert figures["let through: negated"] == 1.0
    assert figures["cases"] == 3
