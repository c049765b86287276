"""Common words, and those that point at what was said."""

COMMON_WORDS = frozenset("het een van niet zijn werd voor ook wordt naar".split())
"""The ten words by which a text is known to be Dutch."""

PRONOUNS = frozenset("hij zij ze hem haar hun daar ervan eraan daarvan daarmee dit deze".split())
"""Words in lower case that point at what was said, in a question that leans on it."""
