"""Common words, and those that point at what was said."""

COMMON_WORDS = frozenset("der die und das nicht ist mit für von ein".split())
"""The ten words by which a text is known to be German."""

PRONOUNS = frozenset(
    """er sie ihm ihn ihr ihnen ihre ihrer ihren ihrem seine seiner seinen seinem dort davon
    damit dabei dafür dagegen danach dies diese dieser dieses diesen diesem""".split()
)
"""Words in lower case that point at what was said, in a question that leans on it."""
