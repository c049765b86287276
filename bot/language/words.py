"""Reads the words of a text: stems that carry meaning, and names. Wraps the Snowball stemmer.

Knows single words only; numbers with their magnitude and unit are read by `quantities`.
"""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

from index.language_data.en.date_words import MONTHS, WEEKDAYS
from index.language_data.en.numbers import CARDINALS, ORDINALS
from index.language_data.en.words import NAMES_LIKE_GRAMMAR, STOP_WORDS

WORD = re.compile(r"\b(?:[A-Z]\.){2,}|\w+(?:[.,]\d+)*(?:['’]\w+)?")
"""A word or number; "Turkey's" and "1,200.5" are one each."""

CAPITALS = "A-ZÀ-ÖØ-ÞА-ЯЁІЇЄҐ"
"""Capital letters of the languages we read, for a class of characters."""

CAPITALISED = re.compile(rf"[{CAPITALS}][\w’'-]*(?: [{CAPITALS}][\w’'-]*)*")
"""Words with a capital, one behind the other: "Åse Lund"."""

_DIGITS = {word: str(value) for word, value in (CARDINALS | ORDINALS).items()}
_NO_ACCENT = str.maketrans("ıłøđ", "ilod")
_OPENING_MARKS = " \"'“‘(["


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return the stem of a lower-case word, by Porter's English stemmer (Snowball)."""
    # A stemmer of its own for each call: it keeps its word in itself, and two threads may call.
    stemmed: str = snowballstemmer.stemmer("english").stemWord(word)
    return stemmed


@lru_cache(maxsize=512)  # whole articles among them
def stems(text: str) -> frozenset[str]:
    """Return the stems of the words of `text` that carry meaning; numbers stand as digits."""
    words = (m for m in WORD.finditer(text) if not _is_grammar(m, text))
    return frozenset(digits(w) or stem(w) for w in (plain(m.group()) for m in words))


def names(text: str, *, opening: bool = False) -> set[str]:
    """Return the stems of words written with a capital where grammar asks for none.

    The word that opens a sentence counts only with `opening`, and then only that of the text.
    """
    found: set[str] = set()
    for match in WORD.finditer(text):
        word = match.group()
        before = text[: match.start()].rstrip(_OPENING_MARKS)
        opens = before.endswith((".", "!", "?", ":")) or not (before or opening)
        if word[0].isupper() and not opens and not _is_grammar(match, text):
            found.add(digits(plain(word)) or stem(plain(word)))
    return found


def _is_grammar(match: re.Match[str], text: str) -> bool:
    """Whether a word says nothing of its own; "May" and "Will" do, but not to open a question."""
    word = match.group()
    if word not in NAMES_LIKE_GRAMMAR:
        return plain(word) in STOP_WORDS
    before = text[: match.start()].rstrip(_OPENING_MARKS)
    opens = not before or before.endswith((".", "!", "?", ":"))
    return opens and text.rstrip().endswith("?")


def runs(text: str) -> set[tuple[str, ...]]:
    """Return all runs of three words of `text`, in lower case."""
    words = re.findall(r"\w+", text.lower())
    return set(zip(words, words[1:], words[2:], strict=False))


def plain(word: str) -> str:
    """Return `word` in lower case, without possessive ending, accents and the stops of "U.S."."""
    word = re.sub(r"['’]s?$", "", word.lower()).replace("’", "'")
    if re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]?", word):
        word = word.replace(".", "")
    return word if word.isascii() else unaccented(word)


@lru_cache(maxsize=20_000)
def unaccented(word: str) -> str:
    """Return a word of Latin letters without accents."""
    apart = unicodedata.normalize("NFKD", word.translate(_NO_ACCENT))
    if not apart[:1].isascii():
        return word  # "й" of another alphabet is a letter of its own
    return "".join(c for c in apart if not unicodedata.combining(c))


def digits(word: str) -> str:
    """Return a lower-case word in digits, without thousands separators; "" if it is no number."""
    number = re.sub(r",(?=\d{3})", "", word)
    if re.fullmatch(r"\d+(?:st|nd|rd|th)?", number):
        return number.rstrip("stndrh")
    if re.fullmatch(r"\d+[.,]\d+", number):
        return number.replace(",", ".")
    return _DIGITS.get(word, "")


CALENDAR = stems(" ".join((*MONTHS, *WEEKDAYS)))
"""Stems of months and weekdays: written with a capital, but no names."""
