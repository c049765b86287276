"""Copies articles from object storage and other remote places into files."""
