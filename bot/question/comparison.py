"""Reads which of several a question asks for by a number: "the most pupils", "the cheapest" (pure).

Knows questions, no articles: which of those is the first, `bot.answering.compared_numbers` finds.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.language.words import WORD, stem, stems
from index.language_data.en import comparisons as worded
from index.language_data.en.follow_ups import DETERMINERS, FUNCTION_WORDS
from index.language_data.en.numbers import UNITS

_WHICH = re.compile(worded.ASKS_WHICH, re.IGNORECASE)
_WHEN = re.compile(worded.ASKS_WHEN, re.IGNORECASE)
_KIND = re.compile(worded.OF_KIND, re.IGNORECASE)
_NO_COMPARISON = re.compile(worded.NO_COMPARISON, re.IGNORECASE)
_WRITTEN_OUT = re.compile(r" \([^)]*\)")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Asks for the one with the greatest, else the least, number of what is `counted` (stems).

    With `rated` the counted word may stand before the number, with `by_year` the numbers are years;
    with `times` the months or days are compared. `kind` is the stem of what they all are ("which
    *school*"), "" if the question does not say it; `wanted` are those of all else that it asks for.
    """

    greatest: bool
    counted: frozenset[str]
    wanted: frozenset[str]
    kind: str = ""
    rated: bool = False
    by_year: bool = False
    times: bool = False


def comparison(text: str) -> Comparison | None:
    """Return what the question `text` compares; None where it compares nothing, or more."""
    text = _WRITTEN_OUT.sub("", text)
    if not _WHICH.match(text) or _NO_COMPARISON.search(text):
        return None
    words = [word.lower() for word in WORD.findall(text)]
    greatest = {word: big for word, (big, _) in worded.MEASURED.items()}
    greatest |= worded.BY_YEAR | worded.COUNTED | worded.RATED
    places = [at for at, word in enumerate(words) if word in greatest]
    if len(places) != 1:
        return None
    at, word = places[0], words[places[0]]
    price = worded.COSTLY.intersection(words[at + 1 : at + 2])
    measured = worded.MEASURED.get("dearest" if price else word)
    nouns = [stem(noun) for noun in _noun(words[at + 1 :]) if noun not in price]
    counted = _spellings(measured[1]) if measured else frozenset(nouns)
    by_year = word in worded.BY_YEAR
    if not counted and not by_year:
        return None
    said = _KIND.search(text)
    kind = stem(said["kind"].lower()) if said and said["kind"].lower() not in FUNCTION_WORDS else ""
    kind = kind or "".join(nouns[:1])
    asked = {word, *worded.COSTLY}
    if worded.BASE_FORM_BEHIND.intersection(words):
        asked.add(next((w for w in reversed(words[:at]) if w not in DETERMINERS), ""))
    wanted = stems(text) - counted - {kind, *map(stem, asked)}
    return Comparison(
        greatest[word],
        frozenset() if by_year else counted,
        wanted,
        # What has goals need not be called a team, but any length may be that of something else.
        kind=kind if by_year or measured else "",
        rated=word in worded.RATED,
        by_year=by_year,
        times=bool(_WHEN.match(text)),
    )


def _spellings(units: str) -> frozenset[str]:
    """The stems of all words for `units`."""
    return frozenset(stem(word) for unit in units.split() for word in UNITS[unit].split())


def _noun(words: Sequence[str]) -> Iterator[str]:
    """The words up to the first that carries grammar: "pupils" of "pupils in Lom"."""
    for word in words:
        if word in FUNCTION_WORDS:
            return
        yield word
