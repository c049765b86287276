"""Common words, and those that point at what was said."""

COMMON_WORDS = frozenset("nie się jest że jak był oraz dla który przez".split())
"""The ten words by which a text is known to be Polish."""

PRONOUNS = frozenset("ona ono oni jego jej tam nim nią tego niego niej nich".split())
"""Words in lower case that point at what was said, in a question that leans on it."""
