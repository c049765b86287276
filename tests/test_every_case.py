"""A test over a table fails for each of its cases that fails, and names them."""

import pytest
from every_case import over


def test_every_case_is_run_and_each_that_fails_is_named() -> None:
    seen: list[tuple[int, str]] = []

    @over([(1, "a"), (2, "b"), (3, "c"), (4, "")])
    def check(number: int, text: str) -> None:
        seen.append((number, text))
        assert number != 2
        assert text[0]

    with pytest.raises(AssertionError, match="2 of 4 cases") as failed:
        check()
    assert [number for number, _ in seen] == [1, 2, 3, 4]
    assert "(2, 'b'): AssertionError" in str(failed.value)
    assert "(4, ''): IndexError" in str(failed.value)


def test_a_table_and_the_product_of_two_are_run() -> None:
    seen: list[str] = []

    def note(one: str, other: str) -> None:
        seen.append(one + other)

    over([("a", "b"), "cd"])(note)()
    over("ab", "xy")(note)()
    assert seen == ["ab", "cd", "ax", "ay", "bx", "by"]


def test_a_table_without_cases_is_an_error_and_not_a_test_that_passes() -> None:
    with pytest.raises(AssertionError, match="no cases"):
        over([])(lambda case: None)
