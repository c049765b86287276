"""Words of Ukrainian."""

PRONOUNS = frozenset(
    """
    він вона воно вони його її їх йому їй
    їм нього неї них ній це цього цей ця там
    """.split()
)
"""Words in lower case that point at what was said, in a question that leans on it."""
