"""Commands for other programs: `byline serve` and `byline mcp`."""

from typing import NoReturn

from bot import logs
from bot.adding.catch_up import catching_up
from bot.errors import SettingsError
from bot.settings import load, secrets
from bot.terminal import chat_memory, console
from bot.terminal.open_library import LibraryOption, open_answerer
from index.errors import install


def serve(library: LibraryOption = None) -> None:
    """Answer programs over HTTP, and people on a page."""
    try:
        from bot.serving import api_token, http_server
        from bot.serving.page import opening
    except ImportError as error:
        _not_installed("serve", error)
    settings = load(library=library)
    who = api_token.access(settings, settings.serve_listen, "BYLINE_SERVE_LISTEN")
    opening.check(settings, who)
    logs.configure(secrets(settings))
    names = "BYLINE_SERVE_LISTEN and BYLINE_SERVE_PORT"
    with (
        # Before seconds go into loading models.
        api_token.bound(settings.serve_listen, settings.serve_port, names) as listening,
        open_answerer(settings) as (answerer, library_folder),
        opening.mini_app(settings, chat_memory.opened) as mini_app,
        catching_up(library_folder, console.say),
    ):
        http_server.run(settings, listening, who, answerer, library_folder, mini_app=mini_app)


def mcp(library: LibraryOption = None) -> None:
    """Let an assistant ask. It speaks the Model Context Protocol on stdin and stdout."""
    try:
        from bot.serving import mcp_server
    except ImportError as error:
        _not_installed("mcp", error)
    settings = load(library=library)
    logs.configure(secrets(settings))
    with (
        open_answerer(settings) as (answerer, library_folder),
        catching_up(library_folder, console.say),
    ):
        mcp_server.run(answerer, library_folder)


def _not_installed(extra: str, error: ImportError) -> NoReturn:
    raise SettingsError(
        f"`byline {extra}` needs more than is installed ({error}): install it by {install(extra)}."
    ) from error
