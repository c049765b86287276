"""Words of Russian."""

PRONOUNS = frozenset(
    """
    он она оно они его её ее их ему ей им
    него неё нее них нём нем ней это этого этот эта там
    """.split()
)
"""Words in lower case that point at what was said, in a question that leans on it."""
