"""Brings in articles from files, web pages, feeds and chats."""
