"""Reads what was typed as a question: what of it is seen, on one line and not too long (pure).

Knows nothing of what it asks: `bot.question.understand` reads that.
"""

import re

from bot.errors import QuestionError
from index.language_data.invisible import INVISIBLE

MAX_QUESTION_CHARS = 1000

_WORD = re.compile(r"\w")
_INVISIBLE = re.compile(INVISIBLE)
# <|im_end|> and the like: in a question they can only be meant to end its turn in a model's chat.
_CHAT_MARK = re.compile(r"<\|[^<>|\s]{1,40}\|>")
# Full-width letters, figures and signs, as East Asian keyboards type them: ＡＢＣ -> ABC.
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def tidy(text: str) -> str:
    """Return the question on one line. Raises QuestionError when it is empty or overlong."""
    words = visible(_CHAT_MARK.sub(" ", visible(text).translate(_FULL_WIDTH)))
    if is_blank(words):
        raise QuestionError("The question is empty: type what you want to know.")
    if len(words) > MAX_QUESTION_CHARS:
        raise QuestionError(
            f"The question is {len(words):,} characters long: "
            f"ask in at most {MAX_QUESTION_CHARS:,}."
        )
    return words


def is_blank(text: str) -> bool:
    """Return whether a text asks nothing: no letter and no figure of it is seen, as in "?!"."""
    return not _WORD.search(visible(text))


def visible(text: str) -> str:
    """Return what a reader sees of `text`, on one line: the rest could say something else."""
    return " ".join(_INVISIBLE.sub("", " ".join(text.split())).split())
