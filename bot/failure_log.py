"""Keeps warnings and errors of the log for the owner, in a file of bounded size."""

import logging
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

from bot.logs import Redacting

_LONGEST = 500_000  # bytes; the previous full file is kept beside the current one
_LATEST = 5  # failures kept in memory


class Failures(RotatingFileHandler):
    """A handler for the root logger that writes to `path`; no line holds one of `secrets`."""

    def __init__(self, path: Path, secrets: Sequence[str]) -> None:
        super().__init__(path, maxBytes=_LONGEST, backupCount=1, encoding="utf-8", delay=True)
        self.setLevel(logging.WARNING)
        self.setFormatter(Redacting(secrets))
        self.latest: deque[str] = deque(maxlen=_LATEST)
        """The first lines of the latest failures."""
        self.counts: Counter[str] = Counter()
        """How many lines there were of each level: "WARNING", "ERROR"."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record and remember its first line."""
        self.counts[record.levelname] += 1
        self.latest.append(self.format(record).partition("\n")[0])
        super().emit(record)

    def content(self) -> bytes:
        """Everything that is kept, oldest first."""
        path = Path(self.baseFilename)
        files = (path.with_name(f"{path.name}.1"), path)
        return b"".join(file.read_bytes() for file in files if file.exists())

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Keep what is logged during this block."""
        root = logging.getLogger()
        root.addHandler(self)
        try:
            yield
        finally:
            root.removeHandler(self)
            self.close()
