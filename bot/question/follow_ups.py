"""Makes a follow-up stand on its own: puts before it what it leans on (pure).

Knows dialogue, not articles. What was said before is put there in the words in which it was said:
nothing is asked that nobody asked, and no model is needed. Rewritten by the small model follow-ups
carried 0.39 of what a person's rewrite adds, and cost seconds (see evals/LOG.md), so that comes
only after a refusal (`bot.answering.rewriting`).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from bot.language.words import names, stems
from bot.question.ellipsis import completed, fragment
from bot.question.listed import items, resolved
from bot.types import NOT_FOUND, Turn
from index.language_data.de import words as de
from index.language_data.en.question_wording import (
    ASKS_FOR_ONE,
    CONNECTIVE,
    CORRECTION,
    LEANING,
    POINTS_AT_NOTHING,
    POSSESSIVES,
    TAKES_TO,
)
from index.language_data.es import words as es
from index.language_data.fr import words as fr
from index.language_data.it import words as it
from index.language_data.nl import words as nl
from index.language_data.pl import words as pl
from index.language_data.pt import words as pt
from index.language_data.ru import words as ru
from index.language_data.uk import words as uk
from index.language_data.zh import words as zh

_ANSWERS = 3  # earlier answers put before a question; what is further back it seldom leans on
_OPENING = 25  # words of what was said: enough for its names
_SHORT = 4  # words; "when was that?", "any reaction?": too few to stand alone

_LEANING = re.compile(LEANING, re.IGNORECASE)
_POINTS_AT_NOTHING = re.compile(POINTS_AT_NOTHING, re.IGNORECASE)
_POSSESSIVES = re.compile(POSSESSIVES, re.IGNORECASE)
_MAY_POINT = re.compile(rf"^why\b|{TAKES_TO}", re.IGNORECASE)
# Those of other languages than English are no words of it, unless they are names: "Ella".
_PRONOUNS = frozenset[str]().union(
    *(language.PRONOUNS for language in (de, es, fr, it, nl, pl, pt, ru, uk))
)
_WORD = re.compile(r"[^\W\d_]+")
_CHINESE = re.compile(zh.SEVERAL_WORDS)
_CHINESE_PRONOUNS = re.compile(zh.PRONOUNS)
_CONNECTIVE = re.compile(CONNECTIVE, re.IGNORECASE)
_CORRECTION = re.compile(CORRECTION, re.IGNORECASE)
_ASKS_FOR_ONE = re.compile(ASKS_FOR_ONE, re.IGNORECASE)


class Standalone(NamedTuple):
    """A question, and what was said before that it leans on ("" when it stands alone)."""

    text: str
    earlier: str = ""

    @property
    def whole(self) -> str:
        """Both as one text: "How long is the Ever Given? 400 metres. Who owns it?"."""
        return f"{self.earlier} {self.text}".strip()


def standalone(text: str, history: Sequence[Turn]) -> Standalone:
    """Return the question `text` so that it can be understood without `history` (oldest first).

    It stays as it is when it does not lean on the history. One that names only another part of the
    question before is that question with this part. Else what opened its topic and the latest
    answers are put before it.
    """
    if not history:
        return Standalone(text)
    last, named = history[-1], resolved(text, history)
    for part in map(fragment, dict.fromkeys((text, named))):
        if part and not _is_answer(part.text, last) and (whole := completed(part, last.question)):
            return Standalone(whole, last.earlier if leans_on_history(whole) else "")
    bare = _CONNECTIVE.sub("", _CORRECTION.sub("", named))
    bare = f"{bare[:1].upper()}{bare[1:]}"
    if named != text and not leans_on_history(bare):
        return Standalone(bare)
    said = said_before(history)
    if not leans_on_history(text) or _in_another_script(text, said):
        return Standalone(text)
    return Standalone(bare, said)


def understood_turns(history: Sequence[Turn]) -> list[Turn]:
    """Return the turns of a chat as if each had been asked here: with what its question leans on.

    For a chat that comes from elsewhere, word for word.
    """
    turns: list[Turn] = []
    for turn in history:
        asked = Standalone(turn.question, turn.earlier)
        if turns and not turn.earlier:
            asked = standalone(turn.question, turns)
        turns.append(replace(turn, question=asked.text, earlier=asked.earlier))
    return turns


def _is_answer(name: str, last: Turn) -> bool:
    """Whether `name` is one of those that the last question asked for, and no other subject."""
    return bool(_ASKS_FOR_ONE.match(last.question)) and name in items(last.answer)


def leans_on_history(text: str) -> bool:
    """Return whether a question, by its words, may need what was said before to be understood."""
    if len(text.split()) <= _SHORT or _points_back(text) or not names(text):
        return True
    whose = _POSSESSIVES.search(text)
    return whose is not None and not names(text[: whose.start()])


def may_stand_alone(text: str, said: str) -> bool:
    """Return whether a question that leans on what was `said` may be meant without it.

    "Who took the penalty?" may go on with a match that was told of, or begin another topic. So may
    one that points back but has a name of its own, "What do they grow in Norland?", or to which
    its own words may point: "How many people left their homes?".
    """
    if not points_back(text):
        return _several(text)
    whose = _POSSESSIVES.search(text)
    if whose and not points_back(text[: whose.start()] + text[whose.end() :]):
        return len(stems(text[: whose.start()])) > 1 or bool(names(text) - stems(said))
    return bool(names(text) - stems(said))


def _in_another_script(text: str, said: str) -> bool:
    """Whether a question that points at nothing has letters of which none were `said` before.

    A Russian question goes on with no English one; the reader can hardly tell it by the evidence.
    """
    if points_back(text) or not _several(text):
        return False
    asked = Counter(_scripts(text)).most_common(1)
    return bool(asked) and asked[0][0] not in set(_scripts(said))


def _several(text: str) -> bool:
    """Whether more than one word of `text` tells of a topic."""
    return len(stems(text)) > 1 or bool(_CHINESE.search(text))


def _scripts(text: str) -> Iterator[str]:
    """The script of each letter of `text`, such as "CYRILLIC"."""
    return (unicodedata.name(letter, "").partition(" ")[0] for letter in text if letter.isalpha())


def points_back(text: str) -> bool:
    """Return whether a question has a word that points at what was said before, in any language."""
    english = _points_back(_MAY_POINT.sub("", text)) or _POSSESSIVES.search(text)
    return bool(english or _CHINESE_PRONOUNS.search(text)) or not _PRONOUNS.isdisjoint(
        _WORD.findall(text)
    )


def _points_back(text: str) -> bool:
    """Whether a word of `text` points at what was said: "it", but not that of "it rained"."""
    return bool(_LEANING.search(_POINTS_AT_NOTHING.sub(" ", text)))


def said_before(history: Sequence[Turn]) -> str:
    """Return what a question after `history` (oldest turn first) leans on.

    That is the question that opened its topic and the latest answers, as one text.
    """
    opening = next((n for n in range(len(history) - 1, 0, -1) if not history[n].earlier), 0)
    first = history[opening]
    said = [_topic(first.earlier) or first.question]
    for turn in history[max(opening, len(history) - _ANSWERS) :]:
        if turn.answer.strip() not in ("", NOT_FOUND):
            said.append(first_words(turn.answer))
    return " ".join(map(_ended, dict.fromkeys(said)))


def first_words(text: str) -> str:
    """Return the first words of what was said, enough for its names."""
    return " ".join(text.split()[:_OPENING])


def _topic(earlier: str) -> str:
    """The question that a turn leans on whose own turn is too long ago to be in the history."""
    asked, mark, _ = earlier.partition("?")
    return f"{asked}{mark}" if mark else ""


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."
