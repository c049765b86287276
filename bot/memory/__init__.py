"""Keeps what must survive a restart: chats, open questions, access, ratings."""
