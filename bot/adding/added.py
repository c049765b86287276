"""Describes what was added to the library, so that people can check it (pure)."""

from dataclasses import dataclass, field

from index.cleaning.cleaner import shortened
from index.types import Article, Sentence

_SHOWN = 5  # articles, and notes, that are shown
_SENTENCE_CHARS = 300
_STATES = {
    "new": "Added",
    "changed": "Changed since, and brought in anew",
    "known": "In the library already",
}


@dataclass(frozen=True, slots=True)
class AddedArticle:
    """An article that was added: its number of sentences, the first and the last of them."""

    article: Article
    sentences: int
    first: Sentence | None
    last: Sentence | None


@dataclass(frozen=True, slots=True)
class Added:
    """The result of adding one file, page or post. `token` removes it again.

    `state` is "new", "changed" or "known". `problems` are lines for people about records that could
    not be read and about oddities.
    """

    token: str
    state: str
    articles: list[AddedArticle] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def heading(added: Added) -> str:
    """One line that says what happened."""
    count = len(added.articles)
    many = f": {count:,} articles, {sum(a.sentences for a in added.articles):,} sentences"
    return _STATES[added.state] + (many if count > 1 else "")


def about(each: AddedArticle) -> list[str]:
    """Lines about one article: title; outlet, date and length; first and last sentence."""
    article = each.article
    day = f"{article.published:%-d %B %Y}" if article.published else "date unknown"
    many = "1 sentence" if each.sentences == 1 else f"{each.sentences:,} sentences"
    ends = dict.fromkeys(sentence.text for sentence in (each.first, each.last) if sentence)
    return [
        article.title,
        " · ".join([article.outlet or "outlet unknown", day, many]),
        *(f"“{shortened(text, _SENTENCE_CHARS)}”" for text in ends),
    ]


def summary(added: Added) -> list[list[str]]:
    """Paragraphs of lines: one for each of the first articles, then one of notes."""
    shown = [about(each) for each in added.articles[:_SHOWN]]
    if len(added.articles) > _SHOWN:
        shown.append([f"and {len(added.articles) - _SHOWN:,} more"])
    notes = [f"Note: {problem}" for problem in added.problems[:_SHOWN]]
    if len(added.problems) > _SHOWN:
        notes.append(f"and {len(added.problems) - _SHOWN:,} more notes")
    return [*shown, notes] if notes else shown
