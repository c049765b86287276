"""Words for days become calendar dates, against the day of asking or of publication."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.dates import Span, dated, mentions, spelled_out
from bot.question.understand import understood, wants_latest

SUNDAY = date(2025, 5, 18)


@pytest.mark.parametrize(
    ("question", "span"),
    [
        ("What happened yesterday?", "17 May 2025"),
        ("what happened the day before yesterday", "16 May 2025"),
        ("What was said last night?", "17 May 2025"),
        ("Any news this morning?", "18 May 2025"),
        ("How long did Friday's talks last?", "16 May 2025"),
        ("Who met on Sunday?", "18 May 2025"),
        ("Who met last Sunday?", "11 May 2025"),
        ("What did they agree last week?", "5 to 11 May 2025"),
        ("What has happened this week?", "12 to 18 May 2025"),
        ("Who left three days ago?", "15 May 2025"),
        ("Who left three weeks ago?", "21 to 27 April 2025"),
        ("What changed in the past two months?", "18 March to 18 May 2025"),
        ("Who won last year?", "2024"),
        ("What happened on 16 May?", "16 May 2025"),
        ("What happened on May 16th, 2024?", "16 May 2024"),
        ("What happened on 1 June?", "1 June 2024"),
        ("What happened on 29 February?", "29 February 2024"),
        ("Who met on Friday, 16 May?", "16 May 2025"),
        ("Who met on Thursday, May 16th?", "16 May 2024"),
        ("Who met on Friday 23 May?", "23 May 2014"),
        ("Who met on Monday, 16 May 2025?", "16 May 2025"),
        ("Who came in June?", "June 2024"),
        ("Who came in March 2022?", "March 2022"),
    ],
)
def test_a_question_says_which_days_it_is_about(question: str, span: str) -> None:
    assert str(understood(question, (), SUNDAY).days) == span


@pytest.mark.parametrize(
    "question", ["Who won?", "May I ask who won?", "What is on 31 June?", "How long are two weeks?"]
)
def test_a_question_without_a_day_is_about_any(question: str) -> None:
    assert understood(question, (), SUNDAY).days is None


def test_what_only_the_asker_knows_is_spelled_out() -> None:
    assert spelled_out("Who came yesterday?", SUNDAY) == "Who came yesterday (17 May 2025)?"
    assert spelled_out("How long did Friday's talks last?", SUNDAY) == (
        "How long did Friday's (16 May 2025) talks last?"
    )
    assert spelled_out("Who met on Friday, 16 May?", SUNDAY) == "Who met on Friday, 16 May?"
    assert spelled_out("What happened on 16 May?", SUNDAY) == "What happened on 16 May?"
    assert spelled_out("What happened on 16 May 2025?", SUNDAY) == "What happened on 16 May 2025?"


def test_a_day_in_a_claim_is_dated_by_its_article() -> None:
    assert dated("They met on Friday.", SUNDAY) == "They met on Friday (16 May 2025)."
    assert dated("They met yesterday.", SUNDAY) == "They met yesterday (17 May 2025)."


@pytest.mark.parametrize(
    "claim",
    [
        "They will meet on Friday.",
        "The deal is due on Friday.",
        "They met on Friday, 16 May 2025.",
        "They met in June.",
        "They met again.",
    ],
)
def test_a_day_ahead_and_a_date_that_stands_are_left_alone(claim: str) -> None:
    assert dated(claim, SUNDAY) == claim


def test_an_undated_article_dates_nothing() -> None:
    assert dated("They met on Friday.", None) == "They met on Friday."


@pytest.mark.parametrize("question", ["What's the latest on the talks?", "How many died so far?"])
def test_the_latest_is_asked_for_in_many_words(question: str) -> None:
    assert wants_latest(question)


def test_most_questions_do_not_ask_for_the_latest() -> None:
    assert not wants_latest("Who knows how the snow fell?")


@given(st.text(max_size=80), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_any_text_can_be_read_and_mentions_never_overlap(text: str, today: date) -> None:
    found = mentions(text, today)
    for one, other in pairwise(found):
        assert one.end <= other.start
    assert all(mention.span.first <= mention.span.last for mention in found)


@given(
    st.sampled_from(["day", "week", "month", "year"]),
    st.integers(1, 60),
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
)
def test_so_long_ago_is_always_before(unit: str, count: int, today: date) -> None:
    span = understood(f"{count} {unit}s ago", (), today).days
    assert isinstance(span, Span)
    assert span.first < today + timedelta(days=1)
