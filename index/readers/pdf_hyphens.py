"""Joins two lines of a text, the first of which may end with a hyphen.

Wraps pyspellchecker: its lists of words tell a word that was broken ("net-" and "work") from one
that has a hyphen ("twenty-" and "five").
"""

import re
from collections.abc import Callable
from functools import cache

from spellchecker import SpellChecker

from index.language_data.de import hyphens as de
from index.language_data.en import hyphens as en
from index.language_data.fr import hyphens as fr

_SOFT_HYPHEN = "\u00ad"

# Languages that write many words with hyphens and have a list; others break words, nearly always.
_LISTS = frozenset({"en", "fr"})
_SUSPENDED = en.AFTER_SUSPENDED | de.AFTER_SUSPENDED | fr.AFTER_SUSPENDED
_BROKEN = re.compile(r"(?<=\w)[-\u2010\u00ad]$")
_LAST_PART = re.compile(r"([^\W_]+)[-\u2010]$")
_FIRST_PART = re.compile(r"[^\W_]+")


def joiner(text: str, language: str) -> Callable[[str, str], str]:
    """Return a function that joins two lines of a text in `language`, a code such as "en".

    `text` is all of it: a word that stands in it whole shows how it is written.
    """
    whole = frozenset(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.lower()))

    def joined(before: str, after: str) -> str:
        if not _BROKEN.search(before):
            return f"{before} {after}"
        if before.endswith(_SOFT_HYPHEN):
            return before[:-1] + after
        last, first = _LAST_PART.search(before), _FIRST_PART.match(after)
        if not (last and first) or first[0] in _SUSPENDED:
            return f"{before} {after}"
        hyphened = _has_hyphen(last[1], first[0], whole, language)
        return before + after if hyphened else before[:-1] + after

    return joined


def _has_hyphen(last: str, first: str, whole: frozenset[str], language: str) -> bool:
    """Whether the hyphen between two parts belongs to the word."""
    if not first[0].islower() or not last.isalpha() or (last.isupper() and len(last) > 1):
        return True  # "Nord-Ostsee", "1,200-metre", "EU-wide"
    joined = f"{last}{first}".lower()
    if joined in whole:
        return False
    if f"{last}-{first}".lower() in whole:
        return True
    if last[0].isupper() or language not in _LISTS:
        return False
    return not _known(joined, language) and _known(last, language) and _known(first, language)


def _known(word: str, language: str) -> bool:
    return word in _words(language)


@cache
def _words(language: str) -> frozenset[str]:
    """The words of a language; reading its list takes a second."""
    return frozenset(SpellChecker(language=language, distance=1).word_frequency.keys())
