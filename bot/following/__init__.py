"""Decides what is news to a follower of a topic, and groups a day's articles into stories."""
