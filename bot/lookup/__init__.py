"""Finds articles, timelines and quotations without the language model."""
