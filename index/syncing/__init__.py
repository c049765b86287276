"""Brings a library in line with its files: what was added, changed, moved or removed."""
