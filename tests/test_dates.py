"""Words for days become calendar dates, against the day of asking or of publication."""

from datetime import date, timedelta
from itertools import pairwise

from every_case import over
from hypothesis import given
from hypothesis import strategies as st

from bot.language.dates_in_text import Span, dated, mentions, spelled_out
from bot.question.understand import understood, wants_latest

SUNDAY = date(2025, 5, 18)


@over(
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
    ]
)
def test_a_question_says_which_days_it_is_about(question: str, span: str) -> None:
    assert str(understood(question, (), SUNDAY).days) == span


@over(["Who won?", "May I ask who won?", "What is on 31 June?", "How long are two weeks?"])
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


@over(
    [
        ("They met on Friday.", "They met on Friday (16 May 2025)."),
        ("They met yesterday.", "They met yesterday (17 May 2025)."),
        ("They will meet on Friday.", "They will meet on Friday (23 May 2025)."),
        ("The deal is due on Friday.", "The deal is due on Friday (23 May 2025)."),
        ("It opens tomorrow.", "It opens tomorrow (19 May 2025)."),
        ("3.2 million last year.", "3.2 million last year (2024)."),
        ("In last year's race.", "In last year's (2024) race."),
        ("Earlier this month.", "Earlier this month (May 2025)."),
        ("It sank last week.", "It sank last week (week of 5 May 2025)."),
        ("Two were hurt at the weekend.", "Two were hurt at the weekend (17 to 18 May 2025)."),
        (
            "It will open tomorrow, he said on Friday.",
            "It will open tomorrow (19 May 2025), he said on Friday (16 May 2025).",
        ),
        (
            "Last year it rained, and last year it froze.",
            "Last year (2024) it rained, and last year it froze.",
        ),
        ("Am Freitag wurde gewählt.", "Am Freitag (16. Mai 2025) wurde gewählt."),
        ("In der vergangenen Woche.", "In der vergangenen Woche (Woche vom 5. Mai 2025)."),
        ("Elle est partie hier.", "Elle est partie hier (17 mai 2025)."),
        ("Se fue el mes pasado.", "Se fue el mes pasado (abril de 2025)."),
        ("Он ушёл вчера.", "Он ушёл вчера (17 мая 2025 г.)."),
        ("Він пішов минулого місяця.", "Він пішов минулого місяця (квітень 2025 р.)."),
    ]
)
def test_a_time_in_a_claim_is_dated_by_its_article(claim: str, shown: str) -> None:
    assert dated(claim, SUNDAY) == shown
    assert dated(shown, SUNDAY) == shown


@over(
    [
        "They met on Friday, 16 May 2025.",
        "They met yesterday, on 17 May.",
        "They met in June.",
        "It has rained over the past two weeks.",
        "The next day they met again.",
        "They met again.",
    ]
)
def test_a_date_that_stands_and_what_is_no_date_are_left_alone(claim: str) -> None:
    assert dated(claim, SUNDAY) == claim


def test_an_undated_article_dates_nothing() -> None:
    assert dated("They met on Friday.", None) == "They met on Friday."


@over(["What's the latest on the talks?", "How many died so far?"])
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
