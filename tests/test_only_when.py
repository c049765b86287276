"""A time alone is no answer to what was done: it is asked again, without the time."""

from datetime import date

import pytest
from every_case import over
from fakes import ScriptedModel

from bot.answering.only_when import on_its_days, tells_only_when, without_time
from bot.answering.writer import Writer
from bot.question.question import Question
from bot.question.understand import understood
from bot.types import Call, Evidence
from index.splitting.sentences import split
from index.types import Article

TODAY = date(2026, 9, 21)  # a Monday
ARTICLE = Article(
    "pool",
    "Board of the baths meets",
    "The board of the baths of Lom decided on Thursday to close the outdoor pool. "
    "On Friday it decided to mend the roof. "
    "The baths had 9,000 guests this summer.",
    outlet="Post",
    published=date(2026, 9, 19),
)
EVIDENCE = [
    Evidence(n, sentence, ARTICLE, likeness=0.7)
    for n, sentence in enumerate(split(ARTICLE), start=1)
]


def asked(text: str) -> Question:
    return understood(text, (), TODAY)


@over(
    [
        ("What did the board decide on Thursday?", "On Thursday."),
        ("What did the board decide on Thursday?", "Thursday (17 September 2026)."),
        ("What did the board decide on Thursday?", "On Thursday, 17 September 2026."),
        ("What did the board decide on Thursday?", "The board decided on Thursday."),
        ("What did the board decide on Thursday?", "On Thursday, according to Nina Falk."),
        ("What did the board decide?", "On Friday."),
        ("What will Lund open on 3 May?", "On 3 May 2027."),
        ("What has the union rejected this week?", "This week."),
        ("What was found on Wednesday?", "On Wednesday."),
        ("What was bought in 2024?", "In 2024."),
        ("Who spoke on Monday?", "On Monday evening."),
        ("Where did they meet yesterday?", "Yesterday."),
        ("Why did the mill close last year?", "Last year."),
        ("What is the name of the fair in May?", "May."),
        ("What did the court rule on Monday?", "On Monday."),
        ("What was announced last week?", "Last week."),
        ("Which bill passed yesterday?", "Yesterday afternoon."),
        ("Which bill passed on Friday?", "On Friday night."),
        ("What will the court hear tomorrow?", "Tomorrow morning."),
        ("Who resigned on Friday?", "Friday."),
    ],
)
def test_a_time_alone_says_nothing_of_what_who_or_where(question: str, answer: str) -> None:
    assert tells_only_when(asked(question), answer)


@over(
    [
        ("What did the board decide on Thursday?", "On Thursday, to close the pool."),
        ("What did the board decide on Thursday?", "To close the pool."),
        ("What is the deadline for bids?", "31 October 2026."),
        ("What was the date of the vote?", "3 May."),
        ("When did he speak on Monday?", "On Monday evening."),
        ("Which month was the wettest?", "May."),
        ("What year was the mill built in?", "In 1911."),
        ("How long was the pool closed?", "Until Friday."),
        ("What happened on Friday?", "On Friday."),
        ("Did the board meet on Thursday?", "On Thursday."),
        ("Did the board meet on Thursday or on Friday?", "On Thursday."),
        ("Who spoke on Monday?", "May."),
        ("How many guests came in 2024?", "2,024."),
    ],
)
def test_a_time_is_an_answer_where_it_may_be_wanted(question: str, answer: str) -> None:
    assert not tells_only_when(asked(question), answer)


def test_the_time_is_left_out_and_the_sentences_are_those_of_the_day() -> None:
    question = asked("What did the board decide on Thursday?")
    assert without_time(question).text == "What did the board decide?"
    assert on_its_days(question, EVIDENCE) == EVIDENCE[:1]
    assert on_its_days(asked("What did the board decide?"), EVIDENCE) == EVIDENCE
    assert on_its_days(asked("What did the board decide in 1990?"), EVIDENCE) == EVIDENCE


def test_what_only_tells_when_is_asked_again_without_the_time() -> None:
    model = ScriptedModel(["on Thursday [1]", "to close the outdoor pool [1]"])
    question = asked("What did the board of the baths decide on Thursday?")
    checked = Writer(model).answer(question, EVIDENCE, Call())
    assert checked.text == "To close the outdoor pool [1]."
    again = model.prompts[-1].turns[-1][0]
    assert again.endswith("Question: What did the board of the baths decide?")
    assert "mend the roof" not in again


def test_what_tells_only_when_twice_is_refused() -> None:
    model = ScriptedModel(["on Thursday [1]", "on Thursday [1]"])
    question = asked("What did the board of the baths decide on Thursday?")
    assert not Writer(model).answer(question, EVIDENCE, Call()).claims


@pytest.mark.parametrize(
    ("asked", "undated"),
    [
        ("What was the board's decision Thursday?", "What was the board's decision?"),
        ("What may the council decide on Thursday?", "What may the council decide?"),
        ("What did the admin Monday post say?", "What did the admin post say?"),
    ],
)
def test_a_time_is_taken_out_as_whole_words(asked: str, undated: str) -> None:
    assert without_time(Question(asked)).text == undated
