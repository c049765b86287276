"""Asked for the news of some days, the openings of their articles are quoted."""

from datetime import date

import pytest

from bot.answering.news_of_a_day import news_of
from bot.answering.sentence_selection import whole
from bot.question.question import Wants
from bot.question.understand import understood
from index.splitting.passages import passages
from index.splitting.sentences import split
from index.types import Article, Hit, Published


def hit(name: str, text: str, day: date | None) -> Hit:
    article = Article(id=name, title=name, text=text, published=day)
    sentences = split(article)
    (passage,) = passages(article, sentences, max_tokens=200, count_tokens=lambda t: len(t.split()))
    return Hit(article, passage, tuple(sentences), 1.0)


FLOOD = hit("flood", "Water closed the bridge at Tarrow. Nobody was hurt.", date(2021, 8, 19))
FIRE = hit("fire", "A fire burnt the mill. It was old.", date(2021, 8, 20))
OLD = hit("old", "A bridge was opened. It is long.", date(2020, 1, 1))
UNDATED = hit("undated", "Someone wrote this. Nobody knows when.", None)
DAYS = Published(date(2021, 8, 18), date(2021, 8, 21))


@pytest.mark.parametrize(
    "question",
    [
        "What happened yesterday?",
        "what's new today",
        "What did India do yesterday?",
        "And what else happened last week?",
    ],
)
def test_the_news_is_asked_for(question: str) -> None:
    assert Wants.NEWS in understood(question).wants


@pytest.mark.parametrize(
    "question",
    ["What did they agree on Friday?", "What is the toll?", "Who did what on Monday?", "When?"],
)
def test_a_fact_is_asked_for(question: str) -> None:
    assert Wants.NEWS not in understood(question).wants


def test_the_openings_of_those_days_are_quoted() -> None:
    hits = [OLD, FLOOD, UNDATED, FIRE]
    news = news_of(hits, [item for one in hits for item in whole(one)], DAYS)
    assert news.text == "Water closed the bridge at Tarrow [1]. A fire burnt the mill [2]."
    assert [c.article_id for c in news.citations] == ["flood", "fire"]
    assert FLOOD.article.text[news.citations[0].start : news.citations[0].end] == (
        news.citations[0].sentence
    )


def test_articles_off_the_subject_are_left_out() -> None:
    assert [c.article_id for c in news_of([FLOOD, FIRE], whole(FIRE), DAYS).citations] == ["fire"]
    assert news_of([OLD, UNDATED], whole(OLD), DAYS).claims == ()
