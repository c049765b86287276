"""Common words."""

COMMON_WORDS = frozenset("het een van niet zijn werd voor ook wordt naar".split())
"""The ten words by which a text is known to be Dutch."""
