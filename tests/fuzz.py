"""Fuzz targets, for a fuzzer that is guided by what code its inputs reach.

    python tests/fuzz.py TARGET FOLDER [libFuzzer options, such as -max_total_time=60]

FOLDER keeps the inputs that reached new code. A crash, an input that takes too long and one that
takes over 3 GB end it with an error, and the input is written to a file. TARGET.slowest is the
input that took longest.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["index"]):
    from index.cleaning.cleaner import clean
    from index.errors import UnreadableSourceError
    from index.readers import formats
    from index.splitting.sentences import split
    from index.types import Article, RawArticle
    from index.web.feeds import NotAFeedError, read_feed

_SUFFIXES = sorted(formats.SUFFIXES)
_PLACE = Path(tempfile.mkdtemp(prefix="byline-fuzz-"))
# Of processor time, for on a busy machine the clock says nothing: 10 s is what a file may take, and
# instrumented code takes about twice that. The clock is for what waits without end.
_MOST_S = 20.0
_LIMITS = [
    "-timeout=300",
    "-report_slow_units=300",
    "-rss_limit_mb=3000",
    "-max_len=60000",
    "-print_final_stats=1",
]


def fuzz_readers(data: bytes) -> None:
    """The first byte chooses the kind of file, the rest is in it."""
    file = _PLACE / f"a{_SUFFIXES[data[0] % len(_SUFFIXES)] if data else '.txt'}"
    file.write_bytes(data[1:])
    try:
        records = list(formats.read(file))
    except UnreadableSourceError:
        return
    for record in records:
        if isinstance(record, RawArticle):
            whole = f"{record.key}{record.title}{record.text}{record.url}{record.outlet}"
            whole.encode()
            assert "\0" not in whole
            _check(record.text)


def fuzz_cleaner(data: bytes) -> None:
    _check(data.decode("utf-8", "surrogateescape"))


def fuzz_feeds(data: bytes) -> None:
    try:
        feed = read_feed(data, "https://a.example/rss")
    except NotAFeedError:
        return
    for entry in feed.entries:
        assert entry.url or entry.content
        assert not entry.url or entry.url.startswith(("http://", "https://"))


def _check(text: str) -> None:
    cleaned = clean(text)
    article = Article("a", "", cleaned.text)
    for sentence in split(article):
        assert article.text[sentence.start : sentence.end] == sentence.text


class Timed:
    """A target that keeps its slowest input in the file `slowest`, and says what that took."""

    def __init__(self, target: Callable[[bytes], None], slowest: Path) -> None:
        self._target = target
        self._slowest = slowest
        self._most = 0.0

    def __call__(self, data: bytes) -> None:
        started = time.process_time()
        self._target(data)
        took = time.process_time() - started
        if took > self._most:
            self._most = took
            self._slowest.write_bytes(data)
            print(f"slowest: {took:.2f} s, {len(data)} bytes", file=sys.stderr, flush=True)
        assert took < _MOST_S, f"an input of {len(data)} bytes took {took:.1f} s"


TARGETS: dict[str, Callable[[bytes], None]] = {
    "readers": fuzz_readers,
    "cleaner": fuzz_cleaner,
    "feeds": fuzz_feeds,
}

if __name__ == "__main__":
    target, *options = sys.argv[1:]
    slowest = Path(f"{target}.slowest")
    atheris.Setup([sys.argv[0], *_LIMITS, *options], Timed(TARGETS[target], slowest))
    atheris.Fuzz()
