"""Logs to stderr with secrets removed from every line, whoever logs it."""

import logging
import sys
import threading
from collections.abc import Sequence
from types import TracebackType

_SHORTEST_END = 8  # characters of what stands behind a colon, to be a secret by itself


def configure(secrets: Sequence[str], level: int = logging.INFO) -> None:
    """Log from `level` up; no line, traceback included, holds one of `secrets`.

    Uncaught exceptions are logged too, because Python would print them with secrets.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redacting(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # The address of each call, many times a minute, is no use to an owner.
    for noisy in ("httpx", "httpcore", "apscheduler", "chromadb"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # It complains about a flood limit that our delivery then waits out.
    logging.getLogger("telegram.ext.AIORateLimiter").setLevel(logging.CRITICAL)
    logging.raiseExceptions = False  # else a line that cannot be formatted is printed with secrets
    sys.excepthook = _uncaught
    threading.excepthook = lambda args: _uncaught(
        args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
    )


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    logging.getLogger("byline").critical("uncaught", exc_info=(kind, error, trace))


class Redacting(logging.Formatter):
    """Formats lines and replaces secrets in them."""

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        # A bot token's part behind the colon is secret; the number before it is public. A key may
        # have a colon too, and a short end of it stands in many lines.
        ends = (secret.partition(":")[2] for secret in secrets)
        parts = {*secrets, *(end for end in ends if len(end) >= _SHORTEST_END)} - {""}
        # The longest first: one that holds another would leave its rest.
        self._secrets = sorted(parts, key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        """Format a record without secrets."""
        # After formatting, because exceptions of the HTTP library hold the address with the token.
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, "<secret>")
        return line
