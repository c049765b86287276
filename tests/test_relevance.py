"""True is not enough: an answer says something, and of the year that was asked about."""

from datetime import date

from every_case import over

from bot.answering.relevance import answers as is_answer
from bot.answering.relevance import wants_one_thing
from bot.question.understand import understood
from bot.types import Evidence
from index.splitting.sentences import split
from index.types import Article

QUAKE = Article(
    "quake",
    "Quake shakes Varde",
    "The quake had a magnitude of 6.1, the institute said. "
    + "People ran into the streets, and the market closed for the day. " * 8
    + "The last quake of that size was in 1939. It had destroyed the old harbour.",
    outlet="Ledger",
    published=date(2021, 8, 19),
)


def answers(question: str, answer: str, grounds: list[Evidence]) -> bool:
    return is_answer(understood(question), answer, grounds)


def grounds(*texts: str) -> list[Evidence]:
    found = [s for s in split(QUAKE) if any(text in s.text for text in texts)]
    assert found
    return [Evidence(n, sentence, QUAKE) for n, sentence in enumerate(found, start=1)]


@over(
    [
        "What was the magnitude of the quake of 2021?",  # the article's own year
        "What was the magnitude in August 2021?",
        "What was the magnitude of the quake?",
        "What was the magnitude of the 2021 quake?",
        "Of the 1900 people, how many felt it?",  # no year
        "What magnitude did the 1900 people who fled feel?",
        "How strong did the town's 1939th citizen call the quake?",
        "Did 1939 people feel it?",
        "How strong was the quake that I read of today (3 May 2023)?",
    ]
)
def test_what_is_asked_of_no_other_year_may_be_answered(question: str) -> None:
    assert answers(question, "6.1, the institute said.", grounds("magnitude"))


def test_an_answer_of_another_year_is_none() -> None:
    for asked in ("of the quake of 1939", "of the 1939 quake", "in Varde's 1939 quake"):
        question = f"What was the magnitude {asked}?"
        assert not answers(question, "6.1, the institute said.", grounds("magnitude"))
    assert not answers("What happened in june 1939?", "A quake of 6.1.", grounds("magnitude"))
    assert answers("What did the quake of 1939 destroy?", "The old harbour.", grounds("harbour"))


def test_a_year_that_is_told_behind_a_sentence_is_not_its_own() -> None:
    assert not answers("Whose market closed in 1939?", "The fishmongers'.", grounds("closed"))


@over(
    [
        ("Who became mayor after Adeyemi?", "Paul Adeyemi.", False),
        ("Who became mayor after Adeyemi?", "Ida Brekke.", True),
        ("Who is Adeyemi?", "Paul Adeyemi, the mayor of Tarrow.", True),
        ("who became mayor after adeyemi?", "Paul Adeyemi.", False),
        ("Who replaced Adeyemi?", "The Adeyemi family's lawyer.", True),
        ("Who is Adeyemi's wife?", "Ida Adeyemi.", True),
        ("Who founded Norlund?", "Jan Norlund.", True),
        ("Who won after the break, Adeyemi or Brekke?", "Paul Adeyemi.", True),
    ]
)
def test_who_is_not_answered_by_who_was_named(question: str, answer: str, is_one: bool) -> None:
    assert answers(question, answer, []) == is_one


def test_an_answer_says_something_that_the_question_did_not() -> None:
    assert not answers("What was called the old harbour in Varde?", "The old harbour.", [])
    assert answers("What was called the old harbour?", "The basin east of the mole.", [])
    assert not answers("Who rang?", "", [])


@over(
    [
        ("Did the market close?", "The market closed."),
        ("Which was larger, the first or the second quake?", "The second."),
    ]
)
def test_who_confirms_or_chooses_may_repeat_the_question(question: str, answer: str) -> None:
    assert answers(question, answer, [])


@over(
    [
        ("On what day was the bridge opened?", "The evening of the first day.", False),
        ("On what day was the bridge opened?", "On Friday (20 August 2021).", True),
        ("In which year did the mill burn?", "In 1908.", True),
        ("In which year did the mill burn?", "The year of the great flood.", False),
        ("When was the swap agreed?", "Nine days earlier.", False),
        ("When was the swap agreed?", "Nine days earlier, according to the Ledger.", False),
        ("When was the swap agreed?", "After the mayor had called Oslo.", True),
        ("When was the swap agreed?", "Nine days before the fair.", True),
        ("How long after the flood was the bridge opened?", "Nine days later.", True),
    ]
)
def test_a_day_can_be_found_in_a_calendar(question: str, answer: str, is_one: bool) -> None:
    assert answers(question, answer, []) is is_one


@over(
    [
        ("who led the Russian delegation?", True),
        ("In which palace did they meet?", True),
        ("what share of voters chose to leave?", True),
        ("how strong was it?", True),
        ("And when did he say that?", True),
        ("what did Russia demand?", False),
        ("What is the dispute about?", False),
        ("Why did the ship run aground?", False),
        ("how did Britain react?", False),
        ("what happened to the one before it?", False),
        ("Who won, and what does he promise?", False),
        ("any reaction?", False),
    ]
)
def test_a_question_for_one_thing_is_told_from_one_for_more(question: str, one: bool) -> None:
    assert wants_one_thing(understood(question)) is one


@over(
    [
        *(("6.1", True), ("Two hundred and ten.", True), ("Dozens of them.", True)),
        *(("Only one.", True), ("None of the shops.", True), ("Half.", True), ("A few.", True)),
        *(("Most of the street, he said.", True), ("More than they had hoped.", True)),
        *(("No one was hurt.", True), ("Twice as many as last year.", True)),
        *(("Into the streets.", False), ("The institute.", False), ("Ida Brekke said so.", False)),
        *(("They ran.", False), ("The fishmongers closed their shops.", False)),
    ],
)
def test_an_amount_is_a_number_or_a_word_for_one(answer: str, tells: bool) -> None:
    assert answers("How many people ran?", answer, grounds("ran")) is tells
