"""Builds python-telegram-bot's application, and ends its parts: updates come in, calls go out."""

import asyncio
import logging
import warnings
from collections.abc import Awaitable
from typing import Any

from telegram.error import TelegramError
from telegram.ext import Application, ApplicationBuilder

from bot.messenger.incoming.update_queue import Intake, Processor
from bot.messenger.incoming.update_reader import FetchUpdates
from bot.messenger.sending.all_calls import AllCalls
from bot.settings import Settings

_LOG = logging.getLogger(__name__)
_STEP_S = 2.0  # for each step of stopping that depends on the network

App = Application[Any, Any, Any, Any, Any, Any]


def build(
    settings: Settings,
    token: str,
    intake: Intake,
    processor: Processor,
    fetch_updates: FetchUpdates,
    *,
    calls: AllCalls,
) -> App:
    """Return the application that receives by `intake`, `fetch_updates`, and sends by `calls`."""
    # Warned of at every flood limit and voice message; our code takes numbers and timedeltas.
    warnings.filterwarnings("ignore", message=".*(retry_after|duration).*")
    builder = (
        ApplicationBuilder()
        .token(token)
        .rate_limiter(calls)
        .get_updates_request(fetch_updates)
        .update_queue(intake)
        .concurrent_updates(processor)
    )
    if settings.telegram_api_url:
        builder = builder.base_url(f"{settings.telegram_api_url}/bot").base_file_url(
            f"{settings.telegram_api_url}/file/bot"
        )
    app: App = builder.build()
    return app


async def briefly(step: Awaitable[None]) -> None:
    """Take a step of stopping, for two seconds at most; failures are only logged."""
    try:
        await asyncio.wait_for(step, _STEP_S)
    except TimeoutError:
        _LOG.warning("a part of the bot did not stop in time")
    except TelegramError as error:
        _LOG.debug("while stopping: %s", error)
