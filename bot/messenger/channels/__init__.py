"""Watches channels and groups: reads their posts, and brings these into the library in batches."""
