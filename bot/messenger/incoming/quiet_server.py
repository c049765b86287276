"""Wraps Tornado: applications and handlers that log no request, since anyone can make one."""

import logging
from types import TracebackType

from tornado.web import Application, HTTPError, RequestHandler

_LOG = logging.getLogger(__name__)


class QuietApplication(Application):
    """An application that does not log its requests."""

    def log_request(self, handler: RequestHandler) -> None:
        """Log nothing."""


class QuietHandler(RequestHandler):
    """A handler whose unforeseen errors are logged after `FAILED`, without the request."""

    FAILED = "a request failed"

    def log_exception(
        self,
        typ: type[BaseException] | None,
        value: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        """Log what nobody foresaw; nothing for a refusal, which is an HTTPError."""
        if not isinstance(value, HTTPError):
            _LOG.warning("%s (%s)", self.FAILED, value)
