"""Common words, and those that point at what was said."""

COMMON_WORDS = frozenset("il di che non è sono della gli nel anche".split())
"""The ten words by which a text is known to be Italian."""

PRONOUNS = frozenset(
    """lui lei loro esso essa essi esse ciò suo sua suoi sue questo questa quello quella""".split()
)
"""Words in lower case that point at what was said, in a question that leans on it."""
