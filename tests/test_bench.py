"""Tests `byline bench`: its pure parts, and with fakes the others, whose figures mean nothing."""

import gzip
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from fakes import HashingEncoder, ListStore, ScriptedModel

from bench import answers, indexing, peers, retrieval, run, synthetic
from bench.figures import Rates, Section, cells, mean, median, p95, ratio, share
from bench.questions import questions
from bench.start import import_profile
from bot.answering.answerer import Answerer
from bot.errors import SettingsError
from bot.settings import Settings
from index.library.library import Library
from index.search import Searcher
from index.syncing.sync import sync

SAMPLES = Path(__file__).parents[1] / "bot" / "samples"


@pytest.fixture
def searcher(library: Library, store: ListStore, encoder: HashingEncoder) -> Searcher:
    sync([SAMPLES], library, store, encoder)
    return Searcher(library, store, encoder)


def test_p95_is_a_measured_value_that_one_in_twenty_exceeds() -> None:
    values = [float(n) for n in range(1, 101)]
    assert p95(values) == 95.0
    assert p95([3.0, None, 1.0]) == 3.0
    assert p95([]) is None


def test_missing_values_do_not_count() -> None:
    assert median([None, 2.0, 4.0]) == 3.0
    assert median([None]) is None
    assert share([]) is None
    assert ratio(None, 2.0) is None
    assert ratio(2.0, 9.0) == 4.5


def test_the_floor_is_the_time_of_reading_and_writing_alone() -> None:
    rates = Rates(reading=100, writing=20, short={16: 0.3, 32: 0.5})
    assert rates.floor_s(read=300, written=10) == pytest.approx(3.5)
    assert rates.floor_s(read=24, written=10) == pytest.approx(0.74)


def test_rates_measured_at_several_times_are_averaged() -> None:
    taken = [Rates(100, 20, {16: 0.25}), Rates(120, 10, {16: 0.5})]
    assert mean(taken) == Rates(110, 15, {16: 0.375})


def test_few_tokens_are_read_at_their_own_measured_rate() -> None:
    rates = Rates(reading=100, writing=20, short={16: 0.3, 32: 0.5})
    assert rates.bare_s(read=24, written=10) == pytest.approx(0.4 + 0.5)
    assert rates.bare_s(read=0, written=10) == pytest.approx(0.5)
    assert rates.bare_s(read=300, written=10) == rates.floor_s(read=300, written=10)
    assert Rates(reading=100, writing=20).bare_s(24, 10) == Rates(100, 20).floor_s(24, 10)


def test_tables_name_their_columns_and_mark_missing_values() -> None:
    assert cells([{"a": 1234, "b": None}, {"a": 0.12345, "b": "x", "c": 1234.5}]) == [
        ["a", "b", "c"],
        ["1,234", "-", "-"],
        ["0.123", "x", "1,234" if f"{1234.5:,.0f}" == "1,234" else "1,235"],
    ]


def test_every_question_is_answered_by_its_sample() -> None:
    asked = questions()

    assert len(asked) == len({q.question for q in asked}) == len({q.id for q in asked}) == 40
    for question in asked:
        text = (SAMPLES / f"{question.article}.md").read_text(encoding="utf-8")
        assert question.gold.search(text), question.id
        assert question.follow_up_gold.search(text), question.id


def test_neighbouring_questions_are_about_different_articles() -> None:
    asked = [question.article for question in questions()]
    assert all(a != b for a, b in pairwise(asked))


def test_no_question_is_also_in_the_evaluation_that_answers_are_tuned_on() -> None:
    lines = (Path(run.__file__).parents[1] / "evals" / "news.jsonl").read_text().splitlines()
    tuned = {json.loads(line)["question"].lower() for line in lines}
    assert not [q.question for q in questions() if q.question.lower() in tuned]


def test_answers_are_measured_in_each_mode(searcher: Searcher) -> None:
    opened: list[Answerer] = []

    @contextmanager
    def new() -> Iterator[Answerer]:
        model = ScriptedModel(replies=[" 400 metres [1]", " about 18,300 [1]"] * 4)
        opened.append(Answerer(searcher, model, stated_from=float("-inf")))
        yield opened[-1]

    rates = iter([Rates(80, 25), Rates(120, 15)])
    with new() as ready:
        section = answers.measure(new, ready, questions(2), lambda: next(rates))

    assert len(opened) == 5  # one ahead, and two a question, whose follow-up comes late or at once
    modes = {"read ahead", "cold", "follow-up", "follow-up at once", "asked before"}
    assert {row["mode"] for row in section.rows} == modes
    cold = next(row for row in section.details if row["mode"] == "cold")
    assert cold["read"] + cold["reused"] == cold["prompt"] > 0
    assert cold["floor_s"] == pytest.approx(cold["read"] / 100 + cold["written"] / 20)


def test_peers_get_the_same_questions_and_are_compared_to_the_first() -> None:
    def peer(seconds: float) -> peers.Peer:
        return lambda question: {"total_s": seconds, "right": seconds < 2, "words": 20.0}

    section = peers.measure({"ours": peer(1.0), "other": peer(4.0)}, questions(3), [])

    assert [row["times ours"] for row in section.rows] == [1.0, 4.0]
    assert [row["right"] for row in section.rows] == [1.0, 0.0]
    assert len(section.details) == 6


def test_words_cited_are_counted_in_the_sources_that_an_answer_names() -> None:
    assert peers.words_cited("It was so [2].", ["one two three", "four five"]) == 2.0
    assert peers.words_cited("It was so [7].", ["one two three"]) is None


def _tokenizer(folder: Path) -> Path:
    words = [f"{a}{b}{c}" for a in "bdgklmnprst" for b in "aeiou" for c in ("rn", "lt", "sk", "mp")]
    vocab = {word: number for number, word in enumerate(words)}
    folder.mkdir()
    (folder / "tokenizer.json").write_text(json.dumps({"model": {"vocab": vocab}}))
    return folder


def test_retrieval_is_measured_over_a_library_that_is_made_only_once(
    tmp_path: Path, encoder: HashingEncoder
) -> None:
    weights = _tokenizer(tmp_path / "weights")

    section = retrieval.measure([140], tmp_path / "made", encoder, weights, limit=5)
    made = synthetic.made(140, tmp_path / "made", encoder, weights)
    encoded = len(encoder.encoded)
    synthetic.made(140, tmp_path / "made", encoder, weights)

    assert [row["passages"] for row in section.rows] == [140]
    assert section.rows[0]["found"] > 0.5
    assert len(encoder.encoded) == encoded
    library = Library(made.library)
    held = library.passages(library.passage_ids())
    library.close()
    assert len(held) == 140
    assert set(made.passages) <= set(held)


def test_synthetic_sentences_are_at_their_offsets(tmp_path: Path) -> None:
    words = synthetic.vocabulary(_tokenizer(tmp_path / "weights"))
    ranks = synthetic._ranks(np.random.default_rng(1), len(words), 1)
    article, sentences, passages = synthetic._article(3, words[ranks[0]])

    assert all(article.text[s.start : s.end] == s.text for s in sentences)
    assert passages[-1].last == sentences[-1].number
    assert len(words) == 200_000


def test_synthetic_vectors_are_unit_vectors_and_similar_within_an_article() -> None:
    vectors = synthetic._vectors(np.random.default_rng(1), 40)
    likeness = vectors @ vectors.T

    assert np.allclose(np.diag(likeness), 1.0, atol=1e-5)
    assert likeness[0, 1:7].mean() > likeness[0, 7:].mean() + 0.2


def test_without_a_tokenizer_the_error_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="BYLINE_ENCODER"):
        synthetic.vocabulary(tmp_path)


def test_the_import_profile_adds_up_packages() -> None:
    told = """import time: self [us] | cumulative | imported package
import time:       200 |        300 |   torch.nn
import time:   1000000 |    2000000 | torch
import time:       500 |        500 | numpy
"""
    assert import_profile(told) == [("torch", 1.0002), ("numpy", 0.0005)]


def test_an_unknown_part_is_refused(settings: Settings) -> None:
    with pytest.raises(SettingsError, match="nonsense"):
        run.run(["nonsense"], settings)


def test_a_part_that_fails_is_noted_and_the_run_is_kept(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "RESULTS", tmp_path / "results")

    file = run.run(["model"], settings)  # no weights in an empty cache

    kept = json.loads(file.read_text())
    assert "not measured" in kept["sections"][0]["notes"][0]
    assert re.match(r"\d{4}-", kept["at"])


def test_a_run_is_kept_as_json_and_pictures(tmp_path: Path) -> None:
    row = {"passages": 10_000, "p50 (ms)": 12.0, "p95 (ms)": 20.0}

    file = run.keep([Section("retrieval", [row]), Section("answers")], tmp_path, tmp_path)

    assert json.loads(file.read_text())["sections"][0]["rows"] == [row]
    assert (tmp_path / "retrieval.png").read_bytes().startswith(b"\x89PNG")
    assert not (tmp_path / "answers.png").exists()


def test_indexing_is_measured_with_and_without_encoding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = tmp_path / "corpus.jsonl.gz"
    with gzip.open(corpus, "wt", encoding="utf-8") as lines:
        for number in range(9):
            text = f"The ferry number {number} is back. It sails on Monday."
            lines.write(json.dumps({"id": f"n{number}", "text": text}) + "\n")
    monkeypatch.setattr(indexing, "open_encoder", lambda *_: HashingEncoder())
    row = indexing.index(tmp_path / "weights", corpus, tmp_path, 5)
    assert (row["articles"], row["passages"]) == (5, 5)
    assert row["first (s)"] > row["second (s)"] > 0
    assert row["besides encoding (%)"] > 0
    assert row["peak memory (MB)"] > 10
