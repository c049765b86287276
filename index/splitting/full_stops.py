"""Decides whether a full stop ends a sentence (pure).

Goes by the form of the words beside it and by the words of the text's language that
`index/language_data/` names; the forms come first, so that a language without such words fares
nearly as well.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from index.language_data.cs import sentences as cs
from index.language_data.da import sentences as da
from index.language_data.de import sentences as de
from index.language_data.en import sentences as en
from index.language_data.es import sentences as es
from index.language_data.fi import sentences as fi
from index.language_data.fr import sentences as fr
from index.language_data.full_stop_words import FullStops
from index.language_data.it import sentences as it
from index.language_data.nl import sentences as nl
from index.language_data.no import sentences as no
from index.language_data.pl import sentences as pl
from index.language_data.pt import sentences as pt
from index.language_data.ru import sentences as ru
from index.language_data.sv import sentences as sv
from index.language_data.uk import sentences as uk

_LANGUAGES: dict[str, FullStops] = {
    code: language.FULL_STOPS
    for code, language in (
        *(("cs", cs), ("da", da), ("de", de), ("en", en), ("es", es), ("fi", fi), ("fr", fr)),
        *(("it", it), ("nb", no), ("nl", nl), ("nn", no), ("no", no), ("pl", pl), ("pt", pt)),
        *(("ru", ru), ("sv", sv), ("uk", uk)),
    )
}
_NOTHING = FullStops()

_OPENERS = "“„«‹»\"‘'([¿¡—–-*•「『《（"
_CLOSERS = "”“»«›‹\"’')\\]"

_HYPHENATED_TITLE = re.compile(en.HYPHENATED_TITLE)
_CLOCK = re.compile(en.CLOCK)
_AFTER_CLOCK = re.compile(en.AFTER_CLOCK)
_ATTRIBUTION = re.compile(en.ATTRIBUTION)

_LIST_NUMBER = re.compile(r"\s*\d{1,3}\.$")
# What stands before the full stop: the word, and the one before it.
_LAST_WORDS = re.compile(r"(?:([\w.,:/]+)[^\S\n]+)?[^\w\s]*(?:[^\W\d_]{1,3}['’])?([\w.:/-]*\w)\.$")
_FIRST_WORD = re.compile(r"[\w-]+")
_LETTERS = re.compile(r"[^\W\d_]+")
# "z.B", "p.ex", "т.е", "J.-P"
_DOTTED = re.compile(r"[^\W\d_]{1,4}(?:\.-?[^\W\d_]{1,4})+")
_INITIAL = re.compile(r"(?:^|\s)[^\W\d_]$")
# "z. B", "т. е", "p. ej": the first half of such a pair has its full stop.
_PAIRED = re.compile(r"[^\W\d_]\.")
_VOWELS = re.compile("[aeiouyæøœıаеиоуыэюяєі]")
# Of other letters the vowels are not known, or not written: Arabic, Hebrew, Greek.
_LATIN_OR_CYRILLIC = re.compile("[a-zæøœßıłđðþа-яєіґђћљњџј\u0300-\u036f]+")
_LONGEST_CONSONANTS = 4


def missed_ends(paragraph: str, language: str) -> Iterator[int]:
    """Yield the offsets behind full stops, marks and ellipses that a sentence opener follows."""
    pattern = _before_starters(language)
    for end in pattern.finditer(paragraph) if pattern else ():
        word = paragraph[max(0, end.start() - 2) : end.start()]
        if not (_INITIAL.search(word) and word[-1].isupper()):  # "J. The Rapper"
            yield end.end()


@cache
def _before_starters(language: str) -> re.Pattern[str] | None:
    starters = "|".join(sorted(_data(language).starters))
    # Not before an initial: "C. A. Berg".
    if not starters:
        return None
    return re.compile(
        rf"[.?!…](?:[^\S\n]»|[{_CLOSERS}])*(?=\s+[{re.escape(_OPENERS)}]{{0,2}}(?:{starters})\b(?![.'’-]))"
    )


def ends_sentence(before: str, after: str, language: str) -> bool:
    """Whether a sentence of `language` ends between `before` and `after`, where a cut is proposed.

    `after` begins with the space between them, if there is one; both hold a letter or digit.
    """
    rest = after.lstrip().lstrip(_OPENERS).lstrip()
    no_space = not after[0].isspace()
    quoted_question = before[-1] in '”"’»' and before[-2:-1] in "?!"
    goes_on = (
        # "Stop!” and ran", "approx. three hours"; but "It fell. iPhone sales rose."
        (rest[0].islower() and not rest[1:2].isupper())
        # "R-S.C." and "J.-P." are one name, "it ended.Then" is two sentences.
        or (no_space and (rest[1:2] == "." or before[-2:-1].isupper()))
        # "a pro-Sen. Rubio group"
        or _HYPHENATED_TITLE.search(before[-12:])
        or (_CLOCK.search(before[-8:]) and _AFTER_CLOCK.match(rest))
        # “Is it over?” Mr. Smith asked.
        or (quoted_question and _ATTRIBUTION.match(after))
        # "3. The park": the number of a list
        or _LIST_NUMBER.fullmatch(before)
        or _is_abbreviation(before[-40:], rest, language)
    )
    return not goes_on


def _is_abbreviation(before: str, rest: str, language: str) -> bool:
    """Whether the full stop that ends `before` belongs to an abbreviation, initial or ordinal."""
    found = _LAST_WORDS.search(before) if before.endswith(".") else None
    if not found:
        return False
    previous, word = found[1] or "", found[2]
    data = _data(language)
    if _known(word, data.titles):
        return True
    first = _FIRST_WORD.match(rest)
    following = first[0] if first else ""
    if following in data.starters and rest[len(following) : len(following) + 1] != ".":
        return False
    if following[:1].isdigit() and _known(word, data.before_numbers):
        return True
    if word.isdigit():
        ordinal = _known(previous, data.ordinal_before) or following in data.ordinal_after
        return ordinal and len(word) < 3
    return _needs_more(previous, word, data)


def _needs_more(previous: str, word: str, data: FullStops) -> bool:
    """Whether `word`, which stands behind `previous`, is an abbreviation or initial by its form."""
    behind_number = previous[-1:].isdigit()
    if len(word) == 1:
        return not behind_number and (
            _known(word, data.abbreviations)
            or _PAIRED.fullmatch(previous) is not None
            or (word.isupper() and not data.letters_end)
        )
    return (
        _known(word, data.abbreviations)
        or (_DOTTED.fullmatch(word) is not None and not data.letters_end)
        # not "12 km", "2 tis. Kč"
        or (not behind_number and not previous.endswith(".") and _has_no_vowel(word))
    )


def _data(language: str) -> FullStops:
    return _LANGUAGES.get(language, _NOTHING)


def _known(word: str, words: frozenset[str]) -> bool:
    return word in words or word[:1].lower() + word[1:] in words


def _has_no_vowel(word: str) -> bool:
    """Whether `word` cannot be spoken: "Wm", "nkr", "млн"; neither "NHS" nor "Shh"."""
    shortened = word.isalpha() and word[1:] == word[1:].lower() and word[-1] != word[-2]
    if not shortened or len(word) > _LONGEST_CONSONANTS:
        return False
    plain = unicodedata.normalize("NFD", word.lower())
    return bool(_LATIN_OR_CYRILLIC.fullmatch(plain)) and not _VOWELS.search(plain)
