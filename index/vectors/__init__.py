"""Turns passages into vectors and finds the nearest ones."""
