"""Measures the time from the start of the process to the first possible question, and memory then.

Each start is a process of its own, with library and weights in the machine's page cache.
"""

import json
import re
import subprocess
import sys
import time
from pathlib import Path

from bench.figures import Row, Section
from bot.errors import SettingsError

_SHOWN = 12  # packages of the import profile
_IMPORTS = (
    "import bot.terminal.cli, bot.models.llama, "
    "index.vectors.ctranslate2_encoder, index.vectors.chroma_store"
)
# The steps of `bot.terminal.cli._open`, each timed; then what an idle bot holds.
_CHILD = """
import json, sys, time
began = time.perf_counter()
steps = {}
def done(step):
    steps[step] = time.perf_counter() - began - sum(steps.values())
import bot.terminal.cli
from bot import assembly
from bot.settings import load
done("imports of the command line")
settings = load(library=sys.argv[1])
encoder = assembly.encoder(settings)
done("encoder")
library_folder = assembly.open_library_folder(settings, encoder)
done("library, Chroma")
answerer = assembly.answerer(settings, library_folder)
done("language model, its examples")
print(json.dumps({"ready": True}), flush=True)
sys.stdin.readline()
import psutil
memory = psutil.Process().memory_full_info()
print(json.dumps({"steps": steps, "rss": memory.rss, "pss": getattr(memory, "pss", 0)}), flush=True)
"""


def measure(library: Path, rounds: int = 3) -> Section:
    """Start `rounds` times over `library` and return the fastest start, its steps and its memory.

    The first starts fill the machine's page cache.
    """
    starts = [_start(library) for _ in range(rounds)]
    best = min(starts, key=lambda start: float(start["seconds"]))
    rows: list[Row] = [{"what": "start to ready (s)", "figure": float(best["seconds"])}]
    rows += [{"what": f"  {step}", "figure": took} for step, took in best["steps"].items()]
    rows += [
        {"what": "idle memory, RSS (GB)", "figure": best["rss"] / 1e9},
        {"what": "idle memory, PSS (GB)", "figure": best["pss"] / 1e9},
    ]
    profile = import_profile(_imports())
    rows += [{"what": f"  import {name}", "figure": took} for name, took in profile[:_SHOWN]]
    return Section("start", rows, details=starts)


def import_profile(stderr: str) -> list[tuple[str, float]]:
    """Return the seconds that each top-level package took, slowest first.

    `stderr` is the output of `python -X importtime`.
    """
    spent: dict[str, float] = {}
    for own, name in re.findall(r"import time:\s*(\d+) \|\s*\d+ \|\s*(\S+)", stderr):
        package = name.split(".")[0]
        spent[package] = spent.get(package, 0.0) + int(own) / 1e6
    return sorted(spent.items(), key=lambda item: -item[1])


def _imports() -> str:
    done = subprocess.run(  # noqa: S603 - our own arguments
        [sys.executable, "-X", "importtime", "-c", _IMPORTS],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stderr


def _start(library: Path) -> Row:
    began = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 - our own arguments
        [sys.executable, "-c", _CHILD, str(library)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout
        ready = child.stdout.readline()
        seconds = time.perf_counter() - began
        measured, complaint = child.communicate("\n")
    if not ready or not measured:
        last = (complaint.strip() or "no message").splitlines()[-1]
        raise SettingsError(f"Byline did not start ({last}): see what `byline doctor` says.")
    return {"seconds": seconds, **json.loads(measured)}
