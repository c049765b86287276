"""Removes from a text what is not the article."""
