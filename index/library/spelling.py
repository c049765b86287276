"""Compares names as people type them with names as articles print them (pure).

A name may be typed as it sounds, in another alphabet, without its accents, or with a slip. Wraps
anyascii, which writes any alphabet in Latin letters, and rapidfuzz, which counts slips.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from math import log10

from anyascii import anyascii
from rapidfuzz.distance import OSA

from index.language_data.en.words import QUERY_WORDS
from index.language_data.sounds import SOUNDS
from index.splitting.languages_without_spaces import unspaced

_SHORTEST = 4  # characters of a name that may be misspelt: shorter ones have many neighbours
# Letters of a sound from which on one, and two of them may be wrong.
_ONE_SLIP, _TWO_SLIPS = 4, 8
# Most that a printed name may be away from a typed one, by the letters of this. Typed without a
# capital it may be a word that is no name.
_FAR, _FAR_SMALL = 0.3, 0.25
_CANDIDATES = 6  # names that are counted in the library
# What speaks against a name: a letter of its sound that differs weighs 1, one of its spelling this.
_SPELLING_WEIGHT = 0.5
# What speaks for it, for ten times as many passages: people ask about who is much written about.
_FREQUENCY_WEIGHT = 0.7

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
"""A word of letters, with what follows an apostrophe in it."""

_POSSESSIVE = re.compile(r"['’]s?$")
_SOUND = re.compile("|".join(SOUNDS))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A printed name that a typed one may mean, and how far it is from it (0: the same letters)."""

    name: str
    distance: float


def names_of(text: str) -> str:
    """The words of `text` with a capital, as JSON: a list of pairs (sound, word).

    A text that goes into the keyword index; SQL can call it.
    """
    words = dict.fromkeys(WORD.findall(text))
    return json.dumps(list(filter(None, (_named(word) for word in words if word[0].isupper()))))


def may_be_names(question: str) -> list[str]:
    """The words of `question` that may be names, each once, as they are typed.

    Those with a capital; all of them where at most the first has one, as typed on a phone.
    """
    words = [_bare(match.group()) for match in WORD.finditer(question)]
    if any(word[0].isupper() for word in words[1:]):
        words = [word for word in words if word[0].isupper()]
    return list(dict.fromkeys(word for word in words if _fits(word)))


def candidates(typed: str, printed: Iterable[tuple[str, str]]) -> list[Candidate]:
    """The names among `printed`, pairs (sound, word), that `typed` may mean, the nearest first."""
    heard, folded = sound(typed), _folded(typed)
    most = slips(heard)
    far = (_FAR if typed[0].isupper() else _FAR_SMALL) * len(folded)
    found = []
    for key, word in printed:
        differ = OSA.distance(heard, key, score_cutoff=most)
        if differ <= most:
            distance = differ + _SPELLING_WEIGHT * OSA.distance(folded, _folded(word))
            if distance <= far:
                found.append(Candidate(word, distance))
    return sorted(found, key=lambda each: (each.distance, each.name))[:_CANDIDATES]


def likeliest(found: Iterable[Candidate], counts: Mapping[str, int]) -> str:
    """The name that is meant, "" if none; `counts` are the passages with each in lower case."""
    known = [each for each in found if counts.get(each.name.lower())]
    return min(
        known,
        key=lambda each: each.distance - _FREQUENCY_WEIGHT * log10(counts[each.name.lower()]),
        default=Candidate("", 0),
    ).name


def respelt(question: str, names: Mapping[str, str]) -> str:
    """`question` with each of its words in `names` replaced by the printed name."""

    def printed(match: re.Match[str]) -> str:
        word = _bare(match.group())
        return names.get(word, word) + match.group()[len(word) :]

    return WORD.sub(printed, question)


def slips(heard: str) -> int:
    """How many letters of a sound may be wrong."""
    return (len(heard) >= _ONE_SLIP) + (len(heard) >= _TWO_SLIPS)


@lru_cache(maxsize=50_000)
def sound(word: str) -> str:
    """How a word sounds: one letter for all spellings of a sound, none doubled; "" for no letters.

    "Zelenskyy", "Selenskij" and "Зеленский" sound the same.
    """
    key = _SOUND.sub(lambda match: SOUNDS[match.group()], _folded(word))
    return "".join(letter for letter, _ in groupby(key))


def _folded(word: str) -> str:
    """A word in small Latin letters."""
    return re.sub(r"[^a-z]", "", anyascii(word.lower()).lower())


@lru_cache(maxsize=50_000)
def _named(word: str) -> tuple[str, str] | None:
    """Sound and spelling of a word with a capital; None where it is too short for a name."""
    word = _bare(word)
    if not _fits(word):
        return None
    return sound(word), word.capitalize() if word.isupper() else word


def _bare(word: str) -> str:
    return _POSSESSIVE.sub("", word)


def _fits(word: str) -> bool:
    return len(word) >= _SHORTEST and word.lower() not in QUERY_WORDS and not unspaced(word)
