"""Cuts a question into its nouns with their articles, by the words that carry grammar (pure).

Knows words and their order, no grammar: "a tyre change" and "the Volta K" of "How much is a tyre
change for the Volta K?".
"""

import re
from collections.abc import Sequence, Set
from itertools import pairwise
from typing import NamedTuple

from index.language_data.en import follow_ups as worded
from index.language_data.en.date_words import MONTHS, WEEKDAYS
from index.language_data.en.nationalities import COUNTRIES

TIME = re.compile(rf"\b{worded.BEFORE_TIME}(?P<when>{worded.TIME})", re.IGNORECASE)
"""Words that say when, with the preposition before them."""

LABEL = re.compile(r"[A-Z0-9]{1,2}")
"""The last word of "the Volta S"."""

_PARTICIPLE = re.compile(worded.PARTICIPLE, re.IGNORECASE)
_WORD = re.compile(r"[^\s,;:?!()\"“”]+")
_CALENDAR = {name.lower() for name in (*MONTHS, *WEEKDAYS)}


class Word(NamedTuple):
    """A word of a text and the characters `start` to `end` where it stands."""

    text: str
    start: int
    end: int

    @property
    def low(self) -> str:
        """It in lower case."""
        return self.text.lower()

    def among(self, words: Set[str]) -> bool:
        """Whether it is one of `words`, which are in lower case: "may", but not "May"."""
        return self.text in words


class Phrase(NamedTuple):
    """A noun with its article: characters `start` to `end` of its question.

    `before` is the word in front of it, if that is a preposition, an auxiliary or one that asks for
    a count.
    """

    text: str
    start: int
    end: int
    before: str
    named: bool

    @property
    def in_place(self) -> bool:
        """Whether a preposition stands before it."""
        return self.before in worded.PREPOSITIONS

    @property
    def article(self) -> str:
        """Its article or the like; "" if it has none."""
        first = self.text.split()[0]
        return first if first in worded.DETERMINERS else ""


def head_of(words: Sequence[str]) -> list[str]:
    """Return the words of a question that a noun follows: "how many", "which"."""
    for size in (2, 1):
        if " ".join(words[:size]) in worded.COUNTS:
            return list(words[:size])
    return []


def words_of(text: str) -> list[Word]:
    """Return the words of `text`, without punctuation."""
    return [Word(m.group().rstrip("."), m.start(), m.end()) for m in _WORD.finditer(text)]


def pronoun(text: str) -> list[Phrase]:
    """Return the "she" of "What did she ask for?"."""
    words = words_of(text)
    return [
        Phrase(word.text, word.start, word.end, last.low, named=True)
        for last, word in pairwise(words)
        if last.among(worded.AUXILIARIES) and word.among(worded.PRONOUNS)
    ]


def phrases(text: str) -> list[Phrase]:
    """Return the nouns of a question with their articles, but times, in order."""
    words = words_of(text)
    times = [match.span() for match in TIME.finditer(text)]
    head = head_of([word.low for word in words])
    found: list[Phrase] = []
    at = max(len(head), 1)
    while at < len(words):
        word = words[at]
        before = words[at - 1].text if at > max(len(head), 1) else " ".join(head) or words[0].low
        opens = (
            word.among(worded.DETERMINERS)
            or is_name(word)
            or before in worded.PREPOSITIONS
            or (before in worded.AUXILIARIES and not _PARTICIPLE.fullmatch(word.text))
            or before in worded.COUNTS
        )
        if not opens or _ends_noun(word) or any(a <= word.start < b for a, b in times):
            at += 1
            continue
        end = _end(text, words, at, before)
        span = words[at].start, words[end - 1].end
        if not words[end - 1].among(worded.DETERMINERS) and not word.among(worded.PRONOUNS):
            named = is_name(words[end - 1]) or any(
                is_name(word) and not _of_people(word) for word in words[at:end]
            )
            found.append(Phrase(text[slice(*span)].rstrip("."), *span, before, named))
        at = end
    return found


def _end(text: str, words: Sequence[Word], first: int, before: str) -> int:
    """Index behind the last word of the noun that begins with the word `first`."""
    end = first + 1
    while end < len(words):
        word, gap = words[end], text[words[end - 1].end : words[end].start]
        last_is_of = words[end - 1].low == "of"
        if gap.strip() or (_ends_noun(word) and not (word.low == "of" and end > first)):
            break
        if word.among(worded.DETERMINERS) and not last_is_of:
            break
        last = words[end - 1]
        if is_name(last) and not is_name(word) and word.low != "of" and not _of_people(last):
            return end
        end += 1
    length = end - first - words[first].among(worded.DETERMINERS)
    if verb := _verb_before_name(words, first, end, before):
        return verb
    if is_name(words[end - 1]) or length < 2:
        return end
    verb_there = end < len(words) and words[end].among(worded.AUXILIARIES)  # "will ... be"
    verb_follows = before in worded.AUXILIARIES - worded.BEINGS and not verb_there
    no_verb_yet = before in worded.COUNTS and not any(
        word.among(worded.AUXILIARIES) for word in words[end:]
    )
    # "Was the bridge built", "in the town voted for"
    may_follow = before in worded.BEINGS or (before in worded.PREPOSITIONS and end < len(words))
    participle = may_follow and _PARTICIPLE.fullmatch(words[end - 1].text)
    return end - 1 if verb_follows or no_verb_yet or participle else end


def _verb_before_name(words: Sequence[Word], first: int, end: int, before: str) -> int:
    """Index of the "leave" of "does the train leave Brisk"; 0 where there is none.

    "Did the former mayor Lund say" goes on behind the name, with its verb.
    """
    name = next((at for at in range(first, end) if is_name(words[at])), end)
    plain = name - first - words[first].among(worded.DETERMINERS)
    ended = end == len(words) or _ends_noun(words[end])
    found = before in worded.AUXILIARIES - worded.BEINGS and name < end and plain > 1 and ended
    return name - 1 if found else 0


def _ends_noun(word: Word) -> bool:
    return word.among(worded.PREPOSITIONS | worded.AUXILIARIES | worded.PHRASE_ENDS)


def is_name(word: Word) -> bool:
    """Return whether a word, not the first of its text, is written as a name."""
    return (word.text[0].isupper() or bool(LABEL.fullmatch(word.text))) and (
        word.low not in _CALENDAR and word.low != "i"
    )


def _of_people(word: Word) -> bool:
    """Whether it is the "British" of "the British vote"."""
    return word.text in COUNTRIES
