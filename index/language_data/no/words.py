"""Common words."""

COMMON_WORDS = frozenset("og ikke av ble etter fra seg også mot å".split())
"""The ten words by which a text is known to be Norwegian."""
