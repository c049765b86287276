"""What the reader is asked of an answer: its question and the cited sentence, with neighbours."""

from collections.abc import Sequence

import pytest

from bot.answering.verification import MOST, carried
from bot.question.understand import understood
from bot.types import Evidence, Turn, Verdict, Words
from index.splitting.sentences import split
from index.types import Article

FINAL = Article(
    "final",
    "Lom win the cup",
    "Lom beat Tor in the final. Per Aas took the penalty in the last minute. "
    "The keeper went the wrong way.\n\n"
    + "The town was on its feet until the morning, and no shop opened before noon. " * 9
    + "The mayor spoke at four. The club will be given a street.",
)


class Weighing:
    """A reader that finds a claim carried by sentences with `words`, and keeps what it is asked."""

    def __init__(self, words: str = "", share: float = 0.9) -> None:
        self.words, self.share = words, share
        self.asked: list[tuple[str, str]] = []

    def read(self, question: str, texts: Sequence[Sequence[str]]) -> list[list[Words]]:
        raise AssertionError("is not asked to read")

    def weigh(self, claims: Sequence[tuple[str, str]]) -> list[Verdict]:
        self.asked += claims
        return [Verdict(self.share if self.words in text else 0.1, 0.0) for _, text in claims]


def grounds(*texts: str) -> list[Evidence]:
    found = [s for text in texts for s in split(FINAL) if text in s.text]
    return [Evidence(n, sentence, FINAL) for n, sentence in enumerate(found, start=1)]


def test_the_answer_stands_behind_its_question() -> None:
    reader = Weighing()
    carried(reader, understood("Who took the penalty?"), "Per Aas.", grounds("Per Aas"))
    assert reader.asked[0][0] == "Who took the penalty? Per Aas."


def test_what_the_question_leans_on_is_read_along() -> None:
    reader = Weighing()
    asked = understood("And who spoke?", [Turn("Who won the cup?", "Lom.")])
    carried(reader, asked, "The mayor", grounds("mayor"))
    assert "won the cup" in reader.asked[0][0]
    assert reader.asked[0][0].endswith("? The mayor.")


def test_a_sentence_is_read_among_its_neighbours() -> None:
    reader = Weighing()
    carried(reader, understood("Who took it?"), "Per Aas", grounds("Per Aas"))
    (_, read) = reader.asked[0]
    assert read.startswith("Lom beat Tor in the final. Per Aas took the penalty")
    assert "The keeper went the wrong way." in read
    assert len(read) < 400


def test_neighbours_are_whole_sentences() -> None:
    reader = Weighing()
    carried(reader, understood("When did the mayor speak?"), "at four", grounds("The mayor"))
    (_, read) = reader.asked[0]
    assert read.startswith("The town was on its feet")
    assert read.endswith("The club will be given a street.")


def test_the_best_of_several_sentences_counts() -> None:
    reader = Weighing("mayor")
    one = carried(reader, understood("Who spoke?"), "The mayor", grounds("Per Aas"))
    both = carried(reader, understood("Who spoke?"), "The mayor", grounds("Per Aas", "mayor"))
    assert one is not None
    assert both is not None
    assert one < 0 < both


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_no_verdict_is_surer_than_the_most(share: float) -> None:
    found = carried(Weighing(share=share), understood("Who?"), "Per Aas", grounds("Per Aas"))
    assert found in (-MOST, MOST)


def test_without_a_reader_nothing_is_said() -> None:
    assert carried(None, understood("Who?"), "Per Aas", grounds("Per Aas")) is None
    assert carried(Weighing(), understood("Who?"), "", []) is None
