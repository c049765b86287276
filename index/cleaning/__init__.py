"""Drops from an article what a site put around it: captions, appeals, link lines, notices."""
