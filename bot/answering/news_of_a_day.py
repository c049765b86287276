"""The news of some days: "What happened yesterday?" is answered by the openings of articles (pure).

Such a question is like no sentence, and no model is needed: a news article opens with its news.
"""

import re
from collections.abc import Sequence

from bot.answering.citations import Checked, citation
from bot.types import Claim, Evidence
from index.splitting.sentences import split
from index.types import Article, Hit, Published

_ASKS = re.compile(
    r"^(?:and |so )?(?:what(?:['’]s| is| has| else)?|anything) "
    r"(?:happen(?:ed|ing)|new|went on|going on|did [\w .'’-]{2,40} do)\b",
    re.IGNORECASE,
)
_MOST = 3  # articles told of
SURE = 9.9  # support of what is quoted, in the log-odds of `bot.types.Answer`


def asked(question: str) -> bool:
    """Whether `question` asks for the news of some days rather than for a fact."""
    return bool(_ASKS.search(question.strip()))


def told(hits: Sequence[Hit], evidence: Sequence[Evidence], days: Published) -> Checked:
    """The openings of the best articles of `days`, of those that `evidence` is from."""
    near = {item.article.id for item in evidence}
    articles = {hit.article.id: (hit.article, hit.also) for hit in hits if hit.article.id in near}
    news = Checked(support=SURE)
    for article, also in articles.values():
        opening = next(iter(split(article)), None)
        if opening is None or not _within(article, days) or len(news.claims) == _MOST:
            continue
        number = len(news.claims) + 1
        item = Evidence(number, opening, article, also)
        news.claims.append(Claim(" ".join(opening.text.split()), (number,)))
        news.citations.append(citation(item, number))
        news.grounds.append(item)
    return news


def _within(article: Article, days: Published) -> bool:
    day = article.published
    return bool(
        day and (not days.first or day >= days.first) and (not days.last or day <= days.last)
    )
