"""Backs up a library with its chats to one file, and restores them."""
