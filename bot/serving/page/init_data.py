"""Checks what Telegram tells a Mini App of who opened it: the signature, and how old it is.

https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app
"""

import hmac
import json
from dataclasses import dataclass
from urllib.parse import parse_qsl

FRESH_S = 3600
"""Seconds for which a page that was opened in Telegram can be read on."""

_AHEAD_S = 300  # that Telegram's clock may be ahead of ours
_MOST_CHARS = 8192


class UnsignedError(Exception):
    """Telegram did not sign this, or nobody can tell whom it is about."""


class StaleError(Exception):
    """Telegram signed this too long ago."""


@dataclass(frozen=True, slots=True)
class Opener:
    """The person who opened the page, by Telegram's number, and the language of their Telegram."""

    person: int
    language: str


def opener(init_data: str, token: str, now: float) -> Opener:
    """Who opened the page, by the `init_data` that Telegram gave it.

    `token` is the bot's, `now` the time in seconds since 1970. Raises UnsignedError and StaleError.
    """
    try:
        pairs = parse_qsl(init_data[:_MOST_CHARS], True, True, errors="strict")
    except ValueError as error:
        raise UnsignedError from error
    fields = dict(pairs)
    given = fields.pop("hash", "")
    if len(fields) + 1 != len(pairs):  # a field that stands there twice could be read two ways
        raise UnsignedError
    signed = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
    if not hmac.compare_digest(signature(signed, token).encode(), given.encode()):
        raise UnsignedError
    try:
        signed_at, user = int(fields["auth_date"]), json.loads(fields["user"])
        who = Opener(int(user["id"]), str(user.get("language_code", "")))
    except (KeyError, TypeError, ValueError) as error:
        raise UnsignedError from error
    if not -_AHEAD_S <= now - signed_at <= FRESH_S:
        raise StaleError
    return who


def signature(signed: str, token: str) -> str:
    """What Telegram signs the lines "name=value" with, sorted by name, for the bot of `token`."""
    secret = hmac.digest(b"WebAppData", token.encode(), "sha256")
    return hmac.digest(secret, signed.encode(), "sha256").hex()
