"""Where the settings want what chats remember: in the library folder, or in a database."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.memory import all_databases
from bot.memory.all_databases import Memory, Server
from bot.settings import Settings


def check(settings: Settings) -> None:
    """Connect to the database that the settings name. Raises SettingsError when that fails."""
    if server := _server(settings):
        all_databases.connect(server).close()


def try_database(settings: Settings) -> None:
    """See whether the database of the settings can be used, and change nothing in it.

    Raises SettingsError.
    """
    if server := _server(settings):
        all_databases.connect(server, only_try=True).close()


@contextmanager
def opened(settings: Settings) -> Iterator[Memory]:
    """Open what chats remember. Raises LibraryError or SettingsError."""
    with all_databases.opened(settings.library, _server(settings)) as memory:
        yield memory


def _server(settings: Settings) -> Server | None:
    url = settings.database_url
    return Server(url, settings.database_secret) if url else None
