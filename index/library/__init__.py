"""Stores articles, sentences, passages and the keyword index in SQLite."""
