"""Tries threads, batch and flash attention on this machine and keeps the fastest settings."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from bench import model
from bench.figures import Rates, Row, Section
from bot.models.llama_settings import Tuning, keep_tuning, usual

# Tokens of a cold answer: those of evidence and question, and those of the reply.
_READ, _WRITTEN = 260, 24
_BATCHES = (32, 64, 128, 256, 384, 512)
# A setting is kept only if it is faster by this share: figures of a busy machine differ by as much.
_GAIN = 0.03

Measure = Callable[[Tuning], Rates]


def tune(path: Path, cache: Path, measure: Measure | None = None) -> Section:
    """Try settings, keep the fastest ones for these weights, and return one row a setting."""

    def bare(tuning: Tuning) -> Rates:
        return model.measure(path, tuning, rounds=2)[1]

    tried: dict[Tuning, Rates] = {}
    best = _best(usual(), measure or bare, tried)
    file = keep_tuning(cache, path, best)
    rows: list[Row] = [
        {
            "threads": tuning.threads,
            "batch": tuning.batch,
            "flash attention": "on" if tuning.flash_attention else "off",
            "reads tokens/s": rates.reading,
            "writes tokens/s": rates.writing,
            "an answer (s)": rates.floor_s(_READ, _WRITTEN),
            "kept": "yes" if tuning == best else "",
        }
        for tuning, rates in tried.items()
    ]
    return Section("tune", rows, [f"kept in {file}"])


def _best(start: Tuning, measure: Measure, tried: dict[Tuning, Rates]) -> Tuning:
    """Vary one setting after the other, each with the best so far: ten tries, not fifty."""

    def seconds(tuning: Tuning) -> float:
        if tuning not in tried:
            tried[tuning] = measure(tuning)
        return tried[tuning].floor_s(_READ, _WRITTEN)

    best = start
    for choices in (_threads, _flash, _batches):
        for tuning in choices(best):
            if seconds(tuning) < seconds(best) * (1 - _GAIN):
                best = tuning
    return best


def _threads(tuning: Tuning) -> Iterator[Tuning]:
    cpus = len(os.sched_getaffinity(0))
    for threads in sorted({1, max(1, cpus // 2), max(1, cpus - 1), cpus} - {tuning.threads}):
        yield replace(tuning, threads=threads)


def _flash(tuning: Tuning) -> Iterator[Tuning]:
    yield replace(tuning, flash_attention=not tuning.flash_attention)


def _batches(tuning: Tuning) -> Iterator[Tuning]:
    for batch in _BATCHES:
        if batch != tuning.batch:
            yield replace(tuning, batch=batch)
