"""Common words."""

COMMON_WORDS = frozenset("ja ei että oli myös hän kun mutta ovat sekä".split())
"""The ten words by which a text is known to be Finnish."""
