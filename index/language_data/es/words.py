"""Common words, and those that point at what was said."""

COMMON_WORDS = frozenset("el los las que una por del con se para".split())
"""The ten words by which a text is known to be Spanish."""

PRONOUNS = frozenset(
    """él ella ellos ellas esto eso este esa ese estos estas esos esas allí su sus""".split()
)
"""Words in lower case that point at what was said, in a question that leans on it."""
