"""Places a library of the sample articles in a folder, in a moment.

Indexing with Chroma takes half the time of a small test of the bot, so each process does it once,
and each test gets a copy that looks as if it had been made in its own folder.
"""

import shutil
import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fakes import HashingEncoder

from bot.messenger.commands.channels import OWNER_CHANNEL_COMMANDS
from bot.messenger.commands.lookups import LOOKUP_COMMANDS
from bot.messenger.commands.menu import introduce
from bot.messenger.commands.owner import OWNER_COMMANDS
from bot.messenger.commands.start_ask_forget import COMMANDS
from bot.messenger.commands.topics import NEWS_COMMANDS
from bot.settings import Settings
from index.folder.library_folder import LibraryFolder

SAMPLES = Path(__file__).parents[1] / "bot" / "samples"


def place(articles: Path, library: Path) -> None:
    """Write the sample articles to `articles` and a library of them to `library`; both are new."""
    shutil.copytree(SAMPLES, articles)  # with the times of the files, which the library holds
    made = Path(_made().name)
    shutil.copytree(made / "library", library, dirs_exist_ok=True)
    old, new = str(made / "articles"), str(articles)
    with closing(sqlite3.connect(library / "index" / "library.sqlite")) as db, db:
        for table, column in (("roots", "path"), ("files", "path"), ("articles", "file")):
            db.execute(f"UPDATE {table} SET {column} = replace({column}, ?, ?)", (old, new))


async def introduce_already(settings: Settings) -> None:
    """Note in the library that Telegram has the bot's menu and descriptions, as after a start."""
    bot: Any = _KnownBot(settings)
    readers = (*COMMANDS, *LOOKUP_COMMANDS, *NEWS_COMMANDS)
    sent_file = settings.library / "introduced.json"
    owners = (*OWNER_COMMANDS, *OWNER_CHANNEL_COMMANDS)
    await introduce(bot, sent_file, readers, owners, settings.admins)


class _KnownBot:
    """A bot whose calls succeed at once and reach nobody."""

    def __init__(self, settings: Settings) -> None:
        token = settings.telegram_bot_token
        self.id = int(token.get_secret_value().partition(":")[0]) if token else 0

    async def set_my_commands(self, *_: object, **__: object) -> bool:
        return True

    async def set_my_description(self, *_: object, **__: object) -> bool:
        return True

    async def set_my_short_description(self, *_: object, **__: object) -> bool:
        return True


@cache
def _made() -> TemporaryDirectory[str]:
    """A folder with `articles` and `library`, which is deleted when the process ends."""
    folder = TemporaryDirectory(prefix="byline-samples-")
    articles = Path(folder.name) / "articles"
    shutil.copytree(SAMPLES, articles)
    encoder = HashingEncoder()
    made = LibraryFolder(Path(folder.name) / "library", encoder, lambda _: encoder)
    made.index([articles])
    made.close()
    return folder
