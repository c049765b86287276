"""What a refusal says of days that no article is of."""

from collections.abc import Sequence
from datetime import date

from every_case import over

from bot.answering.coverage import beyond
from bot.question.understand import understood
from bot.types import Beyond
from index.types import Article, Hit, Passage, Published, Query, Sentence

DAYS = (date(2019, 3, 4), date(2021, 11, 30), date(2024, 5, 3))
AFTER = Beyond(after=DAYS[-1])


class Dated:
    """A library with an article of each of some days."""

    def __init__(self, *days: date | None) -> None:
        self._days = days

    def search(self, query: Query) -> list[Hit]:
        """Finds nothing."""
        return []

    def as_printed(self, question: str) -> str:
        """Knows no names."""
        return question

    def likeness(self, question: str, sentences: Sequence[Sentence]) -> list[float]:
        """Likens nothing."""
        return []

    def newest(self, count: int) -> list[Hit]:
        """One passage of each article, newest first, undated ones last."""
        days = sorted(self._days, key=lambda day: day or date.min, reverse=True)
        articles = [Article(str(day), "T", "S.", published=day) for day in days[:count]]
        return [Hit(a, Passage("p", a.id, 0, 0, "S."), (), 0.0) for a in articles]

    def holds(self, when: Published) -> bool:
        """Whether an article is of one of these days."""
        first, last = when.first or date.min, when.last or date.max
        return any(day and first <= day <= last for day in self._days)


@over(
    [
        ("What did the Tarnby council decide on 9 May 2024?", date(2024, 6, 1), AFTER),
        ("What happened in Tarnby yesterday?", date(2024, 5, 20), AFTER),
        ("What happened in Tarnby last week?", date(2024, 6, 1), AFTER),
        ("How many ferries sailed in June 2024?", date(2024, 7, 1), AFTER),
        ("Who will be mayor of Tarnby in 2031?", date(2024, 5, 20), AFTER),
        ("Who won the Oxley cup in 2025?", None, AFTER),
        ("Did it rain today?", date(2026, 1, 5), AFTER),
        ("Who won the Oxley cup in 2020?", date(2024, 5, 20), Beyond(year=2020)),
        ("What was the toll of the 2017 flood?", date(2024, 5, 20), Beyond(year=2017)),
        ("Was 1998 or 2019 the worse year for ferries?", date(2024, 5, 20), None),
        ("Who won the Oxley cup in 2021?", date(2024, 5, 20), None),
        ("What happened on 3 May 2024?", date(2024, 5, 20), None),
        ("What did the council decide on 2 May 2024?", date(2024, 5, 20), None),
        ("What happened yesterday?", date(2024, 5, 4), None),
        ("Who is mayor of Tarnby?", date(2026, 1, 5), None),
        ("Why is the bridge closed?", None, None),
        ("How many people lived in Tarnby in May 2024?", date(2024, 6, 1), None),
        ("Which ferry has 2000 seats?", date(2024, 5, 20), None),
        ("How long is the bridge since 2019?", date(2024, 5, 20), None),
        ("What did the mayor say in November 2021?", date(2024, 5, 20), None),
    ],
)
def test_days_of_which_no_article_is_are_named(
    question: str, asked_on: date | None, expected: Beyond | None
) -> None:
    assert beyond(understood(question, (), asked_on), Dated(*DAYS)) == expected


def test_nothing_is_said_where_no_article_has_a_day() -> None:
    asked = understood("What happened on 9 May 2031?", (), None)
    assert beyond(asked, Dated()) is None
    assert beyond(asked, Dated(None)) is None
    assert beyond(asked, Dated(None, date(2024, 5, 3))) == AFTER
