"""Keeps what a language model replied, so that a second run of a set asks only what is new.

Replies depend on the prompt alone, so a change of what is done with them is measured in a tenth of
the time. Seconds of such a run mean nothing.
"""

import json
import sqlite3
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from bot.types import Call, LanguageModel, Prompt


class Remembered:
    """A language model that gives the same prompt the same reply without reading it again."""

    def __init__(self, model: LanguageModel, file: Path | None = None) -> None:
        """Ask `model` for what stands not in `file`, a SQLite database; without one, of this run.

        Replies of models with other names stand beside one another.
        """
        self._model = model
        self._db = sqlite3.connect(file or ":memory:", isolation_level=None)
        self._db.execute("CREATE TABLE IF NOT EXISTS replies (asked TEXT PRIMARY KEY, reply TEXT)")
        self.given = 0
        """Replies that the model itself gave."""

    @property
    def name(self) -> str:
        """As the model."""
        return self._model.name

    @property
    def context_tokens(self) -> int:
        """As the model."""
        return self._model.context_tokens

    def count_tokens(self, text: str) -> int:
        """As the model."""
        return self._model.count_tokens(text)

    def read_ahead(self, prompt: Prompt, call: Call | None = None, *, lasting: bool = True) -> None:
        """As the model: what it has read is tried first for an answer."""
        self._model.read_ahead(prompt, call, lasting=lasting)

    def unread(self, prompt: Prompt) -> int:
        """As the model."""
        return self._model.unread(prompt)

    def log_odds(self, prompt: Prompt, yes: str, no: str, call: Call, *, then: str = "") -> float:
        """As the model."""
        key = self._key("odds", prompt, yes, no)
        kept = self._kept(key)
        if kept is None:
            kept = self._model.log_odds(prompt, yes, no, call, then=then)
            self._keep(key, kept)
        return float(kept)

    def write(
        self, prompt: Prompt, *, max_tokens: int, stop: tuple[str, ...], call: Call
    ) -> Iterator[str]:
        """As the model, in the same pieces."""
        key = self._key("write", prompt, max_tokens, stop)
        kept = self._kept(key)
        if kept is None:
            kept = []
            for piece in self._model.write(prompt, max_tokens=max_tokens, stop=stop, call=call):
                kept.append(piece)
                yield piece
            self._keep(key, kept)
        else:
            yield from kept

    def _key(self, *asked: object) -> str:
        return sha256(repr((self.name, *asked)).encode()).hexdigest()

    def _kept(self, key: str) -> Any:  # noqa: ANN401 - what JSON gives
        row = self._db.execute("SELECT reply FROM replies WHERE asked = ?", (key,)).fetchone()
        return json.loads(row[0]) if row else None

    def _keep(self, key: str, reply: float | list[str]) -> None:
        self.given += 1
        self._db.execute("INSERT OR REPLACE INTO replies VALUES (?, ?)", (key, json.dumps(reply)))
