"""Names articles in a few words: title, outlet and date, other outlets (pure).

Prompts name articles too, in `bot.answering.sentence_selection`: always in English, since the
language model was measured with exactly those words.
"""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from bot.messenger.text import phrases
from bot.messenger.text.translation import day, say
from index.cleaning.cleaner import shortened

_CHARS = 120
_OUTLET_CHARS = 60


class Named(Protocol):
    """What an article, a citation and a headline have in common."""

    @property
    def title(self) -> str:
        """Its title, or ""."""
        ...

    @property
    def outlet(self) -> str:
        """Who published it, or ""."""
        ...

    @property
    def published(self) -> date | None:
        """The day of publication, if known."""
        ...


def title(item: Named, limit: int = _CHARS) -> str:
    """Its title in at most `limit` characters, or a word that stands for one."""
    return shortened(" ".join(item.title.split()), limit) or say(phrases.UNTITLED)


def outlet_and_date(item: Named) -> str:
    """Such as "The Harbour Post, 16 May 2025"; "" when neither is known."""
    published = day(item.published) if item.published else ""
    return shortened(", ".join(filter(None, [item.outlet, published])), _CHARS)


def outlet(item: Named) -> str:
    """Who published it, else its title."""
    return shortened(item.outlet or item.title, _OUTLET_CHARS)


def also_in(others: Sequence[Named]) -> str:
    """Such as "also in The Ledger and 2 more"; "" when no other article prints the same."""
    if not others:
        return ""
    first = outlet(others[0])
    if len(others) == 1:
        return say(phrases.ALSO_IN, first=first)
    return say(phrases.ALSO_IN_MORE, first=first, count=len(others) - 1)
