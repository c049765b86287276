"""A bot that watches channels, and what tests read of its library."""

from pathlib import Path
from typing import Any

from bot_fakes import PacedModel, Rig, running_bot, says
from telegram_server import Message, PrivateChat, TelegramServer

from index.types import Article

TIDE = "The tide reached four metres and flooded the fish market on Tuesday."


def owned(server: TelegramServer, owner: PrivateChat, folder: Path, **options: Any) -> Any:
    """The bot, with the person of this private chat as its owner."""
    options = {"admins": str(owner.members[0].id), "allow_hosts": "127.0.0.1", **options}
    return running_bot(server, folder, PacedModel(), **options)


def of_channels(rig: Rig) -> list[Article]:
    """The articles that are not samples, in the order in which they came."""
    library = rig.library_folder.library
    found = [each for each in map(library.article, library.article_ids().values()) if each]
    new = [each for each in found if not Path(each.source).is_relative_to(rig.articles)]
    return sorted(new, key=lambda each: library.number(each.id))


def texts(rig: Rig) -> list[str]:
    return [each.text for each in of_channels(rig)]


async def seen(chat: PrivateChat, text: str, *words: str, **more: Any) -> Message:
    """Send a text and wait for a new message with these words."""
    last = await chat.send(text, **more)
    return await chat.wait_for(says(*words), after=last)


async def is_read(rig: Rig, text: str) -> None:
    """Wait until an article with this text is there and no post waits."""
    waiting = rig.kept.watched.waiting
    await rig.server.wait_until(lambda: text in texts(rig) and not waiting(1))
