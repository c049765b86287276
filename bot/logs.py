"""Logging to stderr with secrets blacked out, whoever writes them."""

import logging
import sys
import threading
from collections.abc import Sequence
from types import TracebackType


def configure(secrets: Sequence[str], level: int = logging.INFO) -> None:
    """Log from `level` up; no line, traceback included, holds one of `secrets`.

    What nobody catches is logged too, for Python's own way to print it knows of no secrets.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redacting(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # Each call's address, many times a minute, is of no use to an owner.
    for noisy in ("httpx", "httpcore", "apscheduler", "chromadb"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # Its own complaint about a flood limit that our delivery then waits out.
    logging.getLogger("telegram.ext.AIORateLimiter").setLevel(logging.CRITICAL)
    logging.raiseExceptions = False  # else a line that cannot be formatted is printed as it is
    sys.excepthook = _uncaught
    threading.excepthook = lambda args: _uncaught(
        args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
    )


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    logging.getLogger("byline").critical("uncaught", exc_info=(kind, error, trace))


class Redacting(logging.Formatter):
    """Formats lines with secrets blacked out."""

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        # The part behind a bot token's colon is the secret one; the number before it is public.
        parts = [part for secret in secrets for part in (secret, secret.partition(":")[2])]
        self._secrets = [part for part in parts if part]

    def format(self, record: logging.LogRecord) -> str:
        # After formatting: exceptions of the HTTP library carry the whole address, token included.
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, "<secret>")
        return line
