"""Readers, cleaner and feeds under a guided fuzzer for a bounded time: no crash, hang or bloat."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest
from article_files import FIRST, SECOND
from odd_site import article, rss
from test_formats import WHOLE

from index.readers import formats, saved_page

SECONDS = 15
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


@pytest.mark.parametrize("target", ["readers", "cleaner", "feeds"])
def test_no_input_crashes_hangs_or_bloats(target: str, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    seeds(target, corpus)
    # Through a shell: Linux hands the peak memory of the starter on to what it starts.
    fuzz = [sys.executable, str(FUZZ), target, str(corpus), f"-max_total_time={SECONDS}"]
    command = ["/bin/sh", "-c", '"$@"; exit $?', "fuzz", *fuzz]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=tmp_path, timeout=1200, check=False
    )
    left = [path.name for path in tmp_path.glob("*-*")]  # crash-…, timeout-…, oom-…
    assert done.returncode == 0, f"{left}\n{done.stderr[-4000:]}"
    assert left == []
    executed = re.search(r"number_of_executed_units: *(\d+)", done.stderr)
    assert executed, done.stderr[-2000:]
    assert int(executed[1]) > len(list(corpus.iterdir()))
