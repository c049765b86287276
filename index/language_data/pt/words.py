"""Common words, and those that point at what was said."""

COMMON_WORDS = frozenset("não uma dos das em são foi ao pela os".split())
"""The ten words by which a text is known to be Portuguese."""

PRONOUNS = frozenset(
    """ele ela eles elas isso isto seu sua seus suas dele dela deles delas nele nela""".split()
)
"""Words in lower case that point at what was said, in a question that leans on it."""
