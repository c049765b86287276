"""Leaves out what a small model adds behind the one thing that is asked for (pure).

In the prompt's examples an answer may end with who says so, and the model ends others alike: "120
days, the hospital takes" over "at the hospital it takes 120 days". That is no English at best, and
false at worst: "appointed deputy" over "appointed her deputy, Ana Sol, as acting mayor".
"""

from collections.abc import Iterator, Sequence

from bot.language.attribution import unattributed
from bot.language.quantities import numbers
from bot.language.words import WORD, names, stems


def alone(claim: str, sentences: Sequence[str]) -> str:
    """Return what stands before the first comma of `claim` where the rest is only added to it.

    The rest is not: who says so; what stands behind the thing in its sentence, in that order; what
    stands right before a name ("the mayor, Paul Noor" as "Paul Noor, the mayor"); another name;
    the number of another sentence.
    """
    thing, comma, rest = claim.partition(", ")
    if not comma or unattributed(claim) != claim or (len(sentences) > 1 and numbers(rest)):
        return claim
    is_name = _is_name(thing)
    if is_name and _is_name(rest):
        return claim
    around = [each for text in sentences for each in _around(_told(thing), _told(text))]
    added = _told(rest)
    belongs = (
        _in_order(added, behind) or (is_name and before[-1:] == added[-1:])
        for before, behind in around
    )
    return claim if any(belongs) or not around else thing


def _is_name(text: str) -> bool:
    return stems(text) <= names(text, opening=True)


def _told(text: str) -> list[str]:
    """The stems of the words of `text` that carry meaning, in order."""
    return [each for match in WORD.finditer(text) for each in stems(match.group())]


def _around(some: Sequence[str], words: Sequence[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Yield what stands before and behind `some` of `words`, wherever they stand together."""
    size = len(some)
    for at in range(len(words) - size + 1) if size else ():
        if list(words[at : at + size]) == list(some):
            yield list(words[:at]), list(words[at + size :])


def _in_order(some: Sequence[str], words: Sequence[str]) -> bool:
    left = iter(words)
    return all(each in left for each in some)
