"""Fetches pages and feeds from the web into files, which are then read like any others."""
