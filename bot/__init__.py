"""Answers questions over a library of articles: in Telegram, in the terminal, as JSON."""
