"""How far stated confidence can be believed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.calibration import Pair, brier, expected_calibration_error, reliability

PAIRS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1)


def test_the_table_has_ten_bins_with_count_mean_confidence_and_share_right() -> None:
    bins = reliability([(0.72, True), (0.78, False), (0.05, False)])
    assert [(b.low, b.high) for b in bins] == [(n / 10, (n + 1) / 10) for n in range(10)]
    assert [b.count for b in bins] == [1, 0, 0, 0, 0, 0, 0, 2, 0, 0]
    assert bins[7].confidence == pytest.approx(0.75)
    assert bins[7].right == 0.5
    assert (bins[0].confidence, bins[0].right) == (0.05, 0.0)
    assert (bins[1].confidence, bins[1].right) == (None, None)


@pytest.mark.parametrize(
    ("confidence", "place"), [(0.0, 0), (0.1, 1), (0.5, 5), (0.99, 9), (1.0, 9)]
)
def test_a_border_belongs_to_the_upper_bin_and_one_to_the_last(
    confidence: float, place: int
) -> None:
    assert [b.count for b in reliability([(confidence, True)])].index(1) == place


@pytest.mark.parametrize("confidence", [-0.1, 1.1, float("nan")])
def test_what_is_no_share_is_refused(confidence: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        reliability([(confidence, True)])


@pytest.mark.parametrize(
    ("pairs", "score", "error"),
    [
        ([(1.0, True), (0.0, False)], 0.0, 0.0),
        ([(0.0, True), (1.0, False)], 1.0, 1.0),
        ([(0.5, True), (0.5, False)], 0.25, 0.0),
        ([(0.8, True)] * 4 + [(0.8, False)], 0.16, 0.0),
        ([(0.9, True), (0.9, False)], 0.41, 0.4),
        ([(0.2, False), (0.6, True)], 0.1, 0.3),
    ],
)
def test_scores_of_known_pairs(pairs: list[Pair], score: float, error: float) -> None:
    assert brier(pairs) == pytest.approx(score)
    assert expected_calibration_error(pairs) == pytest.approx(error)


@given(PAIRS)
def test_scores_are_shares_and_no_pair_is_lost(pairs: list[Pair]) -> None:
    assert 0 <= brier(pairs) <= 1
    assert 0 <= expected_calibration_error(pairs) <= 1 + 1e-9
    assert sum(b.count for b in reliability(pairs)) == len(pairs)


def test_without_pairs_there_is_no_score() -> None:
    with pytest.raises(ValueError, match="no pairs"):
        expected_calibration_error([])
    with pytest.raises(ValueError, match="data point"):
        brier([])
