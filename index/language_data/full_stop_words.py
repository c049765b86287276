"""Describes what each language says about full stops; the words stand in its folder."""

from dataclasses import dataclass


def words(text: str) -> frozenset[str]:
    """Return the words of `text`."""
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class FullStops:
    """Words of one language, without their full stops.

    A word in small letters also stands for itself with a capital. `titles` always belong to what
    follows ("Dr. Berg"). `abbreviations` do so unless a word of `starters` follows, which open a
    sentence ("rd. 20 Mio. Euro", "rd. 20 Mio. Das"); one of a single letter is a unit behind a
    number ("1943 г."). `before_numbers` belong to a number that follows ("No. 5"). A number with a
    full stop is an ordinal behind a word of `ordinal_before` ("am 3. Mai") or before one of
    `ordinal_after`. `letters_end` tells that single letters end sentences too ("Plan B.", "the
    U.S."), so that what sentencex says of them counts.
    """

    titles: frozenset[str] = frozenset()
    abbreviations: frozenset[str] = frozenset()
    before_numbers: frozenset[str] = frozenset()
    ordinal_before: frozenset[str] = frozenset()
    ordinal_after: frozenset[str] = frozenset()
    starters: frozenset[str] = frozenset()
    letters_end: bool = False
