"""Splits an article into sentences with offsets, and sentences into passages."""
