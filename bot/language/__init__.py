"""Knows the words of human languages: dates, numbers, names, nationalities, who says what."""
