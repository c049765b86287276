"""Where the page is, seen from the address of the server and from outside."""

FOLDER = "/page/"


def is_page(path: str) -> bool:
    """Whether a request for `path` is the page's, which looks itself at who asks."""
    return path == FOLDER.rstrip("/") or path.startswith(FOLDER)
