"""Reads files of every kind as articles; a module a kind, and `formats` chooses by suffix."""
