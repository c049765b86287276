"""Reads, cleans, stores and searches articles. Knows nothing of chats or language models."""
