"""Common words."""

COMMON_WORDS = frozenset("og ikke af blev efter fra sig også mod at".split())
"""The ten words by which a text is known to be Danish."""
