"""Logging to stderr with secrets blacked out, whoever writes them."""

import logging
import sys
from collections.abc import Sequence


def configure(secrets: Sequence[str], level: int = logging.INFO) -> None:
    """Log from `level` up; no line, traceback included, holds one of `secrets`."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Redacting(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # Each call's address, many times a minute, is of no use to an owner.
    for noisy in ("httpx", "httpcore", "apscheduler", "chromadb"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # Its own complaint about a flood limit that our delivery then waits out.
    logging.getLogger("telegram.ext.AIORateLimiter").setLevel(logging.CRITICAL)


class _Redacting(logging.Formatter):
    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = [secret for secret in secrets if secret]

    def format(self, record: logging.LogRecord) -> str:
        # After formatting: exceptions of the HTTP library carry the whole address, token included.
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, "<secret>")
        return line
