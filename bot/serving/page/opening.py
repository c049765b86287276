"""Checks and opens what the page needs to be shown inside Telegram."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from bot.errors import SettingsError
from bot.memory.all_databases import Memory
from bot.serving.api_token import Access
from bot.serving.page.visitors import MiniApp
from bot.settings import Settings

OpenMemory = Callable[[Settings], AbstractContextManager[Memory]]


def check(settings: Settings, access: Access) -> None:
    """Raise SettingsError where a public address is set without the bot's token or the server's.

    A proxy asks from this machine, so without the latter all that it passes on would be taken for
    the owner's.
    """
    if settings.page_url is None:
        return
    if settings.telegram_bot_token is None:
        raise SettingsError(
            "BYLINE_PAGE_URL shows the page inside Telegram, and only with the bot's token can be "
            "told who opens it: set TELEGRAM_BOT_TOKEN or BYLINE_TELEGRAM_TOKEN_FILE, or remove it."
        )
    if not access.by_token:
        raise SettingsError(
            "BYLINE_PAGE_URL is open to all the world, and without a token of the server all "
            "that comes through the proxy would be answered: set BYLINE_API_TOKEN or "
            "BYLINE_API_TOKEN_FILE (`openssl rand -hex 32` makes one), or remove it."
        )


@contextmanager
def mini_app(settings: Settings, memory_of: OpenMemory) -> Iterator[MiniApp | None]:
    """What the page knows of the bot, None where no public address is set.

    `memory_of` opens what the bot keeps of chats, wherever the settings say that this is. Raises
    what it raises.
    """
    token = settings.telegram_bot_token
    if settings.page_url is None or token is None:
        yield None
        return
    with memory_of(settings) as memory:
        yield MiniApp(token.get_secret_value(), settings, memory)
