"""Pages on which one extractor goes wrong, and how what is read of a page is scored."""

import pytest

from evals.pages import scores
from index.readers import html


def test_scores_count_runs_of_four_words() -> None:
    assert scores("a b c d e", "a b c d e") == (1.0, 1.0, 1.0)
    assert scores("a b c d e", "a b c d") == pytest.approx((1.0, 0.5, 2 / 3))
    assert scores("a b c d e", "") == (0.0, 0.0, 0.0)
    assert scores("a b c d", "e f g h") == (0.0, 0.0, 0.0)


STORY = " ".join(f"The ferry made trip number {n} to the island, it said." for n in range(40))
COOKIES = " ".join(f"Partner number {n} may store what you look at." for n in range(40))
PAGE = f"<html><body><article><p>{STORY}</p></article></body></html>"


def test_two_extractors_that_agree_overrule_the_first() -> None:
    assert html._body(COOKIES, PAGE) == STORY


def test_what_the_second_extractor_confirms_stays_as_it_was() -> None:
    assert html._body(f"{STORY}\n\nIt is back.", PAGE) == f"{STORY}\n\nIt is back."


def test_a_page_in_which_no_other_extractor_finds_anything_keeps_the_first() -> None:
    assert html._body(STORY, "<html></html>") == STORY
