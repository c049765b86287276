"""Measures answers: `byline eval`."""
