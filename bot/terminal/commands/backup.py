"""Commands that keep what Byline has: `byline backup` and `byline restore`."""

from pathlib import Path
from typing import Annotated

import typer

from bot.backup.backup import back_up
from bot.backup.restore import restore as bring_back
from bot.settings import load
from bot.terminal import console
from bot.terminal.open_library import LibraryOption


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write.")],
    library: LibraryOption = None,
) -> None:
    """Write library, chats and settings to one file.

    While the bot runs. Neither the bot's token nor another secret is in the file.
    """
    settings = load(library=library)
    saved = back_up(settings, file.absolute())
    size = file.stat().st_size / 1e6
    for name in saved.left_out:
        console.say(f"left out, for its name: {name!r}")
    chats = "" if settings.database_url else ", the chats"
    console.say(
        f"{saved.library.articles:,} articles{chats} and {saved.files:,} files are in {file} "
        f"({size:,.1f} MB)"
    )
    if settings.database_url:
        console.say(
            "The chats are NOT in it, but for topics, briefings and watched channels: they are in "
            "the database of BYLINE_DATABASE_URL. Back them up by `pg_dump --schema=byline`; "
            "docs/howto/postgres.md shows how."
        )


def restore(
    file: Annotated[Path, typer.Argument(help="A file that backup wrote.")],
    library: LibraryOption = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace library and chats that are there.")
    ] = False,
) -> None:
    """Restore a backup, all of it or nothing. Stop the bot before."""
    settings = load(library=library)
    folder = settings.library
    restored = bring_back(file.absolute(), folder, replace=replace)
    console.say(
        f"{restored.library.articles:,} articles and the chats of {restored.made} are in {folder}; "
        f"{folder / 'settings.env'} has the settings of then"
    )
    if settings.database_url:
        console.say(
            "The bot does not look at these chats: those in the database of BYLINE_DATABASE_URL "
            "are as they were."
        )
