"""Common words."""

COMMON_WORDS = frozenset("nie się jest że jak był oraz dla który przez".split())
"""The ten words by which a text is known to be Polish."""
