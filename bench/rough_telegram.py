"""The Telegram test server at its worst: one call of twenty fails, in one of four ways."""

import random
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from telegram_server import NOT_MODIFIED, Call, Chat, Fault, Message, Refusal, TelegramServer, User

__all__ = ["Chat", "Message", "RoughTelegram", "User"]

SHARE = 0.05
_LATE_S = 7.0  # python-telegram-bot waits five seconds for an answer
_MOST_CALLS = 10_000  # kept; a soak makes some hundred thousand


class RoughTelegram(TelegramServer):
    """Refuses with 429 or 500, answers too late, or breaks the connection; `faults` counts them."""

    def __init__(self) -> None:
        super().__init__()
        self._chance = random.Random(19)  # noqa: S311 - no secret
        self.faults: Counter[str] = Counter()
        self.made = 0
        """Calls so far."""
        self._repeated: list[tuple[str, dict[str, Any]]] = []  # though they may have taken effect

    def refused_for_good(self) -> list[Refusal]:
        """Refused calls, without those of which only the receipt was lost the first time."""
        return [
            each
            for each in self.refused
            if NOT_MODIFIED not in each.description
            and (each.call.method, each.call.params) not in self._repeated
        ]

    def take_fault(self, call: Call) -> Fault | None:
        """Choose whether and how this call fails."""
        self.made += 1
        if len(self.calls) > _MOST_CALLS:
            del self.calls[: _MOST_CALLS // 2]
        if self._chance.random() >= SHARE:
            return None
        kind = self._chance.choice(("429", "500", "late", "broken"))
        self.faults[kind] += 1
        fault = Fault(call.method, 1, None, executed=self._chance.random() < 0.5)
        if kind == "429":
            wait = self._chance.randint(1, 3)
            said = {"description": f"Too Many Requests: retry after {wait}"}
            return replace(fault, error=(429, {**said, "parameters": {"retry_after": wait}}))
        if kind == "500":
            return replace(fault, error=(500, {"description": "Internal Server Error"}))
        self._repeated.append((call.method, call.params))
        return replace(fault, delay=_LATE_S) if kind == "late" else replace(fault, reset=True)
