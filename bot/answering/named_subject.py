"""Names who does it where a claim opens with "he", "she", "it" or "they" (pure).

A small model writes "he travelled to Ankara" over "Mr Zelensky had travelled to Ankara". Behind
another claim, or alone in a notification, nobody can tell who that is.
"""

import re

from bot.language.assertions import Assertion, assertions, truth_of
from bot.language.noun_phrase_match import Phrase
from index.language_data.en.words import SEX_OF_PRONOUN
from index.splitting.guessed_language import guessed_language

_PRONOUN = re.compile(rf"(?P<pronoun>{'|'.join(SEX_OF_PRONOUN)})\b(?=\s)", re.IGNORECASE)
_LONGEST = 6  # words of a subject that reads well before the rest of a claim


def named(claim: str, sentence: str) -> str:
    """Return `claim` with the subject that `sentence`, which it cites, has for its pronoun.

    As it is where the sentence has a pronoun there too, or does not tell of that deed.
    """
    opening = _PRONOUN.match(claim)
    if not opening or guessed_language(sentence) not in ("en", ""):
        return claim
    told = next((each for each in assertions(claim) if _subject_of(each, at=0)), None)
    if told is None:
        return claim
    for each in assertions(sentence):
        subject = _subject_of(each)
        if subject and truth_of(told.deed, each) == told.truth and _fits(opening, subject):
            return f"{subject.text}{claim[opening.end() :]}"
    return claim


def _subject_of(said: Assertion, at: int | None = None) -> Phrase | None:
    """Who or what a clause is about, which stands before its verb; that at the place `at` only."""
    roles = (*said.doers, *said.undergoers)
    before = [each for each in roles if each.at < said.at and not each.beside]
    first = min(before, key=lambda each: each.at, default=None)
    return first if first and at in (None, first.at) else None


def _fits(opening: re.Match[str], subject: Phrase) -> bool:
    """Whether the pronoun may stand for `subject`, and a person reads it as one."""
    sex = SEX_OF_PRONOUN[opening["pronoun"].lower()]
    if subject.is_pronoun or subject.is_nobody or subject.is_anybody:
        return False
    return len(subject.text.split()) <= _LONGEST and subject.sex in ("", sex)
