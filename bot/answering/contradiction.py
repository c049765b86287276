"""Finds claims that say the opposite of their sentences: units, denials, opposites, roles (pure).

Works on words, clause by clause, without grammar. It is a floor: it finds what is worded alike and
means the opposite ("will not resume" over "will resume"), not every contradiction.
"""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import Literal

from bot.language.quantities import units
from bot.language.words import WORD, digits, plain, stem
from index.lang.en.negation import CLAUSE_BREAK, DENIALS, NEGATIONS, NOT_ONLY, OPPOSITES
from index.lang.en.words import STOP_WORDS

# Words of meaning behind a negation that it denies. Marking what follows a negation is the method
# of Das and Chen, "Yahoo! for Amazon", APFA 2001; they mark up to the next punctuation, which takes
# too much in the long sentences of news.
_REACH = 3
_NEAR = 2  # words of meaning between which who does what to whom is looked for

_CLAUSE_BREAK = re.compile(CLAUSE_BREAK, re.IGNORECASE)
_NOT_ONLY = re.compile(NOT_ONLY, re.IGNORECASE)
_SIDES = [
    ({stem(word) for word in one.split()}, {stem(word) for word in other.split()})
    for pair in OPPOSITES
    for one, other in (pair, pair[::-1])
]


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of meaning of a clause; `passive` where "by" follows it, `kind` as written."""

    stem: str
    kind: Literal["word", "name", "number"]
    denied: bool
    passive: bool = False


def found(claim: str, sentences: Sequence[str], asked: str = "") -> bool:
    """Return whether `sentences` say the opposite of `claim`, which answers the question `asked`.

    A denial that stands in the question too is not the claim's: "What did Russia refuse?".
    """
    return (
        _another_unit(claim, sentences)
        or _denied(claim, sentences, asked)
        or _opposite(claim, sentences)
        or _roles_swapped(claim, sentences)
    )


def _another_unit(claim: str, sentences: Sequence[str]) -> bool:
    """ "3 miles" over "3 km", "30 people" over "30 per cent"."""
    text = " ".join(sentences)
    said = units(text)
    for value, claimed in units(claim).items():
        there = said.get(value)
        if not there:
            continue
        if "" in claimed and there == {"%"}:
            return True
        named = claimed - {""}
        if named and "" not in there and not named & there:
            return True
        if "%" in named and "%" not in there:
            return True
    return False


def _denied(claim: str, sentences: Sequence[str], asked: str) -> bool:
    """Whether the one denies what the other states, by a word that both have, or all around it."""
    clauses = [clause for sentence in sentences for clause in _clauses(sentence)]
    there: dict[str, set[bool]] = {}
    for word in chain.from_iterable(clauses):
        there.setdefault(word.stem, set()).add(word.denied)
    claimed = _words(claim)
    clashing = [word for word in claimed if word.denied not in there.get(word.stem, {word.denied})]
    if any(map(_denies, WORD.findall(asked))):
        return any(word.denied for word in clashing)
    return bool(clashing) or (
        not any(map(_denies, WORD.findall(claim)))
        and any(word.kind == "word" and word.stem not in there for word in claimed)
        and _all_deny(clauses, {word.stem for word in claimed})
    )


def _all_deny(clauses: Sequence[Sequence[_Word]], stems: Set[str]) -> bool:
    """Whether every clause with one of `stems` denies something: "fell" over "has not fallen"."""
    related = [clause for clause in clauses if any(word.stem in stems for word in clause)]
    return bool(related) and all(any(word.denied for word in clause) for clause in related)


def _opposite(claim: str, sentences: Sequence[str]) -> bool:
    """ "fell by 3 %" over "rose by 3 %", "fewer than 40" over "more than 40"."""
    claimed = {stem(plain(word)) for word in WORD.findall(claim)}
    said = {stem(plain(word)) for text in sentences for word in WORD.findall(text)}
    return any(
        claimed & one and said & other and not said & one and not claimed & other
        for one, other in _SIDES
    )


def _roles_swapped(claim: str, sentences: Sequence[str]) -> bool:
    """ "Ukraine attacked Russia" over "Russia attacked Ukraine"; "by" turns the order around."""
    said = set(_deeds(claim))
    there = {deed for sentence in sentences for deed in _deeds(sentence)}
    return any((b, verb, a) in there for a, verb, b in said - there if (a, verb, b) not in there)


def _deeds(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield (who, does what, to whom) for words of meaning that stand close to each other."""
    for clause in _clauses(text):
        words = [word for word in clause if word.kind != "number"]
        for at, verb in enumerate(words):
            if verb.kind == "name":
                continue
            for one in words[max(at - _NEAR, 0) : at]:
                for other in words[at + 1 : at + 1 + _NEAR]:
                    who, whom = (other, one) if verb.passive else (one, other)
                    yield who.stem, verb.stem, whom.stem


def _words(text: str) -> list[_Word]:
    return list(chain.from_iterable(_clauses(text)))


@lru_cache(maxsize=4096)
def _clauses(text: str) -> list[list[_Word]]:
    text = _NOT_ONLY.sub(" ", text.replace("’", "'"))
    return [_clause(part) for part in _CLAUSE_BREAK.split(text) if part and part.strip()]


def _denies(word: str) -> bool:
    word = word.lower().replace("’", "'")
    return word in NEGATIONS or word in DENIALS or word.endswith("n't")


def _clause(text: str) -> list[_Word]:
    """The words of meaning of one clause, with those behind a negation marked as denied."""
    words: list[_Word] = []
    kind: Literal["word", "name", "number"]
    left = 0  # words that the last negation still denies
    for match in WORD.finditer(text):
        word = plain(match.group())
        if _denies(match.group()):
            left = _REACH
            continue
        if word in STOP_WORDS:
            if word == "by" and words:
                words[-1] = replace(words[-1], passive=True)
            continue
        number = digits(word)
        kind = "number" if number else "name" if match.group()[0].isupper() and words else "word"
        words.append(_Word(number or stem(word), kind, denied=left > 0))
        left = max(left - 1, 0)
    return words
