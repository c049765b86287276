"""Measures speed: `byline bench`."""
