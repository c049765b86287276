"""Decides who may see the page: the owner, or a person of Telegram whom the bot would answer.

Knows headers; knows no server.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.memory.all_databases import Memory
from bot.memory.allowed_people import Rules
from bot.memory.conversation_names import chat_prefix
from bot.messenger.text import page_phrases, phrases
from bot.messenger.text.translation import say, speaking
from bot.serving.api_token import Access
from bot.serving.page.init_data import StaleError, UnsignedError, opener
from bot.types import Answer

COOKIE = "byline-page"
_SCHEME = "tma"  # as Mini Apps name what Telegram signed


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who reads the page, in `language`: a `person` of Telegram, or None: the owner."""

    language: str
    person: int | None = None


class TurnedAwayError(Exception):
    """Who asks may not see the page; says why, in their language. `asks_token` by signing in."""

    def __init__(self, why: str, language: str, *, asks_token: bool = False) -> None:
        super().__init__(why)
        self.language = language
        self.asks_token = asks_token


class MiniApp:
    """What the page knows of a bot: whom it answers, and what it has answered.

    Every method may raise LibraryError. `now` gives the seconds since 1970.
    """

    def __init__(
        self, token: str, rules: Rules, memory: Memory, now: Callable[[], float] = time.time
    ) -> None:
        """`token` is the bot's."""
        self._token = token
        self._rules = rules
        self._memory = memory
        self._now = now

    def reader(self, init_data: str, language: str) -> Visitor:
        """The person who opened the page. Raises TurnedAwayError; until then says `language`."""
        try:
            who = opener(init_data, self._token, self._now())
        except (UnsignedError, StaleError) as error:
            old = isinstance(error, StaleError)
            line = page_phrases.IS_OLD if old else page_phrases.FROM_CHAT
            with speaking(language):
                raise TurnedAwayError(say(line), language) from error
        if not self._memory.people.may_ask(self._rules, who.person, who.person):
            with speaking(who.language):
                raise TurnedAwayError(phrases.not_invited(who.person), who.language)
        return Visitor(who.language, who.person)

    def answer(self, person: int, answer_id: int) -> Answer | None:
        """An answer that the bot gave in the private chat with `person`."""
        return self._memory.sessions.shown_in(chat_prefix(person), answer_id)


def from_telegram(headers: Mapping[str, str]) -> bool:
    """Whether who sends these headers says that they come from Telegram, rightly or not."""
    return headers.get("authorization", "").partition(" ")[0] == _SCHEME


class Doors:
    """Where who asks is looked at. Without a `mini_app` nobody comes in from Telegram."""

    def __init__(self, access: Access, mini_app: MiniApp | None = None) -> None:
        self._access = access
        self.mini_app = mini_app

    def visitor(self, headers: Mapping[str, str]) -> Visitor:
        """Who sends these headers. Raises TurnedAwayError and LibraryError."""
        language = headers.get("accept-language", "").partition(",")[0].strip()
        authorization = headers.get("authorization", "")
        if self.mini_app is not None and from_telegram(headers):
            return self.mini_app.reader(authorization.partition(" ")[2], language)
        if self._signed_in(headers.get("cookie", "")):
            return Visitor(language)
        if why := self._access.refusal(authorization, headers.get("host", "")):
            raise TurnedAwayError(why, language, asks_token=self._access.by_token)
        return Visitor(language)

    def sign_in(self, token: str) -> str | None:
        """The cookie's value for who knows the token of the server, None for others."""
        if not self._access.by_token or self._access.refusal(f"Bearer {token}", ""):
            return None
        return self._access.passing

    def _signed_in(self, cookies: str) -> bool:
        # Not by `SimpleCookie`, which drops all for one that another program has set oddly.
        values = dict(pair.strip().split("=", 1) for pair in cookies.split(";") if "=" in pair)
        return self._access.is_passing(values.get(COOKIE, ""))
