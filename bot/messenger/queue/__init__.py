"""Queues questions in fair turns for the one language model and delivers the answers."""
