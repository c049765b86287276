"""Common words, and those that point at what was said."""

COMMON_WORDS = frozenset("le les des une est dans que pour du qui".split())
"""The ten words by which a text is known to be French."""

PRONOUNS = frozenset("il elle ils elles lui leur leurs eux cela ça ce cet cette".split())
"""Words in lower case that point at what was said, in a question that leans on it."""
