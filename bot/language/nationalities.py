"""Maps peoples to their countries: the Turkish president is one of Turkey (pure)."""

from collections.abc import Set

from bot.language.words import stem
from index.language_data.en.nationalities import COUNTRIES

_COUNTRIES = {stem(people.lower()): stem(country.lower()) for people, country in COUNTRIES.items()}


def as_countries(words: Set[str]) -> frozenset[str]:
    """Return the stems `words`, with the stem of a country in the place of that of its people."""
    return frozenset(_COUNTRIES.get(word, word) for word in words)
