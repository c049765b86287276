"""Ends waiting for a server that does not answer, by shutting the connection to it.

PostgreSQL's own limits are kept by its server, and one that stands still keeps none.
"""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_LOOK_EVERY_S = 0.2


class Deadlines:
    """Watches connections from a thread of its own, until it is closed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ends: dict[socket.socket, float] = {}
        self._closed = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    @contextmanager
    def within(self, seconds: float, descriptor: int) -> Iterator[None]:
        """Shut the connection with this file descriptor if the block takes longer.

        Whoever waits for an answer on it then gets the error of a lost connection.
        """
        # A descriptor of its own, for the number may be another connection's by then.
        with socket.fromfd(descriptor, socket.AF_INET, socket.SOCK_STREAM) as own:
            with self._lock:
                self._ends[own] = time.monotonic() + seconds
            try:
                yield
            finally:
                with self._lock:
                    del self._ends[own]

    def close(self) -> None:
        """Watch no more."""
        self._closed.set()

    def _watch(self) -> None:
        while not self._closed.wait(_LOOK_EVERY_S):
            now = time.monotonic()
            with self._lock:
                for each in (own for own, end in self._ends.items() if end < now):
                    with suppress(OSError):
                        each.shutdown(socket.SHUT_RDWR)
