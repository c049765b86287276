"""Answers "what happened yesterday?" with the openings of articles of that day (pure).

Such a question is like no sentence, and no model is needed: a news article opens with its news.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.answering.citations import Checked, citation
from bot.types import Claim, Evidence
from index.splitting.sentences import split
from index.types import Article, Hit, Published

_MOST = 3  # articles quoted
SURE = 9.9  # support of what is quoted, in the log-odds of `bot.types.Answer`


def news_of(hits: Sequence[Hit], evidence: Sequence[Evidence], days: Published) -> Checked:
    """Return the openings of the best articles of `days`, of those that `evidence` is from."""
    near = {item.article.id for item in evidence}
    articles = {hit.article.id: (hit.article, hit.also) for hit in hits if hit.article.id in near}
    openings = [
        Evidence(0, opening, article, also)
        for article, also in articles.values()
        if _within(article, days) and (opening := next(iter(split(article)), None))
    ]
    grounds = [replace(item, number=n) for n, item in enumerate(openings[:_MOST], start=1)]
    return Checked(
        claims=tuple(Claim(" ".join(i.sentence.text.split()), (i.number,)) for i in grounds),
        citations=tuple(citation(item, item.number) for item in grounds),
        grounds=tuple(grounds),
        support=SURE,
    )


def _within(article: Article, days: Published) -> bool:
    day = article.published
    return bool(
        day and (not days.first or day >= days.first) and (not days.last or day <= days.last)
    )
