"""A web page to read on: articles with their cited sentences, and a box to ask in."""
