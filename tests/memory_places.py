"""The two places where chats can be kept, for the tests of what both must do."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.memory.all_databases import Server, connect
from bot.memory.memory_database import Store

BOTH = [
    pytest.param("files", id="SQLite"),
    pytest.param("server", id="PostgreSQL", marks=pytest.mark.slow),
]

Places = Callable[[str], Path | Store]
"""Gives the place of a kind of store; what is opened there again finds what was kept."""


@contextmanager
def places(engine: str, folder: Path) -> Iterator[Places]:
    """Empty places in `folder`, or in a new database of a real server; one of `BOTH`."""
    if engine == "files":
        yield lambda name: folder / f"{name}.sqlite"
        return
    from postgres_server import PASSWORD, new_database

    with new_database() as url:
        with closing(connect(Server(url, PASSWORD))):
            pass  # makes the tables
        opened: list[Store] = []

        def place(name: str) -> Store:
            opened.append(connect(Server(url, PASSWORD)))
            return opened[-1]

        yield place
        for each in opened:
            each.close()
