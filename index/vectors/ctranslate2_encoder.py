"""Wraps CTranslate2: runs a converted copy of a sentence encoder.

It starts in a fraction of a second, where PyTorch takes six, and encodes many texts three to four
times as fast. A copy is used only if its vectors equal the model's own: both are compared when the
copy is made. The only assumption about a model is that it averages the vectors of its tokens.
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

from index.types import Encoder, Vectors, encode_questions

_BATCH = 8  # texts of similar length; larger batches only wait for memory
_SAME = 0.999  # cosine of a copy's vectors and the model's own, which may be in bfloat16
# Texts for comparing copy and model: short and long, several scripts, capitals and accents.
_PROBES = (
    "Who?",
    "The ferry to Lower Island will run again from Monday, the harbour office said.",
    "Zoë's café costs €4.20 – “too much”, says ШЕВЧЕНКО; 東京では雨が降る。",
    "Divers found a crack in the third pillar of the bridge and closed it to lorries. " * 30,
)


class CTranslate2Encoder:
    """A `QuickEncoder` over the converted model in `folder`, which `convert` made.

    `encode` computes in float32. Raises whatever CTranslate2 and tokenizers raise if the model is
    incomplete.
    """

    def __init__(self, folder: Path, *, name: str) -> None:
        self._folder, self._name = folder, name
        self._max_tokens = int(json.loads((folder / "encoder.json").read_text())["max_tokens"])
        # Two tokenizers, because switching truncation on and off is not safe with two threads.
        self._counting, self._cutting = (
            Tokenizer.from_file(str(folder / "tokenizer.json")) for _ in range(2)
        )
        self._counting.no_truncation()
        self._cutting.enable_truncation(self._max_tokens)
        for tokenizer in (self._counting, self._cutting):
            tokenizer.no_padding()
            tokenizer.encode_special_tokens = True  # "[SEP]" in an article is text
        self._exact = self._open("float32")

    @property
    def name(self) -> str:
        """Name of the model."""
        return self._name

    @property
    def max_tokens(self) -> int:
        """Tokens that are read of a text; the rest is cut off."""
        return self._max_tokens

    def count_tokens(self, text: str) -> int:
        """Count the tokens of `text`, special tokens included."""
        return len(self._counting.encode(utf8(text)).ids)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encode texts in float32. See `Encoder.encode`."""
        return self._vectors(texts, self._exact)

    def encode_many(self, texts: Sequence[str]) -> Vectors:
        """Encode about twice as fast as `encode`, at a mean cosine of 0.997 to its vectors.

        Weights and activations are rounded to 8 bits, with one scale a row or token. This is good
        enough for passages to be found by. Questions and sentences are encoded exactly, because
        thresholds were fitted to their similarity.
        """
        return self._vectors(texts, self._rounded)

    @cached_property
    def _rounded(self) -> ctranslate2.Encoder:
        return self._open("int8_float32")

    def _open(self, compute_type: str) -> ctranslate2.Encoder:
        return ctranslate2.Encoder(
            str(self._folder),
            device="cpu",
            compute_type=compute_type,
            inter_threads=1,
            intra_threads=_threads(),
        )

    def _vectors(self, texts: Sequence[str], model: ctranslate2.Encoder) -> Vectors:
        """Average each text's token vectors to a unit vector, shape (len(texts), dimensions)."""
        if not texts:
            return self._vectors([""], model)[:0]  # no rows, but the right number of columns
        # One by one: tokenizing them together starts threads that two cores do not have.
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
    """Open the copy that `convert` made of the model in `folder`; None if there is none."""
    with suppress(Exception):  # a damaged tokenizer.json raises nothing narrower
        return CTranslate2Encoder(_copy_of(folder), name=name)
    return None


def convert(folder: Path, exact: Encoder) -> CTranslate2Encoder | None:
    """Convert the model in `folder`, which `exact` runs, to a copy beside its weights.

    None if no copy gives the vectors of `exact`; an empty folder records that.
    """
    draft: Path | None = None
    try:
        copy = _copy_of(folder)
        if copy.exists():  # an empty folder: an earlier conversion failed
            return None
        # Renamed when it is complete, so that an interrupted conversion is not taken for a model.
        draft = Path(mkdtemp(prefix="converted.", dir=folder))
        if not _made(folder, draft, exact):
            for part in draft.iterdir():
                part.unlink()
        draft.rename(copy)
    except OSError:  # the folder cannot be written: the model itself can be used
        return None
    finally:
        if draft:
            shutil.rmtree(draft, ignore_errors=True)
    return converted(folder, exact.name)


def _made(folder: Path, target: Path, exact: Encoder) -> bool:
    """Convert the model to `target`; give whether it has the vectors and tokens of `exact`."""
    try:
        to_ctranslate2: Callable[..., object] = ctranslate2.converters.TransformersConverter(
            str(folder)
        ).convert
        to_ctranslate2(str(target), force=True)
        shutil.copy(folder / "tokenizer.json", target)
        about = json.dumps({"max_tokens": exact.max_tokens})
        (target / "encoder.json").write_text(about, encoding="utf-8")
        copy = CTranslate2Encoder(target, name=exact.name)
        own = copy.encode(_PROBES)
        # A copy knows of no prompts: a model that reads questions behind one is not copied.
        as_passages, as_questions = exact.encode(_PROBES), encode_questions(exact, _PROBES)
        likeness = np.sum([own * as_passages, own * as_questions], axis=-1)
        counted = [copy.count_tokens(text) == exact.count_tokens(text) for text in _PROBES]
        return bool(likeness.min() >= _SAME) and all(counted)
    except Exception:  # the converter raises whatever its own libraries raise
        return False


def _threads() -> int:
    """Threads to use; 0: as CTranslate2 thinks. Who shares a machine says so by OMP_NUM_THREADS."""
    said = os.environ.get("OMP_NUM_THREADS", "")
    if said.isdigit():
        return int(said)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 0


def _copy_of(folder: Path) -> Path:
    """Folder of the copy, named after the weights. Raises OSError when there are none."""
    weights = folder / "model.safetensors"
    return folder / f"converted-{weights.stat().st_size}-{ctranslate2.__version__}"


def unit(vectors: npt.ArrayLike) -> Vectors:
    """Scale the rows of `vectors`, shape (rows, dimensions), to length one."""
    # In float32, because in bfloat16 lengths are up to 0.4 % off.
    wide = np.asarray(vectors, dtype=np.float32)
    rows: Vectors = wide / np.linalg.norm(wide, axis=1, keepdims=True)
    return rows


def utf8(text: str) -> str:
    """Replace lone surrogates, which a terminal may pass on and tokenizers refuse."""
    return text.encode("utf-8", "replace").decode()
