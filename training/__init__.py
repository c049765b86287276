"""Trains, exports and measures the reader: which words answer, and is a claim carried."""
