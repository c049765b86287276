"""Checks of what training makes and how it is encoded; no data is needed."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from onnxruntime import InferenceSession

from bot.models.onnx_reader import END, LONGEST_QUESTION
from training import (
    changed_details,
    encode,
    export,
    injections,
    newspaper,
    pools,
    schedule,
    score,
)
from training.model import Reader, Shape
from training.rows import Question
from training.shipped_weights import load_shipped


def _rng() -> random.Random:
    return random.Random(1)


@pytest.mark.parametrize(
    ("change", "text", "gone"),
    [
        (injections.change_number, "It sold 450 cars.", "450"),
        (injections.change_year, "It began in 1997.", "1997"),
        (injections.change_magnitude, "It cost 3 million euros.", "million"),
        (injections.change_unit, "It is 12 miles long.", "miles"),
        (injections.oppose, "Shares rose on Friday.", "rose"),
    ],
)
def test_a_change_takes_the_old_detail_away(
    change: injections.Change, text: str, gone: str
) -> None:
    changed = change(text, _rng())
    assert changed is not None
    assert gone not in changed.split()


@pytest.mark.parametrize("change", injections.CHANGES.values())
def test_nothing_to_change_gives_none(change: injections.Change) -> None:
    assert change("Hm, well.", _rng()) is None


def test_denial_goes_both_ways() -> None:
    denied = injections.negate("The vote was held.", _rng())
    assert denied in ("The vote was not held.", "The vote was never held.")
    assert injections.negate("The vote was not held.", _rng()) == "The vote was held."


def test_roles_are_swapped_only_over_a_verb_that_has_a_direction() -> None:
    assert injections.swap_roles("Rome attacked Carthage.", _rng()) == "Carthage attacked Rome."
    assert injections.swap_roles("Rome met Carthage.", _rng()) is None


def test_who_questions_become_statements() -> None:
    assert injections.state("Who won the race?", "Ann Bell") == "Ann Bell won the race."
    assert injections.state("Who did Ann beat?", "Bob") is None


def test_a_passage_that_changes_with_the_question_keeps_its_answer() -> None:
    passage = "In 1990 Ann Bell won the Lisbon race. In 1991 Cora Dean won it."
    row = Question("", "Who won the Lisbon race in 1990?", passage, ((8, 16),))
    made = [
        q
        for seed in range(60)
        for q in changed_details.changed_questions([row], random.Random(seed))
    ]
    kept = [q for q in made if q.answers]
    assert kept
    assert all(q.passage[q.answers[0][0] : q.answers[0][1]] == "Ann Bell" for q in kept)


@pytest.mark.slow
def test_batches_hold_their_room_and_lose_no_row() -> None:
    from training.encode import Encoded, batches, tensors

    rows = [Encoded([0] * n) for n in (5, 90, 40, 41, 7, 3)]
    cut = batches(rows, room=100, most=3)
    assert sorted(len(row.tokens) for batch in cut for row in batch) == [3, 5, 7, 40, 41, 90]
    assert all(tensors(batch)[0].numel() <= 100 for batch in cut)


@pytest.mark.slow
def test_far_distances_share_buckets_and_sides_do_not() -> None:
    import torch

    from training.model import Shape, distance_buckets

    buckets = distance_buckets(300, Shape())
    assert buckets[0, 0] == 0
    assert buckets[299, 0] == buckets[250, 0] == 15
    assert buckets[0, 299] == 31
    assert torch.equal(buckets[1:, 1:], buckets[:-1, :-1])


def test_rate_ends_at_zero_by_clock_or_rows() -> None:
    budget = schedule.Budget(minutes=10, rows=100)
    assert budget.progress(elapsed=600, rows=50) == budget.progress(elapsed=0, rows=100) == 1
    assert schedule.rate(1.0, step=100) == 0
    assert schedule.rate(0.0, step=0) < schedule.rate(0.5, step=100)


def test_scores() -> None:
    assert score.exact("The Hague.", ["hague"]) == 1
    assert score.f1("red big car", ["a big car"]) == pytest.approx(0.8)
    assert score.f1("", []) == 1
    assert score.auc([0.1, 0.4, 0.4, 0.9], [False, False, True, True]) == 0.875


def test_a_question_without_an_answer_is_given_a_careless_one() -> None:
    passage = "Per Aas took the penalty. Ida Brekke kept the goal of Tor for nine years."
    taken, kept = Question("", "Who took it?", passage, ((0, 7),)), passage.index("Ida")
    asked = [
        taken,
        Question("", "Who kept the goal of Tor?", passage, ((kept, kept + 10),)),
        Question("", "Who kept the goal of Lom?", passage, ()),
    ]
    given = list(pools.given_answers(asked, random.Random(1)))
    assert given[-1].claim == "Who kept the goal of Lom? Ida Brekke."
    assert given[-1].label == pools.NEITHER
    assert all("Ida Brekke" in claim.evidence for claim in given if "Ida" in claim.claim)
    truths = {claim.claim: claim.label for claim in given}
    assert truths.get("Who took it? Per Aas.", pools.TRUE) == pools.TRUE
    assert truths.get("Who took it? Ida Brekke.", pools.NEITHER) == pools.NEITHER


DAM = Question("Lom_Dam", "Who opened the dam?", "Ida Brekke opened the dam on foot.", ((0, 10),))


def test_a_question_for_the_time_of_the_heading_is_answered_and_for_another_one_not() -> None:
    made = [newspaper.in_the_papers(DAM, random.Random(seed)) for seed in range(400)]
    timed = [row for row in made if re.search(r"in (?:\w+ )?20\d\d", row.question.lower())]
    assert len(timed) > 100
    for row in timed:
        year = re.search(r"20\d\d", row.question)
        assert year is not None
        if row.answers:
            assert year.group() in row.heading
    answered = sum(bool(row.answers) for row in timed)
    assert 0.4 * len(timed) < answered < 0.8 * len(timed)
    assert {row.heading.endswith("Lom Dam ") for row in made if row.heading} == {True}
    assert any(row.question.islower() for row in made)
    assert any(not row.heading for row in made)


def test_a_question_that_tells_a_time_gets_no_other() -> None:
    dated = replace(DAM, question="When was the dam opened?")
    made = [newspaper.in_the_papers(dated, random.Random(seed)) for seed in range(100)]
    assert all(row.answers and row.question.lower().startswith("when was the dam") for row in made)


def test_strangers_are_of_another_title_and_lack_the_answer() -> None:
    others = [
        Question("Lom_Dam", "How?", "Nobody opened the dam by boat.", ()),
        Question("Orl_Dam", "Who built it?", "Una Falk opened the other dam.", ((0, 8),)),
        Question("Brede", "Who?", "Ida Brekke baked bread.", ((0, 10),)),
    ]
    found = newspaper.strangers([DAM, *others], random.Random(1), 10)
    over = next(row for row in found if row.question == DAM.question)
    assert over.title == "Orl_Dam"
    assert over.answers == ()


SMALL = Shape(layers=2, width=24, inner=96, heads=2, vocabulary=60, positions=80)


def _small() -> Reader:
    torch.manual_seed(3)
    made = Reader(SMALL).eval()
    with torch.no_grad():
        for parameter in made.parameters():  # no two alike: the file keeps such ones once
            parameter.add_(0.02 * torch.randn_like(parameter))
    return made


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_eight_bits_lose_little_and_are_read_back(tmp_path: Path) -> None:
    tokens = torch.randint(3, 60, (4, 20), generator=torch.Generator().manual_seed(1))
    mask = torch.ones_like(tokens)
    exact = [out.detach().numpy() for out in _small()(tokens, mask)]
    export.write_float(_small(), tmp_path / "float.onnx")
    export.write_8bit(tmp_path / "float.onnx", tmp_path / "reader.onnx")
    given = {"tokens": tokens.numpy(), "mask": mask.numpy()}
    rounded = InferenceSession(str(tmp_path / "reader.onnx")).run(None, given)
    back = Reader(SMALL)
    load_shipped(back, tmp_path)

    def lost(outputs: Sequence[Any]) -> float:
        return max(
            float(abs(a - b).mean()) / float(a.std()) for a, b in zip(exact, outputs, strict=True)
        )

    assert 0 < lost(rounded) < 0.1
    assert lost([out.detach().numpy() for out in back.eval()(tokens, mask)]) < 0.1


class Letters:
    """Encodes a text as one token a letter."""

    def encode(self, text: str, *, add_special_tokens: bool) -> SimpleNamespace:
        """Return the letters' numbers and places."""
        assert not add_special_tokens
        places = [(at, at + 1) for at in range(len(text))]
        return SimpleNamespace(ids=[ord(letter) for letter in text], offsets=places)


def test_of_a_long_question_the_end_is_read_as_the_bot_reads_it() -> None:
    row = replace(DAM, question="x" * 40 + "Who opened it?")
    read = encode.encode_question(Letters(), row, _rng())
    asked = "".join(map(chr, read.tokens[1 : read.tokens.index(END)]))
    assert asked == row.question[-LONGEST_QUESTION:]
    start = read.start
    assert "".join(map(chr, read.tokens[start : read.end + 1])) == "Ida Brekke"
