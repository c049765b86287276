"""Tests the comparison of passages found with one encoding and with another."""

import numpy as np
import pytest

from evals.found import ranks_by_meaning, row, sign_test


@pytest.mark.parametrize(
    ("lost", "gained", "chance"),
    [(0, 0, 1.0), (1, 0, 1.0), (1, 1, 1.0), (5, 1, 0.21875), (1, 5, 0.21875), (6, 0, 0.03125)],
)
def test_the_sign_test_is_exact(lost: int, gained: int, chance: float) -> None:
    assert sign_test(lost, gained) == chance


def test_an_article_has_the_rank_of_its_best_passage_and_changes_are_counted() -> None:
    rows = np.eye(4, dtype=np.float32)
    owners = ["a", "b", "b", "c"]
    asked = np.array([[3, 1, 2, 0], [0, 3, 2, 1], [0, 1, 2, 3]], dtype=np.float32)
    ranks = ranks_by_meaning(asked, ["b", "c", "a"], rows, owners)
    assert ranks == [1, 2, 3]
    shown = row("meaning", "int8", [0, 7, 8], [7, 0, 5])
    assert "| 1 (0.3333) | -1 +1, p 1.00 | 1 (0.3333) | -1 +1, p 1.00 | 2 (0.6667) |" in shown
    assert shown.endswith("| -1 +0, p 1.00 |")
