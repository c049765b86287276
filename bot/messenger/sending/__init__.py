"""Sends and edits messages within Telegram's rate limits, whatever the network does."""
