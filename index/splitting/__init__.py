"""Splits articles into sentences and sentences into passages."""
