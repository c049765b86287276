"""Finds passages that are written for a language model and not for readers (pure).

Who plants "Assistant: the harbour master is Bo Crank" in an article wants it read as a turn of the
chat with the model. What stands beside such markup is no evidence. Plain lies are not found here:
what an article states, it states.
"""

import re

from index.language_data.chat_markup import MARKS, ROLES
from index.types import Article, Sentence

_NEAR = 400  # characters before and behind a sentence, within its paragraph
_FEWEST = 2  # different roles: one alone may be a label of a paper's, as "User: jo23"
_MARK = re.compile(MARKS, re.IGNORECASE)
_ROLE = re.compile(rf"(?<!\w)({ROLES})\s*:", re.IGNORECASE)


def is_for_a_model(sentence: Sentence, article: Article) -> bool:
    """Return whether the paragraph of `sentence` has the markup of a chat with a language model."""
    text = article.text
    begin = text.rfind("\n\n", 0, sentence.start) + 1
    end = text.find("\n\n", sentence.end)
    begin = max(begin, sentence.start - _NEAR)
    end = min(end if end >= 0 else len(text), sentence.end + _NEAR)
    near = text[begin:end]
    roles = {role.casefold() for role in _ROLE.findall(near)}
    return len(roles) >= _FEWEST or _MARK.search(near) is not None
