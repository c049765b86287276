"""Which of two readings of a question holds: going on with what was said, or another topic."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from every_case import over
from fakes import HashingEncoder, ListStore, ScriptedModel

from bot.answering.readings import Reading, readings
from bot.answering.retrieval import Finder
from bot.answering.sentence_selection import best_first
from bot.language.words import WORD
from bot.question.understand import understood
from bot.types import Turn, Verdict, Words
from index.library.library import Library
from index.search import Searcher
from index.syncing.sync import sync

FARES = """---
title: Ferry fares rise on island routes
---
Norlund Ferries will charge 12 crowns for a single trip from April. The rise would pay for two
electric boats, spokeswoman Ida Brekke said. Islanders plan to protest in Varde on Saturday.
"""
CUP = """---
title: Lom win the cup
---
Lom beat Tor in the final. Per Aas took the penalty in the last minute. The referee was Jon Falk.
"""
MILL = """---
title: Mill burns down
---
The mill at Ostra burned down. Nobody was hurt. Guests had to leave their rooms at night.
"""
FARES_ASKED = Turn("What will Norlund Ferries charge for a single trip?", "12 crowns.")
CUP_ASKED = Turn("Who beat Tor in the final?", "Lom.")


class WordCounting:
    """A reader that is sure of the sentences with most words of the question, and counts texts."""

    def __init__(self) -> None:
        self.read_for: list[tuple[str, int]] = []

    def read(self, question: str, texts: Sequence[Sequence[str]]) -> list[list[Words]]:
        self.read_for.append((question, len(texts)))
        return [[self._words(question, sentence) for sentence in text] for text in texts]

    def _words(self, question: str, sentence: str) -> Words:
        common = set(WORD.findall(question.lower())) & set(WORD.findall(sentence.lower()))
        return Words(0, len(sentence), 8.0 * len(common) - 15.0)

    def weigh(self, claims: Sequence[tuple[str, str]]) -> list[Verdict]:
        return [Verdict(0.5, 0.5) for _ in claims]


Read = Callable[[str, Turn], list[Reading]]


@pytest.fixture
def reader() -> WordCounting:
    return WordCounting()


@pytest.fixture
def read(
    write: Callable[[str, str], Path],
    library: Library,
    store: ListStore,
    encoder: HashingEncoder,
    reader: WordCounting,
) -> Read:
    write("cup.md", CUP)
    write("mill.md", MILL)
    sync([write("fares.md", FARES).parent], library, store, encoder)
    finder = Finder(Searcher(library, store, encoder), ScriptedModel([]), reader)
    return lambda question, before: readings(finder, understood(question, [before]))


@pytest.mark.parametrize(
    "question",
    [
        "Who took the penalty?",
        "Who took the penalty in the last minute?",
        "who was the referee in the final?",
        "Why was the final decided in the last minute?",
    ],
)
def test_another_topic_is_read_alone_first(read: Read, question: str) -> None:
    way = read(question, FARES_ASKED)[0]
    assert way.question.earlier == ""
    assert way.question.text.lower() == question.lower()


@pytest.mark.parametrize("question", ["Who was the referee of the game?", "Who took the penalty?"])
def test_what_the_article_of_the_last_answer_tells_goes_on(read: Read, question: str) -> None:
    likelier = read(question, CUP_ASKED)[0]
    assert likelier.question.earlier


def test_the_other_way_is_left_for_a_refusal_where_the_reader_holds_that_it_answers(
    read: Read,
) -> None:
    first, second = read("Who took the last penalty in the match?", CUP_ASKED)
    assert bool(first.question.earlier) != bool(second.question.earlier)
    assert len(read("Who took the penalty?", CUP_ASKED)) == 1  # hardly meant as another topic
    assert len(read("Who designed a new stadium?", CUP_ASKED)) == 1


@pytest.mark.parametrize(
    "question", ["was anybody hurt", "did anybody leave?", "Did everybody leave?", "who was hurt"]
)
def test_what_hardly_names_a_topic_goes_on_whatever_another_article_tells(
    read: Read, question: str
) -> None:
    way = read(question, FARES_ASKED)[0]
    assert way.question.earlier
    assert {item.article.title for item in way.evidence} == {"Ferry fares rise on island routes"}


def test_a_question_that_points_back_is_read_in_one_way(read: Read) -> None:
    (way,) = read("Who paid for it?", FARES_ASKED)
    assert way.question.earlier
    (way,) = read("How many guests had to leave their rooms?", FARES_ASKED)
    assert way.question.earlier == ""
    (way,) = read("What do they say burned down at Ostra?", FARES_ASKED)
    assert way.question.earlier == ""
    (way,) = read("What do they plan in Varde?", FARES_ASKED)
    assert way.question.earlier


def test_what_points_back_is_answered_by_the_article_that_was_told_of(read: Read) -> None:
    (way,) = read("What did they plan on the last day?", FARES_ASKED)
    best = best_first(way.evidence)[0]
    assert best.sentence.text.startswith("Islanders plan")


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Who paid for it?", "Who paid for it?"),
        ("And why?", "What will Norlund Ferries charge for a single trip? 12 crowns. Why?"),
    ],
)
def test_the_reader_is_asked_the_whole_only_where_the_question_says_nothing(
    read: Read, reader: WordCounting, question: str, asked: str
) -> None:
    read(question, FARES_ASKED)
    assert {text for text, _ in reader.read_for} == {asked}


def test_the_bare_question_is_read_over_each_passage_once(read: Read, reader: WordCounting) -> None:
    read("Who took the penalty?", FARES_ASKED)
    assert {question for question, _ in reader.read_for} == {"Who took the penalty?"}
    assert sum(count for _, count in reader.read_for) == 3  # articles, a passage each


def test_an_article_without_the_names_of_the_question_does_not_speak_for_going_on(
    read: Read,
) -> None:
    way = read("What did it cost to take a single trip to Ostra?", CUP_ASKED)[0]
    assert way.question.earlier == ""


def test_a_correction_is_no_other_topic() -> None:
    asked = understood("no, I meant the fare to Halm", [FARES_ASKED])
    assert asked.alone is None


@over(
    [
        ("Кто взял кредит в банке?", True),
        ("Когда он взял кредит?", False),
        ("Wann soll sie kommen?", False),
        ("Wann kommt es?", True),
        ("Quand a fermé la gare ?", True),
        ("Quand elle a fermé ?", False),
        ("渡轮冬天为什么停航？", True),
        ("它为什么停航？", False),
        ("how old is her husband?", False),
        ("which bank cut its jobs?", True),
        ("Why?", False),
    ],
)
def test_a_question_in_any_language_may_begin_a_topic_unless_it_points_back(
    question: str, may: bool
) -> None:
    asked = understood(question, [CUP_ASKED])
    assert (asked.earlier == "" or asked.alone is not None) == may


def test_a_question_in_other_letters_goes_on_with_nothing_unless_it_points_back() -> None:
    cyrillic = Turn("Кто открыл библиотеку?", "Ольга Синицына.")
    for question, before in (
        ("Сколько книг в библиотеке?", CUP_ASKED),
        ("How many people watched?", cyrillic),
        ("图书馆出借多少册图书？", CUP_ASKED),
    ):
        assert understood(question, [before]).earlier == ""
    for question, before in (
        ("Сколько книг в библиотеке?", cyrillic),
        ("Когда он открыл?", CUP_ASKED),
        ("and why?", cyrillic),
        ("When did she open it?", cyrillic),
    ):
        assert understood(question, [before]).earlier
