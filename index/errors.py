"""Errors of reading, indexing and searching.

Every message is one line that is safe to show to a user and names the remedy.
"""


def install(extra: str) -> str:
    """Return the command that installs an optional part of Byline, which is on no registry."""
    return f'`pip install -c constraints.txt -e ".[{extra}]"` in the clone'


class BylineError(Exception):
    """Base class of the errors Byline raises on purpose: show the message, not a traceback.

    `for_owner` says that the message is for the owner only, because it names machines or folders.
    """

    for_owner = False


class UnreadableSourceError(BylineError):
    """A file or folder cannot be read as articles."""


class LibraryError(BylineError):
    """The library on disk is missing, locked, not writable or made with other parts."""

    for_owner = True


class VectorFolderError(LibraryError):
    """The folder of vectors cannot be used; the library has all that fills a new one."""


class DamagedVectorsError(VectorFolderError):
    """What is in the folder of vectors is no store any more: only a new one helps."""


class VectorServerError(LibraryError):
    """The Chroma server cannot be used."""


class ClusterError(BylineError):
    """The Ray cluster cannot be used."""

    for_owner = True


class EncoderError(BylineError):
    """The encoder's model cannot be loaded."""


class SourcesError(BylineError):
    """The list of sources, sources.toml, cannot be read."""


class RemoteError(BylineError):
    """A place in object storage or the like cannot be copied from; no part holds a secret.

    `reason` is the message without the address.
    """

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"{address} {reason}")
        self.reason = reason


class FetchError(BylineError):
    """A web address cannot be fetched. `reason` is the message without the address.

    `for_good` says that it will not be tomorrow either: it is gone, or closed to us.
    """

    def __init__(self, url: str, reason: str, *, for_good: bool = False) -> None:
        super().__init__(f"{url} {reason}")
        self.reason = reason
        self.for_good = for_good


class WallError(FetchError):
    """An address is answered with a wall, such as a call to subscribe, and not with its article.

    `kind` is one of `index.readers.refused_pages`.
    """

    def __init__(self, url: str, reason: str, kind: str) -> None:
        super().__init__(url, reason, for_good=True)
        self.kind = kind
