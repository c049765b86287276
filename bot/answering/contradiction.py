"""Finds claims that say something else than their sentences, worded alike (pure).

It looks for another unit, magnitude or relative day, a denial, an opposite and swapped roles.

Works on words, clause by clause; for who does what to whom it asks grammar too. It is a floor: it
finds what is worded alike and means the opposite ("will not resume" over "will resume"), not every
contradiction.
"""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import Literal

from bot.language.assertions import in_tree
from bot.language.dates_in_text import mentions
from bot.language.grammar import parsed
from bot.language.quantities import magnitudes, units
from bot.language.words import WORD, digits, plain, stem
from index.language_data.en.opposites import (
    CLAUSE_BREAK,
    DENIALS,
    NEGATIONS,
    NOT_ONLY,
    OPPOSITES,
    SYMMETRIC,
)
from index.language_data.en.words import STOP_WORDS
from index.splitting.guessed_language import guessed_language

# Words of meaning behind a negation that it denies. Marking what follows a negation is the method
# of Das and Chen, "Yahoo! for Amazon", APFA 2001; they mark up to the next punctuation, which takes
# too much in the long sentences of news.
_REACH = 3
_NEAR, _NEAR_NAMES = 2, 4  # words of meaning from the deed to who does it and to whom

_ANY_DAY = date(2000, 1, 1)  # only the words are compared, not the days that they mean
_CLAUSE_BREAK = re.compile(CLAUSE_BREAK, re.IGNORECASE)
_NOT_ONLY = re.compile(NOT_ONLY, re.IGNORECASE)
_AROUND_A_TIME = re.compile(
    r"^(?:on|in|over|during|at|for) |^(?:(?:in|over|during) )?the (?:last|past) "
)
_SYMMETRIC = {stem(word) for word in SYMMETRIC}
_SIDES = [
    ({stem(word) for word in one.split()}, {stem(word) for word in other.split()})
    for pair in OPPOSITES
    for one, other in (pair, pair[::-1])
]


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of meaning of a clause, with how it stands there.

    It is `denied` behind a negation, `passive` before "by", and a `noun` behind an article or a
    possessive, or before "of".
    """

    stem: str
    kind: Literal["word", "name", "number"]
    denied: bool
    passive: bool = False
    noun: bool = False


def found(claim: str, sentences: Sequence[str], asked: str = "") -> bool:
    """Return whether `sentences` say the opposite of `claim`, which answers the question `asked`.

    A denial that stands in the question too is not the claim's: "What did Russia refuse?".
    """
    return _another_time(claim, sentences) or turned_around(claim, sentences, asked)


def turned_around(statement: str, sentences: Sequence[str], asked: str = "") -> bool:
    """Return what `found` does, for a `statement` whose relative days are not the sentences'."""
    return (
        _another_unit(statement, sentences)
        or _denied(statement, sentences, asked)
        or _opposite(statement, sentences)
        or _roles_swapped(statement, sentences)
    )


def _another_unit(claim: str, sentences: Sequence[str]) -> bool:
    """ "3 miles" over "3 km", "30 people" over "30 per cent"."""
    text = " ".join(sentences)
    if not magnitudes(claim) <= magnitudes(text):
        return True
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


def _another_time(claim: str, sentences: Sequence[str]) -> bool:
    """ "last year" over "last week"."""
    text = " ".join(" ".join(sentences).lower().split())
    relative = (m for m in mentions(claim, _ANY_DAY) if m.relative)
    return any(_core(claim[m.start : m.end]) not in text for m in relative)


def _core(words: str) -> str:
    """ "on Friday" -> "friday", "over the past two weeks" -> "two weeks"."""
    return _AROUND_A_TIME.sub("", " ".join(words.lower().split()))


def _denied(claim: str, sentences: Sequence[str], asked: str) -> bool:
    """Whether the one denies what the other states, by a word that both have, or all around it."""
    clauses = [clause for sentence in sentences for clause in _clauses(sentence)]
    there: dict[str, set[bool]] = {}  # whether a word is denied
    around: dict[str, set[bool]] = {}  # whether its clause denies anything
    for clause in clauses:
        for word in clause:
            there.setdefault(word.stem, set()).add(word.denied)
            around.setdefault(word.stem, set()).add(_holds_denial(clause))
    clashing = [
        word
        for clause in _clauses(claim)
        for word in clause
        if word.kind == "word"
        and word.denied not in there.get(word.stem, {word.denied})
        # Where both clauses deny something, only how far that reaches differs.
        and not (_holds_denial(clause) and True in around[word.stem])
    ]
    if any(map(_denies, WORD.findall(asked))):
        return any(word.denied for word in clashing)
    claimed = _words(claim)
    return bool(clashing) or (
        not any(map(_denies, WORD.findall(claim)))
        and any(word.kind == "word" and word.stem not in there for word in claimed)
        and _all_deny(clauses, {word.stem for word in claimed})
    )


def _holds_denial(clause: Sequence[_Word]) -> bool:
    return any(word.denied for word in clause)


def _all_deny(clauses: Sequence[Sequence[_Word]], stems: Set[str]) -> bool:
    """Whether every clause with one of `stems` denies something: "fell" over "has not fallen"."""
    related = [clause for clause in clauses if any(word.stem in stems for word in clause)]
    return bool(related) and all(map(_holds_denial, related))


def _opposite(claim: str, sentences: Sequence[str]) -> bool:
    """ "fell by 3 %" over "rose by 3 %", "fewer than 40" over "more than 40"."""
    claimed = {stem(plain(word)) for word in WORD.findall(claim)}
    said = {stem(plain(word)) for text in sentences for word in WORD.findall(text)}
    return any(
        claimed & one and said & other and not said & one and not claimed & other
        for one, other in _SIDES
    )


def _roles_swapped(claim: str, sentences: Sequence[str]) -> bool:
    """ "Ukraine attacked Russia" over "Russia attacked Ukraine"; "by" turns the order around.

    Where grammar finds who does it in claim and sentences it decides; else the order of words does.
    """
    read: dict[str, _Roles] = {}
    for sentence in sentences:
        for deed, roles in _roles(sentence).items():
            read[deed] = read.get(deed, _Roles()).with_(roles)
    decided = set[str]()
    for deed, claimed in _roles(claim).items():
        told = read.get(deed, _Roles())
        if not (claimed.doers and claimed.undergoers):
            continue  # `roles` puts it right where it can
        same = len(claimed.doers & told.doers) + len(claimed.undergoers & told.undergoers)
        turned = len(claimed.doers & told.undergoers) + len(claimed.undergoers & told.doers)
        if turned > same:
            return True
        if same > turned:
            decided |= claimed.forms
    by_order = frozenset[tuple[str, str, str]]().union(*map(_deeds, sentences))
    return any(
        (whom, deed, who) in by_order
        for who, deed, whom in _deeds(claim) - by_order
        if deed not in decided
    )


@dataclass(frozen=True, slots=True)
class _Roles:
    """Stems of those who do a deed, of those to whom it is done, and of its verb as it stands."""

    doers: frozenset[str] = frozenset()
    undergoers: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()

    def with_(self, other: "_Roles") -> "_Roles":
        return _Roles(
            self.doers | other.doers, self.undergoers | other.undergoers, self.forms | other.forms
        )


@lru_cache(maxsize=1024)
def _roles(text: str) -> dict[str, _Roles]:
    """The roles of each deed that an English text tells of, by grammar."""
    found: dict[str, _Roles] = {}
    if guessed_language(text) != "en":
        return found
    tree = parsed(text)
    for said in in_tree(tree):
        if said.deed not in _SYMMETRIC:
            doers, undergoers = (
                frozenset(word for each in role if not each.is_pronoun for word in each.core)
                for role in (said.doers, said.undergoers)
            )
            form = frozenset([stem(plain(tree.words[said.at].text))])
            own = _Roles(doers, undergoers, form)
            found[said.deed] = found.get(said.deed, _Roles()).with_(own)
    return found


@lru_cache(maxsize=1024)
def _deeds(text: str) -> frozenset[tuple[str, str, str]]:
    """Who does what to whom, for words of meaning that stand near to each other in a clause."""
    found: set[tuple[str, str, str]] = set()
    for clause in _clauses(text):
        words = [word for word in clause if word.kind != "number"]
        for at, deed in enumerate(words):
            if deed.kind != "word" or deed.noun or deed.stem in _SYMMETRIC:
                continue
            for x, one in enumerate(words[max(at - _NEAR_NAMES, 0) : at][::-1], start=1):
                for y, other in enumerate(words[at + 1 : at + 1 + _NEAR_NAMES], start=1):
                    named = one.kind == other.kind == "name"
                    if named or max(x, y) <= _NEAR:
                        who, whom = (other, one) if deed.passive else (one, other)
                        found.add((who.stem, deed.stem, whom.stem))
    return frozenset(found)


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
    before = ""
    for match in WORD.finditer(text):
        raw, word = match.group().lower(), plain(match.group())
        if _denies(raw):
            left = _REACH
        elif word in STOP_WORDS:
            if words and word == "by":
                words[-1] = replace(words[-1], passive=True)
            elif words and word == "of":
                words[-1] = replace(words[-1], noun=True)
        else:
            number = digits(word)
            kind = "number" if number else "name" if match.group()[0].isupper() else "word"
            noun = before in ("the", "a", "an") or before.endswith(("'s", "s'"))
            words.append(_Word(number or stem(word), kind, denied=left > 0, noun=noun))
            left = max(left - 1, 0)
        before = raw
    return words
