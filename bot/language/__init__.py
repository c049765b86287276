"""Reads words, numbers, dates and speakers of a text; knows nothing of questions or articles."""
