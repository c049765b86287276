"""Which words of a quotation are bold: those of the answer that is told over it."""

import pytest

from bot.answering import bold_words
from bot.answering.citations import Checked
from bot.types import Citation, Claim

SENTENCE = "Edda Falkner has made Oskar Bly minister of fisheries, which her party had asked for."


def checked(sentence: str, pointed: str, *claims: Claim) -> Checked:
    """Claims over one sentence, in which the reader points at the words `pointed`."""
    at = sentence.index(pointed)
    words = (at, at + len(pointed)) if pointed else None
    cited = Citation(1, sentence, "a", "T", "O", "", None, 0, len(sentence), words=words)
    return Checked(claims=claims, citations=(cited,))


def bold(sentence: str, pointed: str, *claims: Claim) -> str:
    (cited,) = bold_words.of_the_answer(checked(sentence, pointed, *claims)).citations
    return cited.sentence[slice(*cited.words)] if cited.words else ""


@pytest.mark.parametrize(
    ("sentence", "pointed", "said", "shown"),
    [
        # The reader points at another answer than the one that is told.
        (SENTENCE, "Edda Falkner", "Oskar Bly.", "Oskar Bly"),
        (SENTENCE, "Edda Falkner", "oskar bly", "Oskar Bly"),
        # It points at the same, in more words or fewer.
        (SENTENCE, "Oskar Bly minister", "Bly.", "Oskar Bly minister"),
        (SENTENCE, "Bly", "Oskar Bly.", "Bly"),
        ("The strike lasted 2 weeks, longer than ever.", "2 weeks", "Two weeks.", "2 weeks"),
        # It points at nothing, or at words that mean nothing.
        (SENTENCE, "", "Oskar Bly.", "Oskar Bly"),
        (SENTENCE, "which", "Oskar Bly.", "Oskar Bly"),
        # The answer has a day that is not printed, and a line is broken inside it.
        ("It opens on\nFriday, the mayor said.", "", "On Friday (6 March 2026).", "on\nFriday"),
        # The answer does not stand there word for word, or in two places.
        (SENTENCE, "Edda Falkner", "A man named Bly.", ""),
        ("Lom beat Tor and Tor beat Lom.", "beat", "Tor.", ""),
        ("Tormod left, Tor stayed and sang all night.", "left", "Tor.", "Tor"),
        ("A 1,200 ton ship met a 200 ton ship at sea.", "", "200", "200"),
        # Bold as a whole, a sentence would show nothing.
        ("Lom beat Tor again.", "", "Lom beat Tor again.", ""),
        ("The strike lasted two weeks.", "", "The strike lasted.", ""),
    ],
)  # fmt: skip
def test_bold_are_the_words_that_say_what_is_told(
    sentence: str, pointed: str, said: str, shown: str
) -> None:
    assert bold(sentence, pointed, Claim(said, (1,))) == shown


def test_of_an_answer_said_as_a_sentence_its_few_words_count() -> None:
    told = Claim("Oskar Bly was made minister by Edda Falkner.", (1,), short="Oskar Bly")
    assert bold(SENTENCE, "Edda Falkner", told) == "Oskar Bly"


def test_words_that_say_what_one_of_two_claims_says_stay() -> None:
    claims = (Claim("Oskar Bly.", (1,)), Claim("Edda Falkner did.", (1,)))
    assert bold(SENTENCE, "Edda Falkner", *claims) == "Edda Falkner"


def test_a_claim_over_another_sentence_marks_nothing_in_this_one() -> None:
    report = checked(SENTENCE, "Edda Falkner", Claim("Edda Falkner.", (1,)))
    other = Citation(2, SENTENCE, "b", "T", "O", "", None, 0, len(SENTENCE), words=(0, 4))
    both = Checked(claims=report.claims, citations=(*report.citations, other))
    first, second = bold_words.of_the_answer(both).citations
    assert (first.words, second.words) == ((0, 12), None)


def test_nothing_else_changes() -> None:
    report = checked(SENTENCE, "Edda Falkner", Claim("Oskar Bly.", (1,)))
    after = bold_words.of_the_answer(report)
    assert after.claims == report.claims
    assert [c.sentence for c in after.citations] == [SENTENCE]
    assert bold_words.of_the_answer(Checked()) == Checked()
