"""The labels that cleaning is measured by, and how a line counts as dropped."""

import gzip
import hashlib
import json
from collections import Counter
from pathlib import Path

import pytest

from bot.errors import SettingsError
from evals import cleaning

LINES = ["It rained.", "", "Read more", "", "The ferry sailed.", "", "My own note."]


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    def marked(number: int) -> dict[str, str]:
        return {str(number): hashlib.sha256(LINES[number].encode()).hexdigest()[:8]}

    labels = tmp_path / "cleaning.jsonl"
    drop = {**marked(2), **marked(4)}
    labels.write_text(json.dumps({"id": "a", "drop": drop, "open": marked(6)}))
    monkeypatch.setattr(cleaning, "_LABELS", labels)
    path = tmp_path / "news.jsonl.gz"
    with gzip.open(path, "wt") as file:
        file.write(json.dumps({"id": "a", "text": "\n".join(LINES)}))
    return path


def test_lines_that_should_go_and_did_make_precision_and_recall(corpus: Path) -> None:
    (row,) = rows = cleaning.rows(corpus)
    assert (row["wanted"], row["dropped"]) == ([2, 4], [2])
    figures = cleaning.summary(rows)
    assert (figures["precision"], figures["recall"], figures["lines lost"]) == (1.0, 0.5, 0)


@pytest.mark.parametrize(("draw", "name"), [(2, "second draw"), (4, "fourth draw")])
def test_articles_of_later_draws_are_counted_apart_and_all_held_out(
    corpus: Path, draw: int, name: str
) -> None:
    labels = cleaning._LABELS
    label = json.loads(labels.read_text())
    labels.write_text(json.dumps({**label, "draw": draw}))
    (row,) = rows = cleaning.rows(corpus)
    assert row["held_out"]
    assert cleaning.figures(rows).keys() == {"all", name}


def test_another_corpus_than_the_labelled_one_is_refused(corpus: Path) -> None:
    with gzip.open(corpus, "wt") as file:
        file.write(json.dumps({"id": "a", "text": "Something else."}))
    with pytest.raises(SettingsError, match="not the one that was labelled"):
        cleaning.rows(corpus)
    with pytest.raises(SettingsError, match="is not there"):
        cleaning.rows(corpus.with_name("none.gz"))


def test_every_label_of_ours_is_a_line_number_with_a_hash() -> None:
    path = Path(cleaning.__file__).parent / "cleaning.jsonl"
    labels = [json.loads(line) for line in path.read_text().splitlines()]
    assert len({label["id"] for label in labels}) == 160
    assert Counter(label.get("draw", 1) for label in labels) == dict.fromkeys((1, 2, 3, 4), 40)
    for label in labels:
        assert label.keys() - {"draw"} == {"id", "drop", "open"}
        for number, mark in {**label["drop"], **label["open"]}.items():
            assert number.isdecimal()
            assert len(mark) == 8
