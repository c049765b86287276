"""Spaces the calls to all chats, and counts those that fail, by kind of error.

Knows what Telegram takes from one token, of which several bots may have a part each. `outbox` paces
and repeats what goes to one chat. Wraps aiolimiter.
"""

from collections import Counter
from collections.abc import Callable, Coroutine
from typing import Any

from aiolimiter import AsyncLimiter
from telegram.error import TelegramError
from telegram.ext import BaseRateLimiter

Result = bool | dict[str, Any] | list[dict[str, Any]]

FAULTS: Counter[str] = Counter()
"""Failed calls since the start of this process, repeated ones included."""


def note(error: TelegramError) -> None:
    """Count a failed call."""
    FAULTS[type(error).__name__] += 1


class AllCalls(BaseRateLimiter[int]):
    """What all calls of one bot but those for updates pass through."""

    def __init__(self, per_second: float) -> None:
        """Make at most `per_second` calls to chats in a second, one at a time.

        A second's worth at once could make twice as many within one second.
        """
        self._of_all_bots = per_second
        self.per_second = per_second
        """Calls in a second that this bot may make now."""
        self._turns = AsyncLimiter(1, 1 / per_second)

    async def initialize(self) -> None:
        """Nothing is to be opened."""

    async def shutdown(self) -> None:
        """Nothing is to be closed."""

    def share(self, bots: int) -> None:
        """Take an equal part of what Telegram takes from all `bots` with this token."""
        part = self._of_all_bots / bots
        if part != self.per_second:
            self.per_second, self._turns = part, AsyncLimiter(1, 1 / part)

    async def process_request(  # noqa: PLR0917 - as it is called
        self,
        callback: Callable[..., Coroutine[Any, Any, Result]],
        args: Any,  # noqa: ANN401 - what the callback takes
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Result:
        """Make a call, one to a chat when its turn comes. Raises TelegramError."""
        if data.get("chat_id") is not None:
            await self._turns.acquire()
        try:
            return await callback(*args, **kwargs)
        except TelegramError as error:
            note(error)
            raise
