"""Common words."""

COMMON_WORDS = frozenset("il di che non è sono della gli nel anche".split())
"""The ten words by which a text is known to be Italian."""
