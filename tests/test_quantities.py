"""Numbers are the same in digits and words, with and without separators, at every magnitude."""

from every_case import over
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.claim_check import carried
from bot.language.quantities import in_digits, numbers, units
from index.language_data.en.numbers import CARDINALS, MAGNITUDES


@over(
    [
        ("Two hundred people died.", "200"),
        ("Fifty-two people died.", "52"),
        ("1.2 million people fled.", "1200000"),
        ("some 1,200,000 people", "1200000"),
        ("three hundred and five thousand", "305000"),
        ("half a million", "500000"),
        ("one and a half million", "1500000"),
        ("two and a half years", "2.5"),
        ("a $3m fine", "3000000"),
        ("£2.5bn", "2500000000"),
        ("a 1 million-strong army", "1000000"),
        ("thirty per cent", "30"),
        ("the 21st century", "21"),
        ("the twenty-first century", "21"),
        ("a 7,500-tonne ship", "7500"),
    ]
)
def test_a_number_is_read_however_it_is_written(text: str, expected: str) -> None:
    assert numbers(text) == {expected}


@over(
    [
        *("hundreds of people", "no one came", "a dozen", "half of it", "tens of people"),
        *("the new ones", "in her 50s", "the 1990s"),
    ]
)
def test_what_names_no_number_has_none(text: str) -> None:
    assert numbers(text) == frozenset()


@given(st.integers(0, 10**9))
def test_separators_do_not_count(value: int) -> None:
    assert numbers(f"{value:,} people") == numbers(f"{value} people") == {str(value)}


@given(st.integers(1, 999), st.sampled_from(sorted(MAGNITUDES)))
def test_a_magnitude_is_part_of_its_number(value: int, magnitude: str) -> None:
    assert numbers(f"{value} {magnitude} crowns") == {str(value * MAGNITUDES[magnitude])}


@given(st.sampled_from(sorted(CARDINALS.keys() - {"zero"})), st.sampled_from(sorted(MAGNITUDES)))
def test_number_words_and_digits_are_one(word: str, magnitude: str) -> None:
    assert numbers(f"{word} {magnitude}") == numbers(f"{CARDINALS[word]} {magnitude}")


@given(
    st.integers(1, 99),
    st.permutations(["thousand", "million", "billion"]),
)
def test_a_claim_of_another_magnitude_is_not_carried(value: int, two: list[str]) -> None:
    claimed, printed = two[:2]
    assert not carried(f"It cost {value} {claimed}.", [f"It cost {value} {printed} crowns."])
    assert carried(f"It cost {value} {claimed}.", [f"It cost {value} {claimed} crowns."])


@over(
    [
        ("Two hundred people died.", "Some 200 people died."),
        ("200 people died.", "Two hundred people died."),
        ("Two hundred.", "Some 200 people died."),
        ("Fifty-two people died.", "52 people died."),
        ("1.2 million people fled.", "Some 1,200,000 people fled."),
        ("1,200,000 people fled.", "Some 1.2 million people fled."),
    ]
)
def test_another_spelling_of_a_number_is_carried(claim: str, sentence: str) -> None:
    assert carried(claim, [sentence])


def test_dates_stay_as_they_are() -> None:
    assert in_digits("on 16 May 2025 at 5 p.m.") == "on 16 May 2025 at 5 p.m."


def test_a_number_knows_its_unit() -> None:
    assert units("30 per cent of 5.4 km") == {"30": {"%"}, "5.4": {"kilometre"}}


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    assert numbers(text) == numbers(text)
    assert isinstance(in_digits(text), str)
