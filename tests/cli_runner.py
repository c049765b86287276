"""Stand-ins and checks for tests of the command `byline`; `cli_fixtures` runs it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from fakes import HashingEncoder, ScriptedModel

from bot import assembly
from bot.models.weights import Kind, Weights
from bot.settings import Settings
from bot.types import LanguageModel, Prompt
from index.types import Encoder

LED = "Ukraine's team was led by its defence minister, Rustem Umerov."
WHO_LED = "Who led Ukraine's team?"
KEYS = ["id", "question", "standalone_question", "outcome", "text", "claims", "citations"]
KEYS += ["nearest", "evidence", "support", "timing"]


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.err.splitlines()


Byline = Callable[..., Done]
Write = Callable[[str, str], Path]


class Engines:
    """The heavy engines, replaced; counts how often each was opened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.encoders = 0
        self.models: list[ScriptedModel] = []
        monkeypatch.setattr(assembly, "encoder", self._encoder)
        monkeypatch.setattr(assembly, "language_model", self._model)
        monkeypatch.setattr(Weights, "resolve", _resolve)

    @property
    def opened(self) -> int:
        return self.encoders + len(self.models)

    def _encoder(self, settings: Settings) -> Encoder:
        self.encoders += 1
        return HashingEncoder(settings.encoder)

    def _model(self, settings: Settings, *, remember: bool = True) -> LanguageModel:
        self.models.append(ScriptedModel([reply] * 20))
        return self.models[-1]


_real_resolve = Weights.resolve


def _resolve(self: Weights, choice: str, kind: Kind) -> str:
    """The defaults count as being here, for what they are replaced by needs no file."""
    default = choice in (self.catalog.default_language, self.catalog.default_encoder)
    return choice if default else _real_resolve(self, choice, kind)


def reply(prompt: Prompt) -> list[str]:
    """The sentence about the team; in a rewrite of a follow-up, that question."""
    asked = prompt.turns[-1][0]
    numbers = [line.split("]")[0][1:] for line in asked.splitlines() if LED in line]
    return [f"{LED[:-1]} [{numbers[0]}]."] if numbers else [WHO_LED]


def refused(done: Done, *remedies: str) -> None:
    """One line on stderr that says what to do, exit code 2, and nothing else."""
    assert done.code == 2, done
    assert done.out == ""
    assert len(done.lines) == 1, done.err
    assert done.err.startswith("byline: ")
    assert done.err.endswith("\n")
    for remedy in remedies:
        assert remedy in done.err
