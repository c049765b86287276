"""Who reads files and prepares articles for a sync: this process, or others for it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from index.readers import formats
from index.readers.article_from_fields import BadRecord
from index.syncing.prepare_articles import Prepared, prepare
from index.types import Encoder, RawArticle


@dataclass(frozen=True, slots=True)
class Asked:
    """An article to be prepared: as read, and its id, file and fingerprint.

    `known` if the library has it under its id.
    """

    record: RawArticle
    article_id: str
    file: Path
    mark: str
    known: bool


# Waits for articles and gives them; None in place of one that has no sentences.
Coming = Callable[[], Sequence[Prepared | None]]


class Work(Protocol):
    """Reads and prepares, perhaps ahead of time and elsewhere. The results are the same."""

    @property
    def encoder(self) -> str:
        """Name of the encoder that it uses; "" for none."""
        ...

    @property
    def ahead(self) -> int:
        """Blocks of articles that may be on their way at a time; 0: each is waited for."""
        ...

    @property
    def block_chars(self) -> int:
        """Length of the texts of a block, in characters; a block ends where they reach it."""
        ...

    def expect(self, files: Sequence[Path]) -> None:
        """Note that `read` will be called for these files, in this order."""
        ...

    def read(self, file: Path) -> Iterator[RawArticle | BadRecord]:
        """As `index.readers.formats.read`."""
        ...

    def prepare(self, block: Sequence[Asked]) -> Coming:
        """Begin to prepare a block. See `index.syncing.prepare_articles.prepare`."""
        ...


class Here:
    """`Work` that this process does when it is asked. An encoder as `prepare` takes it."""

    ahead = 0
    block_chars = 0

    def __init__(self, encoder: Encoder | None) -> None:
        self._encoder = encoder

    @property
    def encoder(self) -> str:
        """See `Work.encoder`."""
        return self._encoder.name if self._encoder else ""

    def expect(self, files: Sequence[Path]) -> None:
        """Do nothing."""

    def read(self, file: Path) -> Iterator[RawArticle | BadRecord]:
        """See `Work.read`."""
        return formats.read(file)

    def prepare(self, block: Sequence[Asked]) -> Coming:
        """See `Work.prepare`."""
        done = [prepare(a.record, a.article_id, a.file, a.mark, self._encoder) for a in block]
        return lambda: done
