"""Hyphens at a line's end."""

AFTER_SUSPENDED = frozenset("und oder bis sowie".split())
"""Words behind a hyphen that stands for what follows later: "Ein- und Ausgang"."""
