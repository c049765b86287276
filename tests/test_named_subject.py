"""A claim names who does it, where its sentence does."""

import pytest

from bot.answering.named_subject import named


@pytest.mark.parametrize(
    ("claim", "sentence", "shown"),
    [
        (
            "he travelled to Ankara the day before",
            "Mr Sand had travelled to Ankara the day before and met the mayor.",
            "Mr Sand travelled to Ankara the day before",
        ),
        (
            "It will drop its route to Porto",
            "Nordline will drop its route to Porto, on which every second seat was empty.",
            "Nordline will drop its route to Porto",
        ),
        (
            "it was recovered at the crash site",
            "The flight recorder was recovered at the crash site on Monday.",
            "The flight recorder was recovered at the crash site",
        ),
        ("They demand more pay", "Nurses demand more pay.", "Nurses demand more pay"),
        (
            "she promised that the baths would stay",
            "Mayor Eva Strand promised that the baths would stay.",
            "Mayor Eva Strand promised that the baths would stay",
        ),
    ],
)
def test_a_pronoun_is_named(claim: str, sentence: str, shown: str) -> None:
    assert named(claim, sentence) == shown


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("He travelled to Ankara", "Mrs Sand travelled to Ankara."),  # it was she
        ("He travelled to Ankara", "He travelled to Ankara."),
        ("He was not convicted", "Lund was convicted."),
        ("He sold it", "Lund bought the mill."),
        ("It fell", "Nobody fell."),
        ("It is raining", "Ida Sund said it is raining."),
        ("Item 9", "Lund bought item 9."),
        ("It sank", "Das Schiff war vor der Küste gesunken, sagte die Reederei."),
        ("Lund sold it", "Ida Lund sold it."),
    ],
)
def test_what_is_not_told_of_somebody_is_left_alone(claim: str, sentence: str) -> None:
    assert named(claim, sentence) == claim
