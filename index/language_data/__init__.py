"""Facts about human languages, as data: a folder a language, no algorithms."""
