"""Room: CTranslate2. A sentence encoder that was converted once: it starts in a fraction of a
second, where PyTorch takes six, and reads many texts three to four times as fast.

A copy counts only if it gives what the model itself gives: it is compared when it is made, so that
nothing need be known here of a model's inside but that it averages its tokens.
"""

import json
import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from tempfile import mkdtemp

import ctranslate2
import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from index.types import Encoder, Vectors

_BATCH = 8  # like-long texts; more of them only wait for memory
_SAME = 0.999  # cosine of a copy's vectors and the model's own, which may be in bfloat16
# What the two are compared by: short and long, several scripts, capitals and accents.
_PROBES = (
    "Who?",
    "The ferry to Lower Island will run again from Monday, the harbour office said.",
    "Zoë's café costs €4.20 – “too much”, says ШЕВЧЕНКО; 東京では雨が降る。",
    "Divers found a crack in the third pillar of the bridge and closed it to lorries. " * 30,
)


class CTranslate2Encoder:
    """A `QuickEncoder` over the converted model in the folder `place`, which `convert` made.

    `encode` gives the model's own vectors in float32. Raises whatever CTranslate2 and tokenizers
    raise when there is no whole model.
    """

    def __init__(self, place: Path, *, name: str) -> None:
        self._place, self._name = place, name
        self._max_tokens = int(json.loads((place / "encoder.json").read_text())["max_tokens"])
        # Two tokenizers, for one that is told to cut off at times fails when two threads use it.
        self._counting, self._cutting = (
            Tokenizer.from_file(str(place / "tokenizer.json")) for _ in range(2)
        )
        self._counting.no_truncation()
        self._cutting.enable_truncation(self._max_tokens)
        for tokenizer in (self._counting, self._cutting):
            tokenizer.no_padding()
        self._exact = self._open("float32")

    @property
    def name(self) -> str:
        return self._name

    @property
    def max_tokens(self) -> int:
        return self._max_tokens

    def count_tokens(self, text: str) -> int:
        return len(self._counting.encode(utf8(text)).ids)

    def encode(self, texts: Sequence[str]) -> Vectors:
        return self._vectors(texts, self._exact)

    def encode_many(self, texts: Sequence[str]) -> Vectors:
        """`encode` about twice as fast, at a mean cosine of 0.997 to it.

        Weights are rounded to 8 bits, a scale for each row, and each token's activations likewise.
        Good enough to be found by; questions and sentences, on whose likeness thresholds were
        fitted, are read exactly.
        """
        return self._vectors(texts, self._rounded)

    @cached_property
    def _rounded(self) -> ctranslate2.Encoder:
        return self._open("int8_float32")

    def _open(self, compute_type: str) -> ctranslate2.Encoder:
        return ctranslate2.Encoder(
            str(self._place),
            device="cpu",
            compute_type=compute_type,
            inter_threads=1,
            intra_threads=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 0,
        )

    def _vectors(self, texts: Sequence[str], model: ctranslate2.Encoder) -> Vectors:
        """Unit vectors: of each text the mean of its tokens' vectors."""
        if not texts:
            return self._vectors([""], model)[:0]  # no rows, but as wide as ever
        # Singly, for together they would be read by threads that two cores do not have.
        tokens = [self._cutting.encode(utf8(text)).ids for text in texts]
        order = sorted(range(len(tokens)), key=lambda n: -len(tokens[n]))
        rows: list[Vectors] = [np.empty(0, np.float32)] * len(tokens)
        for start in range(0, len(order), _BATCH):
            part = order[start : start + _BATCH]
            states = np.array(model.forward_batch([tokens[n] for n in part]).last_hidden_state)
            for row, n in enumerate(part):
                rows[n] = states[row, : len(tokens[n])].mean(axis=0, dtype=np.float32)
        return unit(np.stack(rows))


def converted(folder: Path, name: str) -> CTranslate2Encoder | None:
    """The copy that `convert` made of the model in `folder`, if there is one."""
    with suppress(Exception):  # a damaged tokenizer.json raises nothing narrower
        return CTranslate2Encoder(_place(folder), name=name)
    return None


def convert(folder: Path, exact: Encoder) -> CTranslate2Encoder | None:
    """Make a copy of the model in `folder`, which `exact` reads, beside its weights.

    None where there can be none that gives what `exact` gives; that is found out once.
    """
    aside: Path | None = None
    try:
        place = _place(folder)
        if place.exists():  # and yet it is no whole model: it was found out before
            return None
        # Aside, then renamed: a conversion that is cut off must not be taken for a model.
        aside = Path(mkdtemp(prefix="converted.", dir=folder))
        if not _made(folder, aside, exact):
            for part in aside.iterdir():
                part.unlink()
        aside.rename(place)
    except OSError:  # a folder that is not ours to write to: the model itself can be used
        return None
    finally:
        if aside:
            shutil.rmtree(aside, ignore_errors=True)
    return converted(folder, exact.name)


def _made(folder: Path, place: Path, exact: Encoder) -> bool:
    """Whether what is now in `place` gives what `exact` gives."""
    try:
        to_ctranslate2: Callable[..., object] = ctranslate2.converters.TransformersConverter(
            str(folder)
        ).convert
        to_ctranslate2(str(place), force=True)
        shutil.copy(folder / "tokenizer.json", place)
        about = json.dumps({"max_tokens": exact.max_tokens})
        (place / "encoder.json").write_text(about, encoding="utf-8")
        copy = CTranslate2Encoder(place, name=exact.name)
        likeness = np.sum(copy.encode(_PROBES) * exact.encode(_PROBES), axis=1)
        counted = [copy.count_tokens(text) == exact.count_tokens(text) for text in _PROBES]
        return bool(likeness.min() >= _SAME) and all(counted)
    except Exception:  # the converter raises whatever its own libraries raise
        return False


def _place(folder: Path) -> Path:
    """Named for the weights it was made from. Raises OSError when there are none."""
    weights = folder / "model.safetensors"
    return folder / f"converted-{weights.stat().st_size}-{ctranslate2.__version__}"


def unit(vectors: npt.ArrayLike) -> Vectors:
    """Rows of length one."""
    # Length is taken here: in bfloat16 it comes out as much as 0.4 % off one.
    wide = np.asarray(vectors, dtype=np.float32)
    rows: Vectors = wide / np.linalg.norm(wide, axis=1, keepdims=True)
    return rows


def utf8(text: str) -> str:
    """`text` without lone surrogates, which a terminal may pass on and no tokenizer takes."""
    return text.encode("utf-8", "replace").decode()
