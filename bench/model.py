"""Measures how fast llama.cpp alone reads and writes with the model: tokens a second.

These rates and the numbers of tokens that an answer reads and writes give its floor.
"""

import ctypes
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from llama_cpp import llama_cpp as lib

from bench.figures import Rates, Row, Section, median
from bot.errors import ModelError
from bot.models.llama_settings import Tuning

# Rates fall as the context fills, so they are measured where our prompts are: behind as many tokens
# as rules and examples have. The evidence is read there, and the reply is written after it.
BEFORE = 938
_READ, _WRITTEN = 320, 32
_SHORT = (16, 32, 48, 64, 96)  # tokens that are read at a lower rate, as llama.cpp works in bands
_ROUNDS = 3
_CONTEXT = 4096

_log_callback = lib.llama_log_callback(lambda level, text, data: None)


def measure(path: Path, tuning: Tuning, rounds: int = _ROUNDS) -> tuple[Section, Rates]:
    """Return table and rates of the GGUF file `path`, medians of `rounds`.

    Raises ModelError when the file cannot be loaded.
    """
    with _context(path, tuning) as (context, vocabulary):
        rng = random.Random(1)  # noqa: S311 - which tokens they are makes no difference to speed
        tokens = [rng.randrange(1000, vocabulary) for _ in range(BEFORE + _READ + _WRITTEN)]
        _decode(context, tokens[:BEFORE], tuning.batch)
        details = [_round(context, tokens, tuning) for _ in range(rounds)]
    rates = Rates(
        median(row["reading"] for row in details) or 0.0,
        median(row["writing"] for row in details) or 0.0,
        {n: median(row[f"{n} tokens (s)"] for row in details) or 0.0 for n in _SHORT},
    )
    row: Row = {
        "weights": path.stem,
        "threads": tuning.threads,
        "batch": tuning.batch,
        "flash attention": "on" if tuning.flash_attention else "off",
        "reads tokens/s": rates.reading,
        "writes tokens/s": rates.writing,
        "reads 32 tokens in (s)": rates.short[32],
    }
    return Section("model", [row], details=details), rates


def _round(context: object, tokens: list[int], tuning: Tuning) -> Row:
    short = {f"{n} tokens (s)": _reading_s(context, tokens, n, tuning) for n in _SHORT}
    reading_s = _reading_s(context, tokens, _READ, tuning)
    began = time.perf_counter()
    for token in tokens[BEFORE + _READ :]:
        _decode(context, [token], 1)
    writing_s = time.perf_counter() - began
    return {"reading": _READ / reading_s, "writing": _WRITTEN / writing_s, **short}


def _reading_s(context: object, tokens: list[int], number: int, tuning: Tuning) -> float:
    """Return the seconds to read `number` tokens behind the first `BEFORE` ones."""
    lib.llama_memory_seq_rm(lib.llama_get_memory(context), 0, BEFORE, -1)
    began = time.perf_counter()
    _decode(context, tokens[BEFORE : BEFORE + number], tuning.batch)
    return time.perf_counter() - began


def _decode(context: object, tokens: list[int], batch: int) -> None:
    for start in range(0, len(tokens), batch):
        part = tokens[start : start + batch]
        array = (lib.llama_token * len(part))(*part)
        code = lib.llama_decode(context, lib.llama_batch_get_one(array, len(part)))
        if code != 0:
            raise ModelError(f"The language model failed (llama.cpp code {code}): try again.")
    lib.llama_synchronize(context)


@contextmanager
def _context(path: Path, tuning: Tuning) -> Iterator[tuple[object, int]]:
    """Open a context of llama.cpp with these settings; gives it and the size of its vocabulary."""
    lib.llama_log_set(_log_callback, ctypes.c_void_p(0))
    lib.llama_backend_init()
    model_params = lib.llama_model_default_params()
    model_params.n_gpu_layers = 0
    model_params.use_extra_bufts = False  # as in `bot.models.llama`
    model = lib.llama_model_load_from_file(str(path).encode(), model_params)
    if not model:
        raise ModelError(f"{path} is not a model that llama.cpp can load: fetch it again.")
    params = lib.llama_context_default_params()
    params.n_ctx = _CONTEXT
    params.n_batch = params.n_ubatch = tuning.batch
    params.n_threads = params.n_threads_batch = tuning.threads
    # -1, the default, lets llama.cpp choose; here it is one or the other.
    params.flash_attn_type = 1 if tuning.flash_attention else 0
    context = lib.llama_init_from_model(model, params)
    if not context:
        lib.llama_model_free(model)
        raise ModelError(f"There is not enough memory for {path.name}: close other programs.")
    try:
        yield context, int(lib.llama_vocab_n_tokens(lib.llama_model_get_vocab(model)))
    finally:
        lib.llama_free(context)
        lib.llama_model_free(model)
