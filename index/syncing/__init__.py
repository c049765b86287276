"""Brings a library in line with the files that it is made from."""
