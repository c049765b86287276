"""Wraps sentence-transformers: runs any of its models as an encoder.

A model that can be converted is run by `index.vectors.ctranslate2_encoder`, which starts sooner and
is faster. This runs models that cannot be converted, and is what a copy is compared with.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy.typing as npt

from index.errors import EncoderError
from index.types import Vectors
from index.vectors.ctranslate2_encoder import unit, utf8

# Small batches of texts of similar length waste least on padding: 8 beat 128 on two cores.
_BATCH = 8


class SentenceEncoder:
    """An `Encoder` over any sentence-transformers model, by folder or by hub name.

    Weights are held in bfloat16 where the processor computes in it: twice as fast as float32 there,
    at a mean cosine of 1.00 to its vectors, and three times slower elsewhere. Raises EncoderError
    when the model cannot be loaded.
    """

    def __init__(self, model: str | Path, *, name: str | None = None) -> None:
        # Takes seconds, so not before there is a model to load.
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        folder = Path(model)
        transformers_logging.disable_progress_bar()  # it would fill the terminal during a chat
        transformers_logging.set_verbosity_error()
        try:
            self._model = SentenceTransformer(
                str(model),
                device="cpu",
                # Otherwise the library asks the hub for updates of a folder too, and waits.
                local_files_only=folder.is_dir(),
                model_kwargs={"dtype": torch.bfloat16 if _has_bfloat16() else torch.float32},
            )
        except Exception as error:  # the library raises whatever its own libraries raise
            raise EncoderError(
                f"The encoder {model} cannot be loaded ({_first_line(error)}): "
                "set BYLINE_ENCODER to a sentence-transformers folder, or run "
                "`byline models fetch all-minilm-l6-v2`."
            ) from error
        self._name = name or folder.name
        # The tokenizer fails when two threads use it at once.
        self._one_at_a_time = threading.Lock()

    @property
    def name(self) -> str:
        """Name of the model."""
        return self._name

    @property
    def max_tokens(self) -> int:
        """Tokens that are read of a text; the rest is cut off."""
        return int(self._model.max_seq_length or 512)

    def count_tokens(self, text: str) -> int:
        """Count the tokens of `text`, special tokens included."""
        with self._one_at_a_time:
            return len(self._model.tokenizer.encode(utf8(text), truncation=False, verbose=False))

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encode passages and sentences. See `Encoder.encode`."""
        return self._encoded(self._model.encode_document, texts)

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Encode questions behind the prompt that the model has for them, if it has one."""
        return self._encoded(self._model.encode_query, texts)

    def _encoded(self, encode: Callable[..., npt.ArrayLike], texts: Sequence[str]) -> Vectors:
        if not texts:
            return self._encoded(encode, [""])[:0]  # no rows, but the right number of columns
        with self._one_at_a_time:
            vectors = encode(
                [utf8(text) for text in texts],
                batch_size=_BATCH,
                convert_to_numpy=True,
                show_progress_bar=False,
            )
        return unit(vectors)


def _has_bfloat16() -> bool:
    """Whether the processor has instructions for bfloat16."""
    import torch

    # Older releases of PyTorch do not tell, and float32 is right everywhere.
    told: Callable[[], Mapping[str, object]] = getattr(torch.cpu, "get_capabilities", dict)
    return any(has for name, has in told().items() if "bf16" in name)


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
