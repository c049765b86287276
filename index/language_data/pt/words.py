"""Common words."""

COMMON_WORDS = frozenset("não uma dos das em são foi ao pela os".split())
"""The ten words by which a text is known to be Portuguese."""
