"""Measures indexing: seconds, the part of them that is encoding, and memory.

Each size runs in a process of its own, over a folder with one file an article, the slowest case.

    python -m bench.indexing ENCODER CORPUS FOLDER COUNT
"""

import gzip
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.figures import Row, Section
from bot.errors import SettingsError
from index.folder.library_folder import LibraryFolder
from index.folder.open_generation import open_encoder
from index.syncing.vector_repair import encode
from index.types import Encoder, Vectors

SIZES = (500, 1000, 2000)


class Timed:
    """Wraps an `Encoder` and adds up the seconds of encoding: elapsed, and of CPU time."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.seconds = self.cpu = 0.0

    @property
    def name(self) -> str:
        """The wrapped encoder's name."""
        return self._encoder.name

    @property
    def max_tokens(self) -> int:
        """The wrapped encoder's limit."""
        return self._encoder.max_tokens

    def count_tokens(self, text: str) -> int:
        """As the wrapped encoder."""
        return self._encoder.count_tokens(text)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encode as indexing does, and add the time."""
        seconds, cpu = time.perf_counter(), time.process_time()
        vectors = encode(self._encoder, texts)
        self.seconds += time.perf_counter() - seconds
        self.cpu += time.process_time() - cpu
        return vectors


def measure(sizes: Sequence[int], encoder: Path, corpus: Path) -> Section:
    """Return one row for each number of articles of `corpus`, a gzipped JSONL file."""
    rows: list[Row] = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            rows.append(_in_its_own_process(encoder, corpus, Path(folder), size))
    return Section("indexing", rows)


def index(encoder: Path, corpus: Path, folder: Path, count: int) -> Row:
    """Index `count` articles twice, unchanged the second time, and return the times as a row."""
    articles = folder / "articles"
    articles.mkdir()
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        for number, line in zip(range(count), lines, strict=False):
            (articles / f"{number}.jsonl").write_text(line, encoding="utf-8")
    timed = Timed(open_encoder(encoder, encoder.name))
    timed.encode(["The first call sets things up and would be slower."])
    timed.seconds = timed.cpu = 0.0

    def none(name: str) -> Encoder:
        raise SettingsError(f"The encoder {name} was not expected.")

    library_folder = LibraryFolder(folder / "library", timed, none)
    first, first_cpu = _timed(lambda: library_folder.index([articles]))
    passages = library_folder.library.summary().passages
    encoding, encoding_cpu = timed.seconds, timed.cpu
    peak = _peak_mb()
    second, _ = _timed(lambda: library_folder.index([articles]))
    library_folder.close()
    return {
        "articles": count,
        "passages": passages,
        "first (s)": first,
        "passages/s": passages / first,
        "besides encoding (%)": 100 * (first - encoding) / encoding,
        "of CPU time (%)": 100 * (first_cpu - encoding_cpu) / encoding_cpu,
        "second (s)": second,
        "of first (%)": 100 * second / first,
        "peak memory (MB)": peak,
    }


def _peak_mb() -> float:
    """Return the peak memory of this process; on Linux `ru_maxrss` counts its parent's too."""
    status = Path("/proc/self/status")
    if status.exists() and (found := re.search(r"VmHWM:\s+(\d+) kB", status.read_text())):
        return int(found[1]) / 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Run `work` and return its elapsed seconds and its seconds of CPU time."""
    seconds, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - seconds, time.process_time() - cpu


def _in_its_own_process(encoder: Path, corpus: Path, folder: Path, size: int) -> Row:
    done = subprocess.run(  # noqa: S603 - our own arguments
        [sys.executable, "-m", "bench.indexing", *map(str, (encoder, corpus, folder, size))],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = (done.stderr.strip() or "no message").splitlines()[-1]
        raise SettingsError(f"Indexing failed ({last}): see what `byline doctor` says.")
    row: Row = json.loads(done.stdout)
    return row


if __name__ == "__main__":
    given = sys.argv[1:]
    print(json.dumps(index(Path(given[0]), Path(given[1]), Path(given[2]), int(given[3]))))
