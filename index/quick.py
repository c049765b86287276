"""Room: CTranslate2. Reads many texts three to four times as fast as the model they come from.

Weights are rounded to 8 bits, a scale for each row, and each token's activations likewise: mean
cosine 0.997 to the float32 vectors. Good enough to be found by; questions and sentences, on whose
likeness thresholds were fitted, are left to the model itself. Knows only models that average their
tokens.
"""

import json
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import mkdtemp

import ctranslate2
import numpy as np

from index.types import Vectors

_BATCH = 8  # like-long texts; more of them only wait for memory
Tokens = list[int]


class QuickModel:
    """The token averages of a model that was converted once, in the folder `place`."""

    def __init__(self, place: Path) -> None:
        self._model = ctranslate2.Encoder(
            str(place),
            device="cpu",
            compute_type="int8_float32",
            inter_threads=1,
            intra_threads=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 0,
        )

    def means(self, texts: Sequence[Tokens]) -> Vectors:
        """One row each, not of unit length, in the order given."""
        order = sorted(range(len(texts)), key=lambda n: -len(texts[n]))
        rows: list[Vectors] = [np.empty(0, np.float32)] * len(texts)
        for start in range(0, len(order), _BATCH):
            part = order[start : start + _BATCH]
            states = np.array(self._model.forward_batch([texts[n] for n in part]).last_hidden_state)
            for row, n in enumerate(part):
                rows[n] = states[row, : len(texts[n])].mean(axis=0, dtype=np.float32)
        return np.stack(rows)


def quick_model(folder: Path) -> QuickModel | None:
    """The model in `folder`, converted beside its weights; None where that cannot be done."""
    try:
        if not _averages(folder):
            return None
        weights = folder / "model.safetensors"
        place = folder / f"int8-{weights.stat().st_size}"
        if not place.is_dir():
            _convert(folder, place)
        return QuickModel(place)
    except (OSError, ValueError, RuntimeError, KeyError):
        return None  # whatever is odd about it, the model itself can be used


def _averages(folder: Path) -> bool:
    """Whether a text's vector is the mean of its tokens' vectors, and nothing more."""
    modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
    kinds = [str(module["type"]).rpartition(".")[2] for module in modules]
    if kinds not in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]):
        return False
    pooling = json.loads((folder / modules[1]["path"] / "config.json").read_text(encoding="utf-8"))
    modes = {name for name, on in pooling.items() if name.startswith("pooling_mode_") and on}
    return modes == {"pooling_mode_mean_tokens"} or pooling.get("pooling_mode") == "mean"


def _convert(folder: Path, place: Path) -> None:
    # Aside, then renamed: a conversion that is cut off must not be taken for a model.
    aside = Path(mkdtemp(prefix="int8.", dir=folder))
    try:
        convert: Callable[..., object] = ctranslate2.converters.TransformersConverter(
            str(folder)
        ).convert
        convert(str(aside), quantization="int8", force=True)
        aside.rename(place)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
