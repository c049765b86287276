"""What became of something that was added, for people to check: data, no wording.

`bot.messenger.text.reports` says it in words.
"""

from dataclasses import dataclass, field

from index.types import Article, Sentence


@dataclass(frozen=True, slots=True)
class AddedArticle:
    """One article as it was read: how many sentences, and the first and last of them, if any."""

    article: Article
    sentences: int
    first: Sentence | None
    last: Sentence | None


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one file or page. `token` takes it out again.

    `state` is "new", "changed" (since it was added before) or "known" (as it was added before).
    `problems` are lines for people: records that could not be read, and what is unusual.
    """

    token: str
    state: str
    articles: list[AddedArticle] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
