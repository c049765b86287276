"""Finds answers that tell when where something else is asked, and asks without the time (pure).

"What did the board decide on Thursday?" "On Thursday.": the day that the question names stands
beside the verb in the sentence too, and a small model takes that.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.language.attribution import without_added_source
from bot.language.dates_in_text import mentions
from bot.language.words import stems
from bot.question.noun_phrases import TIME
from bot.question.question import Question, Wants
from bot.types import Evidence
from index.language_data.en.question_wording import ASKS_FOR_A_DEED

_WHEN = re.compile(rf"{TIME.pattern}(?: \([^)]*\))?", re.IGNORECASE)
_DEED = re.compile(ASKS_FOR_A_DEED, re.IGNORECASE)
_TIMES = Wants.TIME | Wants.DATE | Wants.MEASURE | Wants.NEWS


def tells_only_when(question: Question, answer: str) -> bool:
    """Return whether `answer` says nothing but a time and what the question says already.

    Never where a time may be what is wanted: "What is the deadline?".
    """
    if not question.states or question.wants & _TIMES:
        return False
    bare = without_added_source(answer)
    rest = _WHEN.sub(" ", bare)
    if rest == bare or not stems(rest) <= stems(question.text):
        return False
    said, given = stems(bare), stems(question.text)
    if Wants.PERSON in question.wants and len(bare.split()) == 1:
        return bool(said) and said <= given  # "May." may be a name
    return said <= given or bool(_DEED.match(question.text))


def without_time(question: Question) -> Question:
    """Return the question without the words that say when, to be asked over `on_its_days`."""
    undated = _WHEN.sub(_if_a_verb, question.text)
    return replace(question, text=re.sub(r"\s+(?=[ ?.])", "", undated))


def _if_a_verb(time: re.Match[str]) -> str:
    """Keep the verb of "What may they decide?", which looks like a month; drop all else."""
    return time.group() if time.group() == "may" else ""


def on_its_days(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the sentences of `evidence` that name a day of the question; all where none does."""
    days = question.days
    if not days:
        return list(evidence)
    named = [
        item
        for item in evidence
        if item.article.published
        and any(
            mention.span.overlaps(days)
            for mention in mentions(item.sentence.text, item.article.published)
        )
    ]
    return named or list(evidence)
