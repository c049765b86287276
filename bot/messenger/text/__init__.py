"""Writes the messages: lines and their translations, Telegram HTML, buttons."""
