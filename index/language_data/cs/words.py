"""Common words."""

COMMON_WORDS = frozenset("že je byl byla který podle také ale jsou ve".split())
"""The ten words by which a text is known to be Czech."""
