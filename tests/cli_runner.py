"""Stand-ins and checks for tests of the command `byline`; `cli_fixtures` runs it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from fakes import HashingEncoder, ScriptedModel

from bot import assembly
from bot.models.onnx_reader import OnnxReader
from bot.models.weights import Kind, Weights
from bot.settings import Settings
from bot.types import LanguageModel, Prompt
from index.types import Encoder

LED = "Ukraine's team was led by its defence minister, Rustem Umerov."
WHO_LED = "Who led Ukraine's team?"
KEYS = ["id", "question", "standalone_question", "outcome", "text", "claims", "citations"]
KEYS += ["nearest", "evidence", "support", "timing", "earlier", "unanswered"]
KEYS += ["confidence", "witnesses", "beyond"]


@dataclass(frozen=True)
class Done:
    """How a command ended: exit code, stdout and stderr."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """The lines of stderr."""
        return self.err.splitlines()


Byline = Callable[..., Done]
Write = Callable[[str, str], Path]


class Engines:
    """Replaces encoder and language model, and counts how often each was opened.

    The reader is the real one, but it is loaded once for all tests of a process: 0.2 s each time.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.encoders = 0
        self.models: list[ScriptedModel] = []
        monkeypatch.setattr(assembly, "encoder", self._encoder)
        monkeypatch.setattr(assembly, "language_model", self._model)
        monkeypatch.setattr(assembly, "reader", lambda _: _reader())
        monkeypatch.setattr(Weights, "resolve", _resolve)

    @property
    def opened(self) -> int:
        """How many models were opened in all."""
        return self.encoders + len(self.models)

    def _encoder(self, settings: Settings) -> Encoder:
        self.encoders += 1
        return HashingEncoder(settings.encoder)

    def _model(self, settings: Settings, *, remember: bool = True) -> LanguageModel:
        self.models.append(ScriptedModel([reply] * 20))
        return self.models[-1]


@cache
def _reader() -> OnnxReader:
    return OnnxReader.load(threads=1)


_real_resolve = Weights.resolve


def _resolve(self: Weights, choice: str, kind: Kind) -> str:
    """Count the default models as fetched, since their stand-ins need no file."""
    default = choice in (self.catalog.default_language, self.catalog.default_encoder)
    return choice if default else _real_resolve(self, choice, kind)


def reply(prompt: Prompt) -> list[str]:
    """Cite the sentence about the team; rewrite a follow-up into the question about it."""
    asked = prompt.turns[-1][0]
    numbers = [line.split("]")[0][1:] for line in asked.splitlines() if LED in line]
    return [f"{LED[:-1]} [{numbers[0]}]."] if numbers else [WHO_LED]


def refused(done: Done, *remedies: str) -> None:
    """Assert one line on stderr that names the remedies, exit code 2, and an empty stdout."""
    assert done.code == 2, done
    assert done.out == ""
    assert len(done.lines) == 1, done.err
    assert done.err.startswith("byline: ")
    assert done.err.endswith("\n")
    for remedy in remedies:
        assert remedy in done.err
