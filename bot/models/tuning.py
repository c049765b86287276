"""Settings of llama.cpp that `byline bench --tune` found to be the fastest on this machine.

Kept in the cache folder, for these weights, this build of llama.cpp and this many CPUs only: what
was found for others is not given out.
"""

import json
import os
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from index.atomic import atomic_write


@dataclass(frozen=True, slots=True)
class Tuning:
    """`threads` read and write; `batch` tokens are read at a time (llama.cpp's n_batch and
    n_ubatch, and as many are passed at once); `flash_attention` is on or off."""

    threads: int
    batch: int
    flash_attention: bool


def usual() -> Tuning:
    """What is used where nothing was tuned.

    A batch holds what a cold question reads; without flash attention llama.cpp reads 272 tokens a
    tenth, and the 24 of a follow-up a quarter sooner here (see bench/LOG.md).
    """
    return Tuning(threads=len(os.sched_getaffinity(0)), batch=384, flash_attention=False)


def tuned_settings(cache: Path, weights: Path) -> Tuning | None:
    """What was found for these weights here; None when nothing was or it cannot be read."""
    try:
        kept = json.loads(_file(cache).read_text(encoding="utf-8"))[_key(weights)]
        found = Tuning(int(kept["threads"]), int(kept["batch"]), bool(kept["flash_attention"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if found.threads > 0 and found.batch > 0 else None


def keep_tuning(cache: Path, weights: Path, found: Tuning) -> Path:
    """Remember `found` for these weights, whole or not at all; returns the file."""
    file = _file(cache)
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        kept = {}
    kept = {**(kept if isinstance(kept, dict) else {}), _key(weights): asdict(found)}
    file.parent.mkdir(parents=True, exist_ok=True)
    atomic_write(file, json.dumps(kept, indent=1))
    return file


def _file(cache: Path) -> Path:
    return cache / "tuning.json"


def _key(weights: Path) -> str:
    cpus = len(os.sched_getaffinity(0))
    size = weights.stat().st_size if weights.exists() else 0
    return f"{weights.name} {size} {version('llama_cpp_python')} {cpus}"
