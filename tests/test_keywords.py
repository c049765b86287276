from hypothesis import given
from hypothesis import strategies as st

from index.library.keywords import FREQUENT, Plan, anywhere, expression, plan


def test_in_a_small_library_all_words_are_looked_for() -> None:
    found = plan({"talks": 900, "dolmabahce": 3})

    assert found == Plan((("dolmabahce",), ("talks",)), ("talks", "dolmabahce"))


def test_the_rarest_words_choose_the_passages_and_the_others_help_to_rank() -> None:
    found = plan({"talks": 4000, "umerov": 50, "russia": 900}, ranked=1000)

    assert found.needed == (("umerov",), ("russia",))
    assert set(found.ranked) == {"talks", "umerov", "russia"}


def test_a_word_of_a_great_many_passages_is_not_looked_for() -> None:
    assert plan({"said": FREQUENT, "umerov": 50}) == Plan((("umerov",),), ("umerov",))


def test_where_every_word_is_frequent_a_passage_has_to_have_two() -> None:
    found = plan(dict.fromkeys(("president", "war", "said"), FREQUENT))

    assert found.needed == (("president", "war"), ("president", "said"), ("war", "said"))
    assert plan({"president": FREQUENT}).needed == (("president",),)


def test_words_that_stand_nowhere_ask_for_nothing() -> None:
    assert expression(plan({"xyzzy": 0}), {"xyzzy": '"xyzzy"'}) == ""
    assert expression(anywhere(plan({})), {}) == ""


def test_the_expression_joins_what_is_needed_and_what_is_ranked() -> None:
    quoted = {"a": '"a"', "b": '"b"', "c": '"c"'}

    assert expression(Plan((("a",), ("b",)), ("b", "a")), quoted) == '("a") OR ("b")'
    assert expression(Plan((("a",),), ("a", "b")), quoted) == '("a") AND ("a" OR "b")'
    assert expression(Plan((("a", "b"), ("a", "c")), ("a", "b", "c")), quoted) == (
        '("a" AND "b") OR ("a" AND "c")'
    )


@given(st.dictionaries(st.text(min_size=1), st.integers(0, FREQUENT), max_size=8))
def test_what_is_needed_is_ranked_and_stays_within_the_budget(counts: dict[str, int]) -> None:
    found = plan(counts, ranked=1000)
    needed = {word for group in found.needed for word in group}

    assert needed <= set(found.ranked) <= set(counts)
    assert bool(needed) == any(counts.values())
    if any(0 < count < FREQUENT for count in counts.values()):
        assert len(needed) == 1 or sum(counts[word] for word in needed) <= 1000
