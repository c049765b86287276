"""Decides who may use the HTTP API and the metrics: by token, or without one on this machine only.

Knows addresses and headers; knows no server.
"""

import hmac
import ipaddress
import os
import re
import socket

from bot.errors import SettingsError
from bot.settings import Settings

_HOW_TO_MAKE_ONE = "`openssl rand -hex 32` makes one"
_TOKEN = re.compile(r"[!-~]{16,512}")  # printable, without blanks: what fits into a header
_HOST = re.compile(r"(\[[^]]*\]|[^:]*)(?::\d+)?")


class Access:
    """Who may ask: whoever knows `token`; without a token whoever is on this machine."""

    def __init__(self, token: str | None = None) -> None:
        self._token = token.encode() if token else None

    @property
    def by_token(self) -> bool:
        """Whether a token is asked for."""
        return self._token is not None

    @property
    def passing(self) -> str:
        """What a browser that has sent the token once shows in its place; it tells nothing of it.

        "" where no token is asked for.
        """
        return hmac.digest(self._token, b"byline page", "sha256").hex() if self._token else ""

    def is_passing(self, shown: str) -> bool:
        """Whether this is the `passing`, of a server that has a token."""
        known = hmac.compare_digest(shown.encode("utf-8", "replace"), self.passing.encode())
        return known and self.by_token

    def refusal(self, authorization: str, host: str) -> str | None:
        """Why a request with these headers is refused, None when it is not.

        Takes as long for a token that is nearly right as for any other one of its length.
        """
        if self._token is not None:
            scheme, _, given = authorization.partition(" ")
            # Headers are Latin-1: any byte can stand in one.
            known = hmac.compare_digest(given.strip().encode("latin-1", "replace"), self._token)
            if scheme.lower() == "bearer" and known:
                return None
            return "Send the header `Authorization: Bearer TOKEN` with the token of this server."
        # A page in a browser on this machine can reach this server by a name of its own that leads
        # here; what it cannot do is choose the header Host.
        if is_loopback(host_name(host)):
            return None
        return "Without a token this server is asked by 127.0.0.1 or localhost only."


def access(settings: Settings, listen: str, setting: str) -> Access:
    """Who may ask a server that listens at `listen`, which `setting` says.

    Raises SettingsError when the token cannot be used, or when others than this machine could ask
    without one.
    """
    token = api_token(settings)
    if token is None and not is_loopback(listen):
        raise SettingsError(
            f"{setting} is {listen}, where other machines can ask, and there is no token: set "
            f"BYLINE_API_TOKEN or BYLINE_API_TOKEN_FILE ({_HOW_TO_MAKE_ONE}), or listen at "
            "127.0.0.1."
        )
    return Access(token)


def api_token(settings: Settings) -> str | None:
    """The token that programs must send, None when there is none. Raises SettingsError."""
    if settings.api_token is None:
        return None
    token = settings.api_token.get_secret_value()
    if not _TOKEN.fullmatch(token):
        setting = "BYLINE_API_TOKEN_FILE" if settings.api_token_file else "BYLINE_API_TOKEN"
        raise SettingsError(
            f"{setting} holds no usable token: it takes 16 to 512 letters, digits and signs "
            f"without blanks ({_HOW_TO_MAKE_ONE})."
        )
    return token


def is_loopback(name: str) -> bool:
    """Whether only this machine reaches what has this name or address."""
    if name.lower().rstrip(".") == "localhost":
        return True
    try:
        address = ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


def host_name(header: str) -> str:
    """The name in a header Host, without the port: "::1" of "[::1]:8080"."""
    match = _HOST.fullmatch(header.strip())
    return match[1].strip("[]") if match else ""


def bound(listen: str, port: int, settings: str) -> socket.socket:
    """A socket bound to this address, which does not listen yet.

    For finding out before seconds go into loading models. `settings` names what to change. Raises
    SettingsError when the port is taken, or the address is not one of this machine.
    """
    made: socket.socket | None = None
    try:
        found = socket.getaddrinfo(listen, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        made = socket.socket(family, kind, protocol)
        # A phone that left the network holds its connection no longer than the system notices.
        made.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        if os.name == "posix":  # on Windows it would share the port with another server
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
    except OSError as error:
        if made:
            made.close()
        raise SettingsError(
            f"Nothing can listen at {listen}:{port} ({error.strerror or error}): set {settings} to "
            "an address of this machine and a port that is free."
        ) from error
    return made
