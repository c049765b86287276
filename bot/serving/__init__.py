"""Serves other programs: the HTTP API, the Model Context Protocol, metrics and health."""
