"""The bot as a process of its own, by its settings alone, whose model and encoder are fakes.

Used where `python -m bot telegram` would run but real weights would take too long.
"""

import asyncio
import logging
from collections.abc import Iterator
from typing import Any

from bot_alone import ForgetfulEncoder
from paced_model import PacedModel

from bot import assembly
from bot.answering.answerer import Answerer
from bot.memory import all_databases
from bot.messenger.app import Service, until_stopped
from bot.settings import load
from bot.types import Call, Prompt


class ForgetfulModel(PacedModel):
    """Does not keep the prompts that it was given, so that memory can be measured."""

    def write(
        self, prompt: Prompt, *, max_tokens: int, stop: tuple[str, ...], call: Call
    ) -> Iterator[str]:
        """Write the next reply, piece by piece. Raises Stopped."""
        self.prompts.clear()
        self.calls.clear()
        yield from super().write(prompt, max_tokens=max_tokens, stop=stop, call=call)


def main() -> None:
    """Run the bot until SIGTERM."""
    logging.basicConfig(level=logging.INFO)
    settings = load()
    encoder: Any = ForgetfulEncoder()
    library_folder = assembly.open_library_folder(settings, encoder)
    with all_databases.opened(settings.library) as kept:
        answerer = Answerer(library_folder.searcher, ForgetfulModel())
        asyncio.run(until_stopped(Service(settings, answerer, library_folder, kept)))


if __name__ == "__main__":
    main()
