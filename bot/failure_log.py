"""What went wrong, for the owner: warnings and errors of the log, in a file that stays small."""

import logging
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

from bot.logs import Redacting

_LONGEST = 500_000  # bytes; one file that was full is kept beside the present one
_LAST = 5


class Failures(RotatingFileHandler):
    """A handler for the root logger; no line holds one of `secrets`."""

    def __init__(self, path: Path, secrets: Sequence[str]) -> None:
        super().__init__(path, maxBytes=_LONGEST, backupCount=1, encoding="utf-8", delay=True)
        self.setLevel(logging.WARNING)
        self.setFormatter(Redacting(secrets))
        self.latest: deque[str] = deque(maxlen=_LAST)
        """The first lines of the latest failures."""

    def emit(self, record: logging.LogRecord) -> None:
        self.latest.append(self.format(record).partition("\n")[0])
        super().emit(record)

    def content(self) -> bytes:
        """All that is kept, oldest first."""
        path = Path(self.baseFilename)
        files = (path.with_name(f"{path.name}.1"), path)
        return b"".join(file.read_bytes() for file in files if file.exists())

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Keep what is logged meanwhile."""
        root = logging.getLogger()
        root.addHandler(self)
        try:
            yield
        finally:
            root.removeHandler(self)
            self.close()
