"""The set `drafts`: its data is whole, its figures count what they say, the checks hold on it."""

from collections import Counter

import pytest

from evals import drafts, sets
from evals.run import Row

LINES = list(sets.json_lines(drafts._FILE))


def test_there_are_enough_of_every_kind_in_both_halves() -> None:
    assert len({line["id"] for line in LINES}) == len(LINES)
    for held_out in (True, False):
        kinds = Counter(line["kind"] for line in LINES if line["held_out"] == held_out)
        assert set(kinds) == {"right", "wrong", "yes", "no", "neither"}
        assert min(kinds["right"], kinds["wrong"], kinds["neither"]) >= 25
    assert all(("draft" in line) == (line["kind"] in ("right", "wrong")) for line in LINES)


def test_shares_are_of_the_cases_that_they_name() -> None:
    rows: list[Row] = [
        {"kind": "right", "passes": True, "weighed": 2.0},
        {"kind": "right", "passes": False, "weighed": 1.0},
        {"kind": "wrong", "passes": True, "weighed": 1.5},
        {"kind": "yes", "told": "yes"},
        {"kind": "no", "told": "neither"},
        {"kind": "neither", "told": "yes"},
    ]
    assert drafts.summary(rows) == {
        "right answers refused": 0.5,
        "wrong answers let through": 1.0,
        "AUC of the reader": 0.5,
        "yes or no told": 0.5,
        "of those told right": 0.5,
        "cases": 6,
    }


@pytest.mark.slow
def test_the_checks_refuse_more_wrong_drafts_than_right_ones_and_no_yes_is_a_no() -> None:
    rows = drafts.rows(None)
    figures = drafts.summary(rows)
    assert figures["right answers refused"] <= 0.13
    assert figures["wrong answers let through"] <= 0.86
    assert not any({row["kind"], row.get("told")} == {"yes", "no"} for row in rows)
