"""Finds the sentence that a claim stands on which is only a name (pure).

Any sentence with the surname has all words of such a claim. So the sentence must be one that says
what was asked: it has most of the words of the question that any with the name has; where none has
one, it is the nearest to the question. "She opened the hearing" goes with the sentence that says
who she is.
"""

import re
from collections.abc import Sequence, Set

from bot.language.quantities import numbers
from bot.language.words import CALENDAR, WORD, names, plain, stems
from bot.types import Evidence
from index.language_data.en.words import PRONOUNS, TITLES

_ENOUGH = 0.5  # of the words that the best one has of the question
_REACH = 2  # sentences behind a name, in which a pronoun may stand for it
_LISTED = re.compile(r",|\band\b")
_TITLE = re.compile(rf"\b(?:{'|'.join(TITLES)})\.? ")

Group = tuple[Evidence, ...]


def is_name(claim: str) -> bool:
    """Return whether `claim` is only a name: "Kari Lund.", but not "Kari Lund's brother"."""
    claim = _TITLE.sub("", claim)
    said = stems(claim)
    one = not _LISTED.search(claim) and not CALENDAR & said
    return one and bool(said) and said <= names(claim, opening=True) and not numbers(claim)


def telling(
    claim: str, cited: Sequence[Evidence], evidence: Sequence[Evidence], question: str
) -> list[Group] | None:
    """Return sentences, alone or two together, that tell why the name `claim` answers `question`.

    The best first: those that are `cited` before others. None where no sentence has the name or a
    part of it, [] where the articles of those that have do not have all of it.
    """
    name = names(_TITLE.sub("", claim), opening=True)
    offered = list(dict.fromkeys((*cited, *evidence)))
    named = [item for item in offered if name & stems(item.sentence.text)]
    if not named:
        return None
    named = [i for i in named if name <= stems(f"{i.article.title} {i.article.text} {question}")]
    if not named:
        return []
    groups: list[Group] = [(item,) for item in named]
    groups += [(item, after) for item in named for after in offered if _goes_on(item, after)]
    wanted = stems(question) - name
    has = {group: len(wanted & stems(_text(group))) for group in groups}
    most = max(has.values())
    nearest = max(named, key=lambda item: item.likeness)
    fitting = [group for group in groups if has[group] > _ENOUGH * most] or [(nearest,)]

    def rank(group: Group) -> tuple[bool, int, int, float]:
        likeness = max(item.likeness for item in group)
        return group[-1] in cited, has[group], -len(group), likeness

    fitting.sort(key=rank, reverse=True)
    return [_with_whole_name(group, named, name) for group in fitting]


def _goes_on(item: Evidence, after: Evidence) -> bool:
    """Whether `after` goes on with a pronoun a little behind `item`, of the same article."""
    one, other = item.sentence, after.sentence
    first = WORD.search(other.text)
    return (
        one.article_id == other.article_id
        and 0 < other.number - one.number <= _REACH
        and first is not None
        and plain(first.group()) in PRONOUNS
    )


def _with_whole_name(group: Group, named: Sequence[Evidence], name: Set[str]) -> Group:
    """The sentences, with one before them that has the whole name where they have the surname."""
    missing = name - stems(_text(group))
    if not missing or len(group) > 1:
        return group
    article = group[0].article
    whole = (i for i in named if i.article.id == article.id and missing <= stems(i.sentence.text))
    first = next(whole, None)
    return (first, *group) if first else group


def _text(group: Group) -> str:
    return " ".join(item.sentence.text for item in group)
