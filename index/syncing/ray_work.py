"""Wraps Ray: reads files and prepares articles, with their vectors, on the machines of a cluster.

Files travel as bytes, so no machine needs to see this one's disk. Each needs the same Byline and
the encoder's weights. A task whose worker is killed is done again by Ray, elsewhere; what ends its
worker each time is done in this process. Nothing is written there, so nothing is doubled.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from index.errors import BylineError, ClusterError, UnreadableSourceError, install
from index.readers import formats
from index.readers.article_from_fields import BadRecord
from index.syncing.prepare_articles import RECIPE, Prepared
from index.syncing.vector_repair import encode
from index.syncing.work import Asked, Coming, Here
from index.types import Encoder, RawArticle

if TYPE_CHECKING:
    from ray import ObjectRef, ObjectRefGenerator

Record = RawArticle | BadRecord
Load = Callable[[], Encoder]

_RETRIES = 3  # after the worker of a task was killed
_READERS = 2  # groups of files that are read ahead
_GROUP_FILES, _GROUP_BYTES = 32, 4_000_000
_LARGEST = 100_000_000  # bytes of a file that travels; a larger one is read here
_BLOCK_CHARS = 40_000  # some 50 passages
_PART_RECORDS, _PART_CHARS = 64, 300_000  # that come back together from a reader
_PARTS_AHEAD = 4
_INSTALL = f"the option --ray needs Ray, which is not installed: {install('ray')}."


class _Refused(NamedTuple):
    """A file that cannot be read, and why."""

    reason: str


# A record with the number of its file in the group.
_Part = list[tuple[int, Record | _Refused]]


class RayWork:
    """`Work` that a Ray cluster does, as a context manager that disconnects at its end.

    `address` is HOST:PORT or "auto" for a cluster, or "local" to start one on this machine; where
    this process is connected to one already, it is that. `load` opens the encoder there, `encoder`
    is the same one here.
    """

    block_chars = _BLOCK_CHARS

    def __init__(self, address: str, load: Load, encoder: Encoder) -> None:
        """Connect. Raises ClusterError."""
        if address.startswith("ray://"):
            raise ClusterError(
                f"{address} is for Ray's client: run this on a machine of the cluster, with "
                "--ray auto."
            )
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is told to anyone
        try:
            import ray
        except ImportError as error:
            raise ClusterError(_INSTALL) from error
        own = {"include_dashboard": False} if address == "local" else {}
        try:
            self._connected = not ray.is_initialized()
            if self._connected:
                ray.init(address=address, log_to_driver=False, configure_logging=False, **own)
            processors = int(ray.cluster_resources().get("CPU", 1))
        except (ray.exceptions.RayError, ConnectionError, OSError, ValueError, RuntimeError) as e:
            raise ClusterError(
                f"No Ray cluster can be reached at {address} ({type(e).__name__}): start one by "
                "`ray start --head` there, or use --ray local."
            ) from e
        self.ahead = 2 * processors
        self._ray = ray
        self._load, self._encoder = load, encoder
        self._here = Here(encoder)
        self._order: dict[Path, int] = {}
        self._files: Iterator[Path] = iter(())
        self._groups: deque[_Group] = deque()
        # Readers wait where this process is slow, so they must not take the others' processors.
        self._read = ray.remote(_read).options(
            num_returns="streaming",
            num_cpus=0,
            max_retries=_RETRIES,
            _generator_backpressure_num_objects=_PARTS_AHEAD,
        )
        self._prepare = ray.remote(_prepare).options(num_cpus=1, max_retries=_RETRIES)

    @property
    def encoder(self) -> str:
        """See `Work.encoder`."""
        return self._encoder.name

    def __enter__(self) -> "RayWork":
        return self

    def __exit__(self, *_: object) -> None:
        self._groups.clear()
        if self._connected:
            self._ray.shutdown()

    def expect(self, files: Sequence[Path]) -> None:
        """See `Work.expect`."""
        self._order = {file: number for number, file in enumerate(files)}
        self._files, self._groups = iter(files), deque()

    def read(self, file: Path) -> Iterator[Record]:
        """See `Work.read`. Raises UnreadableSourceError immediately."""
        place = self._order[file]
        while True:
            if self._groups and self._order[self._groups[0].last] < place:
                self._groups.popleft()
            elif len(self._groups) < _READERS and (group := self._next_group()):
                self._groups.append(group)
            else:
                break
        if self._groups and file in self._groups[0].files:
            return self._groups[0].read(file)
        return formats.read(file)

    def prepare(self, block: Sequence[Asked]) -> Coming:
        """See `Work.prepare`; the articles have vectors."""
        if not block:
            return list
        coming = self._prepare.remote(self._encoder.name, self._load, RECIPE, list(block))
        return lambda: self._prepared(coming, block)

    def _prepared(
        self, coming: "ObjectRef[list[Prepared | None]]", block: Sequence[Asked]
    ) -> Sequence[Prepared | None]:
        try:
            prepared: list[Prepared | None] = self._ray.get(coming)
        except self._ray.exceptions.RayTaskError as error:
            raise _of_task(error) from error
        except self._ray.exceptions.RayError:
            return self._here.prepare(block)()
        return prepared

    def _next_group(self) -> "_Group | None":
        """Let the next few files be read; None when there are no more."""
        paths: list[Path] = []
        contents: list[tuple[str, bytes]] = []
        for file in self._files:
            data = _content(file)
            if data is None:
                continue
            paths.append(file)
            contents.append((file.name, data))
            if len(paths) == _GROUP_FILES or sum(len(d) for _, d in contents) >= _GROUP_BYTES:
                break
        if not paths:
            return None
        return _Group(paths, self._read.remote(contents))


def _content(file: Path) -> bytes | None:
    """The bytes of a file; None if it is read, or told to be unreadable, here at its turn."""
    try:
        return file.read_bytes() if file.stat().st_size <= _LARGEST else None
    except OSError:
        return None


class _Group:
    """Some files that are read together, and their records as they come."""

    def __init__(self, files: list[Path], parts: "ObjectRefGenerator") -> None:
        self.files = {file: number for number, file in enumerate(files)}
        self.last = files[-1]
        self._items = self._arriving(parts)
        self._next: tuple[int, Record | _Refused] | None = None
        self._broken = False

    def read(self, file: Path) -> Iterator[Record]:
        """The records of one file; files are asked for in order."""
        number = self.files[file]
        first = self._peek(number)
        if self._broken and first is None:
            return formats.read(file)
        if isinstance(first, _Refused):
            self._next = None
            raise UnreadableSourceError(first.reason)
        return self._records(file, number)

    def _records(self, file: Path, number: int) -> Iterator[Record]:
        given = 0
        while (found := self._peek(number)) is not None and not isinstance(found, _Refused):
            self._next = None
            given += 1
            yield found
        if self._broken:
            yield from islice(formats.read(file), given, None)

    def _peek(self, number: int) -> Record | _Refused | None:
        """What comes next of file `number`, if anything; what is left of files before is passed."""
        while self._next is None or self._next[0] < number:
            self._next = next(self._items, None)
            if self._next is None:
                return None
        return self._next[1] if self._next[0] == number else None

    def _arriving(self, parts: "ObjectRefGenerator") -> Iterator[tuple[int, Record | _Refused]]:
        import ray

        try:
            for part in parts:
                yield from ray.get(part)
        except ray.exceptions.RayTaskError as error:
            raise _of_task(error) from error
        except ray.exceptions.RayError:
            self._broken = True


# What runs on the workers.

_ENCODERS: dict[str, Encoder] = {}  # of this process, by name


def _read(files: Sequence[tuple[str, bytes]]) -> Iterator[_Part]:
    part: _Part = []
    chars = 0
    for number, (name, data) in enumerate(files):
        try:
            records: Iterator[Record | _Refused] = iter(formats.read_data(data, name))
        except UnreadableSourceError as error:
            records = iter([_Refused(str(error))])
        for record in records:
            part.append((number, record))
            chars += len(record.text) if isinstance(record, RawArticle) else 0
            if len(part) >= _PART_RECORDS or chars >= _PART_CHARS:
                yield part
                part, chars = [], 0
    if part:
        yield part


def _prepare(name: str, load: Load, recipe: str, block: Sequence[Asked]) -> list[Prepared | None]:
    if recipe != RECIPE:
        raise ClusterError("another version of Byline is there: install the same one")
    if name not in _ENCODERS:
        _ENCODERS[name] = load()
    encoder = _ENCODERS[name]
    done = list(Here(encoder).prepare(block)())
    texts = [passage.text for article in done if article for passage in article.passages]
    rows, start = encode(encoder, texts), 0
    for number, article in enumerate(done):
        if article:
            end = start + len(article.passages)
            done[number] = replace(article, vectors=rows[start:end])
            start = end
    return done


def _of_task(error: BaseException) -> ClusterError:
    cause = getattr(error, "cause", None) or error
    said = str(cause) if isinstance(cause, BylineError) else type(cause).__name__
    return ClusterError(
        f"The workers of Ray cannot do it ({' '.join(said.split())}): install the same Byline, "
        "with the encoder's weights, on all machines of the cluster."
    )
