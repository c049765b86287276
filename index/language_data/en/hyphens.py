"""Hyphens at a line's end."""

AFTER_SUSPENDED = frozenset("and or to".split())
"""Words behind a hyphen that stands for what follows later: "two- and three-bed flats"."""
