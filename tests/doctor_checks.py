"""One check of the doctor by its name, for its tests."""

from collections.abc import Callable
from typing import Any

from bot.settings import Settings
from bot.terminal.doctor import Check, examine


def check(name: str, settings: Settings) -> Check:
    return {check.name: check for check in examine(settings)}[name]


def always(value: Any) -> Callable[..., Any]:
    """A function that gives `value` whatever it is given."""
    return lambda *args, **named: value
