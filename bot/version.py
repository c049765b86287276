"""The version of Byline; that in pyproject.toml is the same."""

VERSION = "0.2.0"
