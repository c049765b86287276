"""Common words."""

COMMON_WORDS = frozenset("och att inte är för från också när vid än".split())
"""The ten words by which a text is known to be Swedish."""
