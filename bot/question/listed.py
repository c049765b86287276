"""Finds what "the last one" is: one of the names or things that an earlier answer lists (pure)."""

import re
from collections.abc import Sequence

from bot.language.attribution import unattributed
from bot.language.words import CAPITALISED
from bot.types import Turn
from index.language_data.en.follow_ups import ONE_OF_THEM, ORDINALS

_ONE_OF_THEM = re.compile(ONE_OF_THEM, re.IGNORECASE)
_BETWEEN = re.compile(r"(?:,|;)(?: and)? | and ")
_MARKS = re.compile(r"\s*\[\d+\]")
_WORDS = 5  # of one thing of a list; a longer one is a clause


def resolved(text: str, history: Sequence[Turn]) -> str:
    """Return `text` with the thing itself in place of "the last one"; as it is if none is known.

    It is of the list that the question before is about, else of the latest in `history`, a chat
    (oldest turn first).
    """
    points = _ONE_OF_THEM.search(text)
    if not points:
        return text
    place = ORDINALS[points["which"].lower()]
    lists = [found for turn in reversed(history) if (found := items(turn.answer))]
    lists = [found for found in lists if -len(found) <= place < len(found)]
    if not lists:
        return text
    asked = history[-1].question
    about = [found for found in lists if any(item in asked for item in found)]
    item = (about or lists)[0][place]
    return f"{text[: points.start()]}{item}{text[points.end() :]}"


def items(answer: str) -> list[str]:
    """Return what `answer` lists: "A, B and C." -> ["A", "B", "C"]; [] where it is no list."""
    text = unattributed(_MARKS.sub("", answer).strip().rstrip(".!?"))
    parts = [part.strip() for part in _BETWEEN.split(text) if part.strip()]
    names = [name.group() for part in parts if (name := CAPITALISED.search(part))]
    if len(parts) < 2:
        return []
    if len(names) == len(parts):
        return names
    return parts if all(len(part.split()) <= _WORDS for part in parts) else []
