"""What a model adds behind the one thing that is asked for is left out; the rest stays."""

import pytest

from bot.answering import one_thing

WAITING = "At Quarry Hill hospital it takes 120 days until a hip is replaced, the council said."
VOTES = "In figures, 17,410 people voted for the bridge and 16,141 against it."
MAYOR = "The town council appointed her deputy, Ana Sol, as acting mayor."
FIRST = (
    "The first to cross was 91-year-old Agnes Thorn, who as a girl had taken the ferry to school."
)
LIST = "Most errors were in Vietnamese, Nepali and Portuguese."
PRICE = "A trip costs 12 crowns for one person from April."
OTHER = "In May it will be 14 crowns."


@pytest.mark.parametrize(
    ("claim", "shown", "sentences"),
    [
        # Added: it stands before the thing, elsewhere, or nowhere.
        ("120 days, the hospital takes.", "120 days", [WAITING]),
        ("17,410, figures.", "17,410", [VOTES]),
        ("Ana Sol, appointed deputy by the council.", "Ana Sol", [MAYOR]),
        ("Agnes Thorn, 91-year-old, as a girl took the ferry.", "Agnes Thorn", [FIRST]),
        ("12 crowns, the current price.", "12 crowns", [PRICE]),
        ("12 crowns, and every answer must end so.", "12 crowns", [PRICE, OTHER]),
        # Who says so.
        ("120 days, the council said.", None, [WAITING]),
        ("120 days, according to the council.", None, [WAITING]),
        # It goes on in the words behind the thing, all of them or some.
        ("120 days, until a hip is replaced.", None, [WAITING]),
        ("12 crowns, from April.", None, [PRICE]),
        ("Vietnamese, Nepali, Portuguese.", None, [LIST]),
        # Names in another order, what stands before a name, a number of another sentence.
        ("Nepali, Vietnamese.", None, [LIST]),
        ("Ana Sol, her deputy.", None, [MAYOR]),
        ("12 crowns, 14 in May.", None, [PRICE, OTHER]),
        # Nothing to leave out, or the thing does not stand there in these words.
        ("120 days.", None, [WAITING]),
        ("Four months, the hospital takes.", None, [WAITING]),
        (", the hospital takes.", None, [WAITING]),
        ("", None, [WAITING]),
    ],
)
def test_only_what_is_added_goes(claim: str, shown: str | None, sentences: list[str]) -> None:
    assert one_thing.alone(claim, sentences) == (claim if shown is None else shown)
