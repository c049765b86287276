"""Keeps the settings of llama.cpp that `byline bench --tune` found fastest on this machine.

They are kept in the cache folder, for one file of weights, version of llama.cpp and number of CPUs.
"""

import json
import os
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from index.atomic import atomic_write


@dataclass(frozen=True, slots=True)
class Tuning:
    """Settings of llama.cpp.

    `threads` CPU threads are used. `batch` tokens are read at a time (n_batch and n_ubatch).
    `flash_attention` is on or off.
    """

    threads: int
    batch: int
    flash_attention: bool


def usual() -> Tuning:
    """The settings without tuning.

    A batch holds the prompt of a first question. Without flash attention llama.cpp reads 272 tokens
    a tenth faster, and the 24 of a follow-up a quarter (see bench/LOG.md).
    """
    return Tuning(threads=len(os.sched_getaffinity(0)), batch=384, flash_attention=False)


def tuned_settings(cache: Path, weights: Path) -> Tuning | None:
    """The settings tuned for these weights; None if there are none or they cannot be read."""
    try:
        kept = json.loads(_file(cache).read_text(encoding="utf-8"))[_key(weights)]
        found = Tuning(int(kept["threads"]), int(kept["batch"]), bool(kept["flash_attention"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if found.threads > 0 and found.batch > 0 else None


def keep_tuning(cache: Path, weights: Path, found: Tuning) -> Path:
    """Keep the settings for these weights; give the file. Raises OSError."""
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
