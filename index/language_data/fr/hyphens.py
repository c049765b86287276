"""Hyphens at a line's end."""

AFTER_SUSPENDED = frozenset("et ou".split())
"""Words behind a hyphen that stands for what follows later: "mini- et midi-bus"."""
