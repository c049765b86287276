"""Titles before names that say nothing of who is meant."""

TITLES = {"Mr": "m", "Mrs": "f", "Ms": "f", "Dr": "", "Sir": "m", "Dame": "f"}
"""By title: m or f where it tells whether a man or a woman is meant."""
