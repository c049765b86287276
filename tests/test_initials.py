"""Initials that the small model spaces out are those of the article again."""

import pytest

from bot.answering import citations
from bot.language import initials
from bot.types import Evidence
from index.types import Article, Sentence

TEXT = "The comments came after U.S. troops left. H. G. Wells and George H.W. Bush were named."


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("U. S. troops left", "U.S. troops left"),
        ("the U.S. troops", "the U.S. troops"),
        ("George H. W. Bush", "George H.W. Bush"),
        ("H. G. Wells", "H. G. Wells"),
        ("the U. N. troops", "the U. N. troops"),  # the text has no such initials
        ("Plan U. S. Bank", "Plan U.S. Bank"),
        ("It was plan B. A boat came", "It was plan B. A boat came"),
    ],
)
def test_initials_are_written_as_printed(written: str, printed: str) -> None:
    assert initials.as_printed(written, TEXT) == printed


def test_an_answer_with_initials_is_carried() -> None:
    sentence = Sentence("a", 0, 0, 41, TEXT[:41])
    evidence = [Evidence(1, sentence, Article("a", "Troops", TEXT))]
    draft = "because U. S. troops left [1]"
    assert not citations.check(draft, evidence, "Why did the comments come?").claims
    mended = initials.as_printed(draft, TEXT)
    assert citations.check(mended, evidence, "Why did the comments come?").claims
