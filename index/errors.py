"""What can go wrong while reading, indexing and searching.

Every message is one line that is safe to show to a user and names the remedy.
"""


class BylineError(Exception):
    """Base of all errors that Byline raises on purpose: print the message, not a traceback."""


class UnreadableSourceError(BylineError):
    """A file or folder cannot be read as articles."""


class LibraryError(BylineError):
    """The library on disk is missing, locked, not writable or made with other parts."""


class EncoderError(BylineError):
    """The encoder's model cannot be loaded."""
