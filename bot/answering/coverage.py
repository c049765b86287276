"""Says what the library lacks where a question asks about days that it has nothing of (pure)."""

from collections.abc import Iterable
from datetime import date

from bot.answering.retrieval import Search
from bot.question.question import Question
from bot.types import Beyond
from index.types import Published


def beyond(question: Question, search: Search) -> Beyond | None:
    """Return which days or year of `question` no article is of, None where nothing is known.

    An article may tell of other days than its own, so this is said only where none answers.
    """
    newest = max(
        (hit.article.published for hit in search.newest(1) if hit.article.published), default=None
    )
    if newest is None:
        return None
    days = [span.first for each in question.each for span in (each.days, *each.times) if span]
    if any(day > newest for day in days):
        return Beyond(after=newest)
    years = sorted(set[str]().union(*(each.years for each in question.each)))
    return next((Beyond(year=int(year)) for year in _without_articles(years, search)), None)


def _without_articles(years: Iterable[str], search: Search) -> Iterable[str]:
    return (
        year
        for year in years
        if not search.holds(Published(date(int(year), 1, 1), date(int(year), 12, 31)))
    )
