"""Counts the calls that Telegram refused or that did not reach it, by kind of error."""

from collections import Counter
from collections.abc import Callable, Coroutine
from typing import Any

from telegram.error import TelegramError
from telegram.ext import AIORateLimiter

Result = bool | dict[str, Any] | list[dict[str, Any]]

FAULTS: Counter[str] = Counter()
"""Failed calls since the start of this process, repeated ones included."""


def note(error: TelegramError) -> None:
    """Count a failed call."""
    FAULTS[type(error).__name__] += 1


class CountingRateLimiter(AIORateLimiter):
    """An AIORateLimiter that counts failed calls; all but those for updates pass through it."""

    async def process_request(  # noqa: PLR0917 - as it is called
        self,
        callback: Callable[..., Coroutine[Any, Any, Result]],
        args: object,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Result:
        """Make a call as AIORateLimiter does. Raises TelegramError."""
        try:
            return await super().process_request(
                callback, args, kwargs, endpoint, data, rate_limit_args
            )
        except TelegramError as error:
            note(error)
            raise
