"""Measures indexing by plain means and on Ray, over the same articles.

Each runs in a process of its own, whose start and whose cluster's start do not count.
"""

import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from functools import partial
from pathlib import Path

from bench.figures import Row, Section
from bot.errors import SettingsError
from index.folder.library_folder import LibraryFolder
from index.folder.open_generation import open_encoder
from index.syncing.ray_work import RayWork
from index.types import Encoder

ARTICLES = 2000


def measure(count: int, encoder: Path, corpus: Path) -> Section:
    """Return a row for plain indexing and one for Ray; `corpus` is a gzipped JSONL file."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        articles = Path(folder) / "articles"
        articles.mkdir()
        with gzip.open(corpus, "rt", encoding="utf-8") as lines:
            for number, line in zip(range(count), lines, strict=False):
                (articles / f"{number}.jsonl").write_text(line, encoding="utf-8")
        for how in ("plain", "ray"):
            rows.append(_in_its_own_process(how, encoder, articles, Path(folder) / how))
    plain, ray = (float(row["seconds"] or 0) for row in rows)
    notes = [f"On {os.cpu_count()} processors Ray takes {100 * (ray / plain - 1):+.0f} % time."]
    if len({(row["articles"], row["passages"]) for row in rows}) > 1:
        notes.append("The two libraries differ, so these figures mean nothing.")
    return Section("scale: indexing", rows, notes=notes)


def index(how: str, encoder: Path, articles: Path, library: Path) -> Row:
    """Index the folder `articles` into a new library, and return what it took as a row."""
    os.environ.setdefault("RAY_worker_niceness", "0")  # as the plain process has it
    opened = open_encoder(encoder, encoder.name)
    opened.encode(["The first call sets things up and would be slower."])

    def none(name: str) -> Encoder:
        raise SettingsError(f"The encoder {name} was not expected.")

    folder = LibraryFolder(library, opened, none)
    load = partial(open_encoder, encoder, encoder.name)
    with RayWork("local", load, opened) if how == "ray" else nullcontext() as work:
        seconds = time.perf_counter()
        report = folder.index([articles], work=work)
        seconds = time.perf_counter() - seconds
    passages = folder.library.summary().passages
    folder.close()
    return {
        "indexing": how,
        "articles": report.added,
        "passages": passages,
        "seconds": seconds,
        "articles/s": report.added / seconds,
    }


def _in_its_own_process(how: str, encoder: Path, articles: Path, library: Path) -> Row:
    done = subprocess.run(  # noqa: S603 - our own arguments
        [sys.executable, "-m", "bench.scale", how, *map(str, (encoder, articles, library))],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = (done.stderr.strip() or "no message").splitlines()[-1]
        raise SettingsError(f"Indexing failed ({last}): see what `byline doctor` says.")
    row: Row = json.loads(done.stdout.strip().splitlines()[-1])
    return row


if __name__ == "__main__":
    given = sys.argv[1:]
    print(json.dumps(index(given[0], Path(given[1]), Path(given[2]), Path(given[3]))))
