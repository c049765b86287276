"""Common words."""

COMMON_WORDS = frozenset("el los las que una por del con se para".split())
"""The ten words by which a text is known to be Spanish."""
