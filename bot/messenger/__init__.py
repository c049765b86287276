"""Runs the Telegram bot."""
