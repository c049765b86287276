"""Readers, cleaner and feeds under a guided fuzzer for a bounded time: no crash, hang or bloat."""

import importlib.util
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from article_files import FIRST, SECOND
from odd_site import article, rss
from test_formats import WHOLE

from index.readers import formats, saved_page

SECONDS = 15
TARGETS = ("readers", "cleaner", "feeds")
FUZZ = Path(__file__).with_name("fuzz.py")

pytestmark = [
    pytest.mark.timeout(1300),  # the fuzzer has limits of its own; these are for a busy machine
    pytest.mark.slow,
    pytest.mark.skipif(
        importlib.util.find_spec("atheris") is None, reason="atheris is not made for this system"
    ),
]


def seeds(target: str, folder: Path) -> None:
    """Whole inputs to begin with, else the fuzzer spends its time on finding out what a ZIP is."""
    if target == "readers":
        saved_page.write(
            folder / "a.warc", saved_page.Page("https://a.example/", article("A").encode())
        )
        whole = {
            **WHOLE,
            ".html": article("Ferry").encode(),
            ".md": f"---\ntitle: Ferry\n---\n{FIRST}".encode(),
            ".txt": f"date 2024-03-09 {FIRST}\n\n{SECOND}".encode(),
            ".jsonl": f'{{"id": "a", "text": "{FIRST}"}}\n'.encode(),
            ".warc": (folder / "a.warc").read_bytes(),
        }
        order = sorted(formats.SUFFIXES)
        inputs = [bytes([order.index(suffix)]) + data for suffix, data in whole.items()]
        (folder / "a.warc").unlink()
    elif target == "feeds":
        inputs = [
            rss(("Ferry", "https://a.example/", FIRST)).encode(),
            b'{"version": "jsonfeed.org"}',
        ]
    else:
        inputs = [f"{FIRST}\n\nRead more: Bridge opens\n\n{SECOND}".encode()]
    for number, data in enumerate(inputs):
        (folder / str(number)).write_bytes(data)


@dataclass
class Fuzzer:
    """A fuzzer at work in `folder`; what it says goes to the file `said`."""

    process: subprocess.Popen[bytes]
    folder: Path

    @property
    def said(self) -> Path:
        return self.folder / "said.txt"


@pytest.fixture(scope="module")
def fuzzers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Fuzzer]]:
    """One for each target, all at work at once: they wait for nothing that they share."""
    at_work = {target: started(target, tmp_path_factory.mktemp(target)) for target in TARGETS}
    yield at_work
    for fuzzer in at_work.values():
        fuzzer.process.kill()
        fuzzer.process.wait()


def started(target: str, folder: Path) -> Fuzzer:
    corpus = folder / "corpus"
    corpus.mkdir()
    seeds(target, corpus)
    # Through a shell: Linux hands the peak memory of the starter on to what it starts.
    fuzz = [sys.executable, str(FUZZ), target, str(corpus), f"-max_total_time={SECONDS}"]
    command = ["/bin/sh", "-c", '"$@"; exit $?', "fuzz", *fuzz]
    with (folder / "said.txt").open("wb") as said:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said, cwd=folder)
    return Fuzzer(process, folder)


@pytest.mark.parametrize("target", TARGETS)
def test_no_input_crashes_hangs_or_bloats(target: str, fuzzers: dict[str, Fuzzer]) -> None:
    fuzzer = fuzzers[target]
    code = fuzzer.process.wait(1200)
    said = fuzzer.said.read_text(errors="replace")
    left = [path.name for path in fuzzer.folder.glob("*-*")]  # crash-…, timeout-…, oom-…
    assert code == 0, f"{left}\n{said[-4000:]}"
    assert left == []
    executed = re.search(r"number_of_executed_units: *(\d+)", said)
    assert executed, said[-2000:]
    assert int(executed[1]) > len(list((fuzzer.folder / "corpus").iterdir()))
