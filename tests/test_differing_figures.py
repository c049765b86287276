"""Two articles, two figures: both are shown, and a figure on something else is not."""

from datetime import date

import pytest

from bot.answering.citations import Checked, check
from bot.answering.differing_figures import another_report, both, may_differ
from bot.question.understand import understood
from bot.types import Evidence
from index.splitting.sentences import split
from index.types import Article

TEXT = "How many people died in the Tarrow flood?"
QUESTION = understood(TEXT)
FIRST = Article(
    "first",
    "Flood in Tarrow",
    "The Tarrow flood killed 14 people, the mayor said.",
    outlet="Ledger",
    published=date(2021, 8, 19),
)
LATER = Article(
    "later",
    "Tarrow counts its dead",
    "The Tarrow flood killed 21 people in all.",
    outlet="Wire",
    published=date(2021, 8, 25),
)
OTHER = Article("other", "Storm in Varde", "The storm in Varde killed 3 people.", outlet="Wire")


def evidence(*articles: Article) -> list[Evidence]:
    return [
        Evidence(number, split(article)[0], article, likeness=0.7)
        for number, article in enumerate(articles, start=1)
    ]


def answered(draft: str, items: list[Evidence]) -> Checked:
    return check(draft, items, TEXT)


@pytest.mark.parametrize("question", [TEXT, "What was the death toll?", "how much did it cost?"])
def test_figures_may_differ(question: str) -> None:
    assert may_differ(understood(question))


def test_other_questions_are_not_asked_twice() -> None:
    assert not may_differ(understood("Who is the mayor of Tarrow?"))


def test_the_other_article_is_the_one_with_another_figure_on_the_same() -> None:
    items = evidence(FIRST, LATER, OTHER)
    rivals = another_report(QUESTION, answered("14 people [1]", items), items)
    assert [item.article.id for item in rivals] == ["later"]


def test_a_figure_on_something_else_is_no_second_opinion() -> None:
    items = evidence(FIRST, OTHER)
    assert another_report(QUESTION, answered("14 people [1]", items), items) == []


def test_a_reprint_is_no_second_opinion() -> None:
    (item,) = evidence(FIRST)
    cited = Evidence(1, item.sentence, FIRST, also=(LATER,), likeness=0.7)
    first = answered("14 people [1]", [cited])
    assert another_report(QUESTION, first, [cited, *evidence(LATER)]) == []


def test_two_who_count_differently_in_one_article_are_two_reports() -> None:
    text = (
        "The mayor said that 14 people were killed by the Tarrow flood. "
        "The ministry said that 21 people were killed by it. The rain lasted 30 hours."
    )
    article = Article("both", "Tarrow counts", text, outlet="Ledger")
    items = [
        Evidence(number, sentence, article, likeness=0.7)
        for number, sentence in enumerate(split(article), start=1)
    ]
    rivals = another_report(QUESTION, answered("14 people [1]", items), items)
    assert [item.number for item in rivals] == [2, 3]
    assert another_report(QUESTION, answered("30 people [3]", items), items) == []


def test_both_figures_are_shown_with_outlet_and_date_the_newer_first() -> None:
    items = evidence(FIRST, LATER)
    merged = both(answered("14 people [1]", items), answered("21 people [2]", items))
    assert merged.text == (
        "Wire, 25 August 2021: 21 people [1]. "
        "Ledger, 19 August 2021: 14 people, according to the mayor [2]."
    )
    assert [citation.number for citation in merged.citations] == [1, 2]
    assert [citation.outlet for citation in merged.citations] == ["Wire", "Ledger"]


@pytest.mark.parametrize("second", ["14 people [1]", "", "people aged under 21 years [2]"])
def test_the_same_figure_none_or_a_passing_one_adds_nothing(second: str) -> None:
    items = evidence(FIRST, LATER)
    first = answered("14 people [1]", items)
    assert both(first, answered(second, items)) is first
