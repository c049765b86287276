"""Checks of what training makes and how it is encoded; no data is needed."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from onnxruntime import InferenceSession

from training import (
    changed_details,
    export,
    injections,
    large_inputs,
    newspaper,
    pools,
    rivals,
    schedule,
    score,
)
from training.model import Layer, Reader, Shape
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
    from training.encode import Encoded, batches, rows_of, tensors

    groups = [[Encoded([0] * n)] for n in (5, 90, 40, 41, 7, 3)]
    groups.append([Encoded([0] * n) for n in (20, 30)])
    cut = batches(groups, room=100, most=3)
    assert sorted(len(r.tokens) for b in cut for r in rows_of(b)) == [3, 5, 7, 20, 30, 40, 41, 90]
    assert all(tensors(b)[0].numel() <= 100 for b in cut)
    assert any(groups[-1] in batch for batch in cut)


@pytest.mark.slow
def test_far_distances_share_buckets_and_sides_do_not() -> None:
    import torch

    from training.model import Shape, distance_buckets

    buckets = distance_buckets(300, Shape())
    assert buckets[0, 0] == 0
    assert buckets[299, 0] == buckets[250, 0] == 15
    assert buckets[0, 299] == 31
    assert torch.equal(buckets[1:, 1:], buckets[:-1, :-1])


def test_rate_ends_at_zero_by_clock_or_steps() -> None:
    budget = schedule.Budget(minutes=10, steps=100)
    assert budget.progress(elapsed=600, step=50) == budget.progress(elapsed=0, step=100) == 1
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


def _spiked() -> Reader:
    """A small reader of which some inputs of each `down` layer are far larger than the others."""
    torch.manual_seed(3)
    made = Reader(SMALL).eval()
    with torch.no_grad():
        for parameter in made.parameters():  # no two alike: the file keeps such ones once
            parameter.add_(0.02 * torch.randn_like(parameter))
        for layer in made.layers:
            assert isinstance(layer, Layer)
            layer.up.weight[5:9] *= 60
            layer.down.weight[:, 5:9] /= 60
    return made


def _batch() -> tuple[torch.Tensor, torch.Tensor]:
    tokens = torch.randint(3, 60, (4, 20), generator=torch.Generator().manual_seed(1))
    return tokens, torch.ones_like(tokens)


@pytest.mark.slow
def test_a_reader_whose_large_inputs_are_kept_apart_says_the_same() -> None:
    model = _spiked()
    before = [out.detach() for out in model(*_batch())]
    large_inputs.divide(model, [_batch()])
    for layer in model.layers:
        assert isinstance(layer.down, large_inputs.Divided)
        assert {5, 6, 7, 8} <= set(layer.down.large.tolist())
    for old, new in zip(before, model(*_batch()), strict=True):
        assert torch.allclose(old, new, atol=1e-4)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_eight_bits_lose_little_and_are_read_back(tmp_path: Path) -> None:
    tokens, mask = _batch()
    given = {"tokens": tokens.numpy(), "mask": mask.numpy()}
    exact = [out.detach().numpy() for out in _spiked()(tokens, mask)]

    def written(model: Reader, name: str) -> list[Any]:
        (tmp_path / name).mkdir()
        export.write_float(model, tmp_path / "float.onnx")
        export.write_8bit(tmp_path / "float.onnx", tmp_path / name / "reader.onnx")
        return list(InferenceSession(str(tmp_path / name / "reader.onnx")).run(None, given))

    def lost(outputs: Sequence[Any]) -> float:
        return sum(float(abs(a - b).mean()) for a, b in zip(exact, outputs, strict=True))

    plain = written(_spiked(), "plain")
    divided = _spiked()
    large_inputs.divide(divided, [_batch()])
    apart = written(divided, "apart")
    assert lost(apart) < lost(plain) / 2

    back = Reader(SMALL)
    load_shipped(back, tmp_path / "apart")
    assert lost([out.detach().numpy() for out in back.eval()(tokens, mask)]) < lost(plain) / 2


def test_rivals_ask_one_question_of_a_passage_that_answers_and_of_some_that_do_not() -> None:
    texts = {
        "Lisbon race": ("Ann Bell won the Lisbon race.", "Rain fell on the Lisbon race."),
        "Porto race": ("Cora Dean won the Porto race.", "Few came to the Porto race."),
    }
    rows = [
        Question(title, f"Who won the {title}?", text, ((0, text.index(" won")),))
        for title, (text, _) in texts.items()
    ] + [Question(title, "How was it?", other, ()) for title, (_, other) in texts.items()]
    times = 0
    for seed in range(30):
        for group in rivals.rivals(rows, random.Random(seed), 2):
            first, *others = group
            assert first.passage[slice(*first.answers[0])] in ("Ann Bell", "Cora Dean")
            assert {row.question for row in group} == {first.question}
            assert not any(row.answers for row in others)
            assert {"Lisbon race", "Porto race"} <= {row.title for row in group}
            again = [row for row in others if row.passage == first.passage]
            times += bool(again)
            assert all(row.heading != first.heading for row in again)
    assert times > 5  # the same passage under another day


def test_the_right_passage_is_to_be_surer_than_its_rivals() -> None:
    from training.encode import Encoded
    from training.train import choice_of

    group = (Encoded([0] * 4, start=2, end=3, answered=1), Encoded([0] * 4, 0, 0, 0))
    nothing = torch.zeros(2, 4)
    sure = torch.tensor([[0.0, -5, 6, -5], [0.0, -5, -5, -5]])
    answered = torch.tensor([3.0, -3.0])
    wrong = torch.tensor([[0.0, 6, -5, -5], [0.0, -5, -5, -5]])  # surest of other words
    assert choice_of([group], sure, sure.roll(1, 1), answered) < 0.01
    assert choice_of([group], nothing, nothing, -answered) > 5
    assert choice_of([group], wrong, wrong, answered) > choice_of([group], sure, wrong, answered)
    single = [(row,) for row in group]
    assert choice_of(single, nothing, nothing, answered) == 0
