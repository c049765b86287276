"""Wraps faster-whisper: transcribes speech on this machine.

Optional: without a model there is no recogniser, and people are asked to type.
"""

import io
import threading
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from bot.errors import SettingsError, VoiceError
from index.errors import install


class Recogniser(Protocol):
    """Transcribes speech. May be called from any thread."""

    def text(self, audio: bytes, language: str | None = None) -> str:
        """Transcribe a sound file (OGG with Opus, MP3, M4A, WAV); "" when nothing is said.

        `language` is a code such as "de", or None if unknown. Raises VoiceError.
        """
        ...


def recogniser(model: Path, threads: int | None = None) -> Recogniser:
    """Make a recogniser with the weights in the folder `model`; they are loaded when needed.

    Raises SettingsError when the library is not installed.
    """
    if find_spec("faster_whisper") is None:
        raise SettingsError(
            "BYLINE_VOICE_MODEL is set and faster-whisper is not installed: "
            f"run {install('voice')}, or leave the setting out."
        )
    return Whisper(model, threads)


class Whisper:
    """A `Recogniser`; the weights are loaded at the first call."""

    def __init__(self, model: Path, threads: int | None) -> None:
        self._folder = model
        self._threads = threads
        self._model: Any = None
        self._one_at_a_time = threading.Lock()  # because the cores are shared

    def text(self, audio: bytes, language: str | None = None) -> str:
        """Transcribe a sound file. See `Recogniser.text`."""
        with self._one_at_a_time:
            try:
                if self._model is None:
                    from faster_whisper import WhisperModel

                    self._model = WhisperModel(
                        str(self._folder),
                        device="cpu",
                        compute_type="int8",
                        cpu_threads=self._threads or 0,
                        local_files_only=True,
                    )
                pieces, _ = self._model.transcribe(
                    io.BytesIO(audio),
                    # Languages that the model does not know are refused, so it is left to guess.
                    language=language if language in self._model.supported_languages else None,
                    beam_size=1,
                    condition_on_previous_text=False,
                )
                return " ".join(" ".join(piece.text for piece in pieces).split())
            except Exception as error:  # the library raises all kinds of errors
                raise VoiceError(
                    "The voice message could not be read: record it again, or type the question."
                ) from error
