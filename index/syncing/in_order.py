"""Hands on what a sync has read in the order in which it was read, whoever prepares it.

Only so many blocks are on their way at a time, so memory stays flat.
"""

from collections import deque
from collections.abc import Callable
from typing import NamedTuple

from index.library.file_records import FileStamp
from index.syncing.batch import Batch
from index.syncing.work import Asked, Coming, Work
from index.types import Failure, Report

_NOTHING_LEFT = "no sentences are left once labels, captions and the like are removed."


class End(NamedTuple):
    """The end of a file, with its stamp; what failed since the last end failed in it."""

    source: str
    stamp: FileStamp | None


class InOrder:
    """Articles, failures and ends of files, from where they are read to where they are written.

    `tell` is called after each batch that was written; what it raises ends the sync.
    """

    def __init__(self, work: Work, batch: Batch, report: Report, tell: Callable[[], None]) -> None:
        self._work = work
        self._batch = batch
        self._report = report
        self._tell = tell
        self._block: list[Asked | Failure | End] = []
        self._chars = 0
        self._coming: deque[tuple[list[Asked | Failure | End], Coming]] = deque()
        self._failed: list[Failure] = []  # in the file whose end is not there yet

    def add(self, found: Asked | Failure | End) -> None:
        """Take what was found next; hand on what is ready to make place for it."""
        self._block.append(found)
        self._chars += len(found.record.text) if isinstance(found, Asked) else 0
        if self._chars >= self._work.block_chars:
            self._begin()
            while len(self._coming) > self._work.ahead:
                self._hand_on()

    def finish(self) -> None:
        """Hand on all that is left, and write the last batch."""
        self._begin()
        while self._coming:
            self._hand_on()
        self._batch.write()

    def _begin(self) -> None:
        asked = [found for found in self._block if isinstance(found, Asked)]
        self._coming.append((self._block, self._work.prepare(asked)))
        self._block, self._chars = [], 0

    def _hand_on(self) -> None:
        block, coming = self._coming.popleft()
        prepared = iter(coming())
        for found in block:
            if isinstance(found, End):
                # A file with bad records is read again next time, so that they are told again.
                stamp = None if self._failed else found.stamp
                self._batch.stamp(found.source, stamp, self._failed)
                self._failed = []
            elif isinstance(found, Failure):
                self._fail(found)
            elif (article := next(prepared)) is None:
                self._fail(Failure(str(found.file), _NOTHING_LEFT))
            else:
                self._batch.add(article, known=found.known)
                if self._batch.full:
                    self._batch.write()
                    self._tell()

    def _fail(self, failure: Failure) -> None:
        self._failed.append(failure)
        self._report.failed.append(failure)
