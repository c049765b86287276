"""Common words."""

COMMON_WORDS = frozenset("der die und das nicht ist mit für von ein".split())
"""The ten words by which a text is known to be German."""
