"""Receives updates: journals them, checks access and rate limits, finds those meant for us."""
