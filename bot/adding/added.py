"""What was understood of something that was brought in, for people to check (pure)."""

from dataclasses import dataclass, field

from index.cleaning.cleaner import shortened
from index.types import Article, Sentence

_SHOWN = 5
_SENTENCE_CHARS = 300
_STATES = {
    "new": "Added",
    "changed": "Changed since, and brought in anew",
    "known": "In the library already",
}


@dataclass(frozen=True, slots=True)
class AddedArticle:
    """One article as it was understood; it has a first and a last sentence if any."""

    article: Article
    sentences: int
    first: Sentence | None
    last: Sentence | None


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one thing that was brought in. `token` takes it out again.

    `state` is "new", "changed" or "known". `problems` are lines for people: records that could not
    be read, and what is odd.
    """

    token: str
    state: str
    articles: list[AddedArticle] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def heading(added: Added) -> str:
    """What became of it, in a few words."""
    count = len(added.articles)
    many = f": {count:,} articles, {sum(a.sentences for a in added.articles):,} sentences"
    return _STATES[added.state] + (many if count > 1 else "")


def about(each: AddedArticle) -> list[str]:
    """Title; outlet, date and length; first and last sentence: a line each."""
    article = each.article
    day = f"{article.published:%-d %B %Y}" if article.published else "date unknown"
    many = "1 sentence" if each.sentences == 1 else f"{each.sentences:,} sentences"
    ends = dict.fromkeys(sentence.text for sentence in (each.first, each.last) if sentence)
    return [
        article.title,
        " · ".join([article.outlet or "outlet unknown", day, many]),
        *(f"“{shortened(text, _SENTENCE_CHARS)}”" for text in ends),
    ]


def told(added: Added) -> list[list[str]]:
    """Paragraphs of lines: an article each (the first few), then what is to be noted."""
    shown = [about(each) for each in added.articles[:_SHOWN]]
    if len(added.articles) > _SHOWN:
        shown.append([f"and {len(added.articles) - _SHOWN:,} more"])
    notes = [f"Note: {problem}" for problem in added.problems[:_SHOWN]]
    if len(added.problems) > _SHOWN:
        notes.append(f"and {len(added.problems) - _SHOWN:,} more notes")
    return [*shown, notes] if notes else shown
