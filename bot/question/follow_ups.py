"""Follow-ups: makes a question that leans on the chat so far stand on its own (pure).

Knows dialogue, not articles. What the question leans on is put before it in the words in which it
was said: nothing is asked that nobody asked, and no model is needed. Rewritten by the small model
follow-ups carried 0.39 of what a person's rewrite adds, and cost a second (see evals/LOG.md).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.language.words import names
from bot.types import NOT_FOUND, Turn

_ANSWERS = 3  # earlier answers put before a question; what is further back it seldom leans on
_ANSWER_WORDS = 25  # of each: enough for its names

_LEANING = re.compile(
    r"^(?:and|but|or|so|also|then|what about|how about|what else|why|how so|who else|anything)\b"
    r"|\b(?:he|she|it|they|him|her|his|hers|its|their|them|theirs|this|that|these|those|there|then"
    r"|one|ones|same|else|other|others|another|more|before|after|again|too|either|instead)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"\b[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*")
_ELLIPSIS = re.compile(
    r"(?i:and|what about|how about|and what about) "
    rf"((?:the )?{_NAME.pattern})\s*\?*"
)
_SHORT = 4  # words; "when was that?", "any reaction?" - too few to stand alone


def leans_on_history(question: str) -> bool:
    """Whether a question, by its words, may need what was said before to be understood."""
    words = question.split()
    return len(words) <= _SHORT or bool(_LEANING.search(question)) or not names(question)


@dataclass(frozen=True, slots=True)
class Standalone:
    """A question, and what was said before that it leans on ("" when it stands alone).

    As text both together: "How long is the Ever Given? 400 metres. Who owns it?"
    """

    question: str
    earlier: str = ""

    def __str__(self) -> str:
        return f"{self.earlier} {self.question}".strip()


def standalone(question: str, history: Sequence[Turn]) -> Standalone:
    """`question` so that it can be understood without `history` (oldest turn first).

    The question itself when it does not lean on the history. Else what opened its topic and the
    latest answers are put before it.
    """
    if not history or not leans_on_history(question):
        return Standalone(question)
    whole = _swap_name(question, history[-1].question)
    if whole:
        return Standalone(whole)
    bare = re.sub(r"^(?:and|but|so|then)\s+", "", question, flags=re.IGNORECASE)
    return Standalone(f"{bare[:1].upper()}{bare[1:]}", said_before(history))


def _swap_name(question: str, before: str) -> str:
    """ "And Russia?" after "What did Ukraine ask for?" -> "What did Russia ask for?", else "".

    The small model repeats the earlier question here; where it had one name, code does better.
    """
    asked = _ELLIPSIS.fullmatch(question.strip())
    named = list(dict.fromkeys(m.group() for m in _NAME.finditer(before) if m.start()))
    if not asked or len(named) != 1:
        return ""
    return before.replace(named[0], asked.group(1))


def said_before(history: Sequence[Turn]) -> str:
    """What a question after `history` (oldest turn first) leans on: what opened its topic, and the
    latest answers."""
    opening = _opening(history)
    said = [_asked(history[opening])]
    for turn in history[max(opening, len(history) - _ANSWERS) :]:
        if turn.answer.strip() not in ("", NOT_FOUND):
            said.append(_cut(turn.answer))
    return " ".join(map(_ended, dict.fromkeys(said)))


def _opening(history: Sequence[Turn]) -> int:
    """Place of the turn that opened the topic: the last one that did not lean on those before."""
    for place in range(len(history) - 1, 0, -1):
        whole = history[place].question
        if whole == _asked(history[place]) and not leans_on_history(whole):
            return place
    return 0


def _asked(turn: Turn) -> str:
    """The question itself, of a turn that had been put together here."""
    return re.split(r"(?<=[.!?…])\s+(?=[A-Z])", turn.question)[-1]


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


def _cut(answer: str) -> str:
    words = answer.split()
    return " ".join(words[:_ANSWER_WORDS])
