"""Brings articles in from files, feeds, web pages and the chat."""
