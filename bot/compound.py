"""Two questions in one: each is answered by itself (pure).

"How many fought the fire and how many worked on the rebuilding?" has its answers in two articles,
and the small model gives one of them.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.conversation import Standalone, leans_on_history

_ASKS = (
    r"(?:(?:in|on|at|by|from|for) )?"
    r"(?:how (?:many|much|long|old|far|high|big|large|often)"
    r"|what|when|where|which|who|whom|whose|why)"
)
_SECOND = re.compile(rf",?\s+and\s+(?={_ASKS}\b)", re.IGNORECASE)
_FIRST = re.compile(rf"{_ASKS}\b", re.IGNORECASE)
_TWO_OF_A_KIND = re.compile(
    r"\b(?P<one>(?:the )?first) and (?P<other>(?:the )?second)\b", re.IGNORECASE
)
_VERB = re.compile(
    r"\b(?:did|do|does|is|are|was|were|has|have|had|will|would|can|could|should|may|might)\b",
    re.IGNORECASE,
)
# "what in June?": all but where or when is left out.
_ELSEWHERE = re.compile(rf"{_ASKS} (?P<how>in|on|at|by|from|for|to|during) (?P<what>[^?]+)", re.I)
_YEAR = re.compile(r" \d{4}$")
_WORDS = 4  # of a question that can stand before another one


def parts(asked: Standalone) -> list[Standalone]:
    """The questions of which `asked` is made, in order: one, or two.

    One that is not whole ("and where was she?") leans on the one before it; one that only names
    another time or place ("and what in June?") is the one before it with that in it.
    """
    question = asked.question
    if both := _TWO_OF_A_KIND.search(question):
        return [
            replace(asked, question=f"{question[: both.start()]}{one}{question[both.end() :]}")
            for one in (both["one"], both["other"])
        ]
    cut = _SECOND.search(question)
    if not cut or not _FIRST.match(question) or len(question[: cut.start()].split()) < _WORDS:
        return [asked]
    first = replace(asked, question=f"{question[: cut.start()].rstrip('?')}?")
    rest = question[cut.end() :]
    if same := _asked_elsewhere(str(first.question), rest):
        return [first, replace(asked, question=same)]
    whole = _VERB.search(rest) and not leans_on_history(rest)
    earlier = asked.earlier if whole else str(first)
    return [first, Standalone(f"{rest[:1].upper()}{rest[1:]}", earlier)]


def _asked_elsewhere(first: str, rest: str) -> str:
    """ "What did she say in May 2020?" and "what in June?" -> "What did she say in June 2020?"; ""
    where that cannot be told."""
    other = _ELSEWHERE.fullmatch(rest.rstrip("?"))
    if not other or _VERB.search(rest):
        return ""
    here = re.fullmatch(rf"(?P<asked>.+ ){other['how']} (?P<what>[^?]+)\?", first, re.IGNORECASE)
    if not here:
        return ""
    year = _YEAR.search(here["what"])
    missing = year.group() if year and not _YEAR.search(other["what"]) else ""
    return f"{here['asked']}{other['how']} {other['what']}{missing}?"


def unanswered(missing: Sequence[Standalone]) -> str:
    """What is said beside the answer to the other part; "" when nothing is missing."""
    return " ".join(f"The articles don't say: {part.question}" for part in missing)
