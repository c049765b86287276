"""Tells what the reader may be asked about: it has learned English only (pure).

Over ten stories in each of eight other languages in Latin letters it still chooses the right
sentence for 0.8 to 1.0, likeness for 0.7 to 0.9; in other letters it is worse than likeness. How
sure it is says nothing outside English: its log-odds for the sentences of right answers are about 5
in English, 0 in German and Spanish, -4 to -5 in Russian and Ukrainian (evals/LOG.md).
"""

import re

from bot.question.question import Question
from index.language_data.en.question_wording import ASKED_IN_ENGLISH
from index.splitting.guessed_language import guessed_language
from index.types import Article

_ENGLISH = "en"
_SAMPLE = 1000  # characters
_ASKED = re.compile(ASKED_IN_ENGLISH, re.IGNORECASE)
_LATIN = re.compile("[A-Za-zÀ-ɏ]")
_LETTER = re.compile(r"[^\W\d_]")


def may_choose(question: Question, article: Article) -> bool:
    """Return whether the reader's best words tell which sentence of `article` answers."""
    return _in_latin_letters(question.text) and _in_latin_letters(article.text)


def may_judge(question: Question, article: Article) -> bool:
    """Return whether what the reader says of an answer tells whether it is right."""
    in_english = asked_in_english(question.text) and guessed_language(article.text) == _ENGLISH
    return in_english and may_choose(question, article)


def asked_in_english(text: str) -> bool:
    """Return whether a question is in English."""
    # Few words tell little: "Who runs Credit Agricole du Nord?" has one of English, one of French.
    return bool(_ASKED.search(text)) or guessed_language(text) == _ENGLISH


def _in_latin_letters(text: str) -> bool:
    sample = text[:_SAMPLE]
    return len(_LATIN.findall(sample)) * 2 >= len(_LETTER.findall(sample))
