"""Makes a follow-up stand on its own: puts before it what it leans on (pure).

Knows dialogue, not articles. What was said before is put there in the words in which it was said:
nothing is asked that nobody asked, and no model is needed. Rewritten by the small model follow-ups
carried 0.39 of what a person's rewrite adds, and cost a second (see evals/LOG.md).
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.language.words import names
from bot.types import NOT_FOUND, Turn
from index.language_data.en.questions import CONNECTIVE, ELLIPSIS, LEANING, POSSESSIVES

_ANSWERS = 3  # earlier answers put before a question; what is further back it seldom leans on
_ANSWER_WORDS = 25  # of each answer: enough for its names
_SHORT = 4  # words; "when was that?", "any reaction?": too few to stand alone

_LEANING = re.compile(LEANING, re.IGNORECASE)
_POSSESSIVES = re.compile(POSSESSIVES, re.IGNORECASE)
_CONNECTIVE = re.compile(CONNECTIVE, re.IGNORECASE)
_NAME = re.compile(r"\b[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*")
_ELLIPSIS = re.compile(rf"{ELLIPSIS}((?:the )?{_NAME.pattern})\s*\?*")


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

    It stays as it is when it does not lean on the history. Else what opened its topic and the
    latest answers are put before it.
    """
    if not history or not leans_on_history(text):
        return Standalone(text)
    swapped = _with_name_swapped(text, history[-1].whole_question)
    if swapped:
        return Standalone(swapped)
    bare = _CONNECTIVE.sub("", text)
    return Standalone(f"{bare[:1].upper()}{bare[1:]}", said_before(history))


def leans_on_history(text: str) -> bool:
    """Return whether a question, by its words, may need what was said before to be understood."""
    if len(text.split()) <= _SHORT or _LEANING.search(text) or not names(text):
        return True
    whose = _POSSESSIVES.search(text)
    return whose is not None and not names(text[: whose.start()])


def said_before(history: Sequence[Turn]) -> str:
    """Return what a question after `history` (oldest turn first) leans on.

    That is the question that opened its topic and the latest answers, as one text.
    """
    opening = _opening(history)
    said = [history[opening].question]
    for turn in history[max(opening, len(history) - _ANSWERS) :]:
        if turn.answer.strip() not in ("", NOT_FOUND):
            said.append(" ".join(turn.answer.split()[:_ANSWER_WORDS]))
    return " ".join(map(_ended, dict.fromkeys(said)))


def _with_name_swapped(text: str, before: str) -> str:
    """ "And Russia?" after "What did Ukraine ask for?" -> "What did Russia ask for?", else "".

    The small model repeats the earlier question here; where it had one name, code does better.
    """
    asked = _ELLIPSIS.fullmatch(text.strip())
    named = list(dict.fromkeys(m.group() for m in _NAME.finditer(before) if m.start()))
    if not asked or len(named) != 1:
        return ""
    return before.replace(named[0], asked.group(1))


def _opening(history: Sequence[Turn]) -> int:
    """Index of the turn that opened the topic: the last one that did not lean on those before."""
    for index in range(len(history) - 1, 0, -1):
        turn = history[index]
        if not turn.earlier and not leans_on_history(turn.question):
            return index
    return 0


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."
