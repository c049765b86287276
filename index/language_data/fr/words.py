"""Common words."""

COMMON_WORDS = frozenset("le les des une est dans que pour du qui".split())
"""The ten words by which a text is known to be French."""
