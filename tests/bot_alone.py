"""The bot as a process of its own, for tests that kill it, with a model that waits for a file.

    python tests/bot_alone.py FOLDER API_URL TOKEN [FASTER [SILENT_S]]

The model writes while FOLDER/go exists; without that file it stops after the first word. Once, when
FOLDER/hang exists, it takes that file away and hangs. Telegram's limits are multiplied by FASTER.
Then the watchdog takes what is silent for SILENT_S for hanging. More settings come from the
environment.
"""

import asyncio
import logging
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from fakes import HashingEncoder
from paced_model import PacedModel

from bot import assembly
from bot.answering.answerer import Answerer
from bot.memory import all_databases
from bot.messenger.app import Service, until_stopped
from bot.messenger.sending.send_rate import TELEGRAM
from bot.messenger.watched_parts import Patience
from bot.settings import load
from bot.types import Call, Prompt
from index.types import Vectors


class ForgetfulEncoder(HashingEncoder):
    """Does not keep the texts that it was given, so that memory can be measured."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """As `HashingEncoder`."""
        self.encoded.clear()
        return super().encode(texts)


class WaitingModel(PacedModel):
    """Stops after each piece until the file `go` exists; keeps no prompts."""

    def __init__(self, go: Path) -> None:
        super().__init__()
        self._go = go

    def write(
        self, prompt: Prompt, *, max_tokens: int, stop: tuple[str, ...], call: Call
    ) -> Iterator[str]:
        """Write the next reply, piece by piece. Raises Stopped."""
        self.prompts.clear()  # else memory, which tests measure, would grow
        self.calls.clear()
        if (hang := self._go.with_name("hang")).exists():
            hang.unlink()
            threading.Event().wait()
        for piece in super().write(prompt, max_tokens=max_tokens, stop=stop, call=call):
            (self.go.set if self._go.exists() else self.go.clear)()
            yield piece
            while not self._go.exists() and not call.stopped():
                self.writing.wait(0.01)
            self.go.set()


def main(folder: Path, url: str, token: str, faster: float = 1.0, silent_s: float = 180.0) -> None:
    """Run the bot until SIGTERM."""
    logging.basicConfig(level=logging.INFO)
    settings = load(library=folder / "library", telegram_bot_token=token, telegram_api_url=url)
    encoder: Any = ForgetfulEncoder()
    library_folder = assembly.open_library_folder(settings, encoder)
    with all_databases.opened(settings.library) as kept:
        answerer = Answerer(library_folder.searcher, WaitingModel(folder / "go"))
        service = Service(
            *(settings, answerer, library_folder, kept, TELEGRAM.times(faster)),
            patience=Patience(silent_s=silent_s) if (folder / "hang").exists() else None,
        )
        asyncio.run(until_stopped(service))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], *map(float, sys.argv[4:]))
