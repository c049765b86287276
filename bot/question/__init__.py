"""Understands a question: what it leans on, its parts, its dates."""
